import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'tsdown';

const ROOT = join(import.meta.dirname, '..');

/** How a command ended, and what it wrote to stdout and stderr. */
export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  /** How long it took, in milliseconds. */
  readonly tookMs: number;
}

/** A process that runs, what it has written so far, and how it ends. */
export interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<Ran>;
}

/** A project of its own outside of this one, which has the package as it is built, and the same dependencies. */
export class PackagedProject {
  readonly folder: string;
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
    this.folder = join(root, 'project');
  }

  static async create(): Promise<PackagedProject> {
    const project = new PackagedProject(await mkdtemp(join(tmpdir(), 'tracewright-project-')));
    const installed = join(project.folder, 'node_modules', 'tracewright');
    await mkdir(installed, { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(project.#root, 'node_modules'));
    await cp(join(ROOT, 'package.json'), join(installed, 'package.json'));
    await build({ cwd: ROOT, dts: false, logLevel: 'silent', outDir: join(installed, 'dist') });
    return project;
  }

  /** Writes a file and returns its path. */
  async write(name: string, text: string): Promise<string> {
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    return path;
  }

  /** Starts Node in the folder of the project, without the variables by which a runner tells its tests where they run. */
  start(args: readonly string[], options: SpawnOptions = {}): Running {
    const { PATH = '', HOME = '' } = process.env;
    const began = performance.now();
    const child = spawn(process.execPath, args, {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options,
      env: { PATH, HOME, ...options.env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (output += String(chunk)));
    const ended = once(child, 'close').then(([code, signal]) => {
      return { code, signal, output, tookMs: performance.now() - began };
    });
    return { child, output: () => output, ended };
  }

  /** Runs Node to its end. */
  run(args: readonly string[], options?: SpawnOptions): Promise<Ran> {
    return this.start(args, options).ended;
  }

  remove(): Promise<void> {
    return rm(this.#root, { recursive: true });
  }
}
