import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { clearTimeout, setTimeout } from 'node:timers';
import { killOnExit } from './kill-on-exit.ts';
import { ServiceOutput } from './service-output.ts';

/** How long output may still come once the process has ended: a child of it may hold the pipes open. */
const DRAIN_MS = 250;

/** How a process ended: with an exit code, or by a signal. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The operating system's process of a service. */
export class ServiceProcess {
  readonly output = new ServiceOutput();
  /** Resolves once it has ended and its output is in; never rejects. */
  readonly exited: Promise<Exit>;
  /** Resolves once it runs; rejects with the system's error when it cannot be started. */
  readonly spawned: Promise<void>;
  readonly port: number | undefined;
  readonly #child: ChildProcess;
  readonly #graceMs: number;
  readonly #beforeStop: () => Promise<void>;
  #exit: Exit | undefined;
  #stopping: Promise<void> | undefined;

  constructor(spec: {
    readonly file: string;
    readonly args: readonly string[];
    readonly cwd: string | undefined;
    readonly env: NodeJS.ProcessEnv;
    readonly port: number | undefined;
    readonly graceMs: number;
    /** Awaited before it is told to end; may reject. */
    readonly beforeStop: () => Promise<void>;
  }) {
    const { file, args, cwd, env } = spec;
    // Not detached: Ctrl-C in the terminal reaches it too.
    this.#child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    this.#graceMs = spec.graceMs;
    this.#beforeStop = spec.beforeStop;
    this.port = spec.port;
    this.spawned = new Promise((resolve, reject) => {
      this.#child.once('spawn', () => {
        killOnExit(this.#child);
        resolve();
      });
      this.#child.on('error', reject);
    });
    this.exited = this.#whenExited();
    for (const stream of [this.#child.stdout, this.#child.stderr]) if (stream !== null) this.output.collect(stream);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** How it ended; undefined while it runs. */
  get exit(): Exit | undefined {
    return this.#exit;
  }

  get wasStopped(): boolean {
    return this.#stopping !== undefined;
  }

  /** SIGTERM once its exports have come in, so that its SDK can flush; SIGKILL when it still runs after the grace. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    if (this.#exit === undefined) this.#child.kill('SIGKILL');
    await this.exited;
  }

  async #stop(): Promise<void> {
    if (this.#exit === undefined) await Promise.race([this.#beforeStop().catch(() => undefined), this.exited]);
    if (this.#exit === undefined) this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), this.#graceMs);
    await this.exited;
    clearTimeout(timer);
  }

  #whenExited(): Promise<Exit> {
    return new Promise(resolve => {
      this.spawned.catch(() => resolve({ code: null, signal: null }));
      this.#child.once('exit', (code, signal) => {
        const exit = { code, signal };
        this.#exit = exit;
        const drained = (): void => {
          clearTimeout(timer);
          this.#child.stdout?.destroy();
          this.#child.stderr?.destroy();
          resolve(exit);
        };
        const timer = setTimeout(drained, DRAIN_MS);
        this.#child.once('close', drained);
      });
    });
  }
}

/** The exit code as a shell gives it: 128 and the signal's number for a process that a signal ended. */
export function exitCode({ code, signal }: Exit): number {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
