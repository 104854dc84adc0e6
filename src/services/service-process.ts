import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { constants } from 'node:os';
import { clearTimeout, setTimeout } from '../real-time.ts';
import { endWithHost } from './end-with-host.ts';
import { HAS_GROUPS, isGroupGone, signalGroup } from './process-group.ts';
import { type LogSink, ServiceOutput } from './service-output.ts';

/** How long output may still come once the process has ended: a child of it may hold the pipes open. */
const DRAIN_MS = 250;
/** How often to look whether what a service has left behind has ended, in milliseconds. */
const POLL_MS = 20;

/** How a process ended: with an exit code, or by a signal. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The operating system's process of a service, and what it has started. */
export class ServiceProcess {
  readonly output: ServiceOutput;
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
  #isAwaited = false;
  #wasKilled = false;

  constructor(spec: {
    readonly file: string;
    readonly args: readonly string[];
    readonly cwd: string | undefined;
    readonly env: NodeJS.ProcessEnv;
    readonly port: number | undefined;
    readonly graceMs: number;
    readonly sink?: LogSink | undefined;
    /** Awaited before it is told to end; may reject. */
    readonly beforeStop: () => Promise<void>;
  }) {
    const { file, args, cwd, env } = spec;
    // Detached: a group of its own. Ctrl-C in a terminal does not reach it, so that a runner can still end tests in order.
    this.#child = spawn(file, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      detached: HAS_GROUPS,
    });
    this.#graceMs = spec.graceMs;
    this.#beforeStop = spec.beforeStop;
    this.port = spec.port;
    this.output = new ServiceOutput(spec.sink);
    this.spawned = new Promise((resolve, reject) => {
      this.#child.once('spawn', () => {
        endWithHost(this.#child);
        resolve();
      });
      this.#child.on('error', reject);
    });
    this.exited = this.#whenExited();
    const { stdout, stderr } = this.#child;
    if (stdout !== null) this.output.collect(stdout, 'stdout');
    if (stderr !== null) this.output.collect(stderr, 'stderr');
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** How it ended; undefined while it runs. */
  get exit(): Exit | undefined {
    return this.#exit;
  }

  /** Whether it has ended, and what it has started runs on. */
  get hasLeftSomething(): boolean {
    return this.#exit !== undefined && this.#child.pid !== undefined && !isGroupGone(this.#child.pid);
  }

  get wasStopped(): boolean {
    return this.#stopping !== undefined;
  }

  /** From now on it keeps this process alive no more, unless somebody waits for its end. */
  letGo(): void {
    if (this.#isAwaited) return;
    this.#child.unref();
    for (const stream of [this.#child.stdout, this.#child.stderr]) if (stream instanceof Socket) stream.unref();
  }

  /** Somebody waits for its end: it keeps this process alive until then. */
  hold(): void {
    this.#isAwaited = true;
    this.#child.ref();
  }

  /**
   * SIGTERM once its exports have come in, so that its SDK can flush, then SIGTERM to what it has left behind; SIGKILL to
   * all that still runs after the grace.
   */
  stop(): Promise<void> {
    this.hold();
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** SIGKILL, also to what it has started. */
  async kill(): Promise<void> {
    this.#signalGroup('SIGKILL');
    await this.exited;
  }

  async #stop(): Promise<void> {
    if (this.#exit === undefined) await Promise.race([this.#beforeStop().catch(() => undefined), this.exited]);
    // To the service alone: a wrapper such as npm hands it on, and twice would cut off what the first one began.
    if (this.#exit === undefined) this.#child.kill('SIGTERM');
    const timer = setTimeout(() => {
      this.#wasKilled = true;
      this.#signalGroup('SIGKILL');
    }, this.#graceMs);
    await this.exited;
    await this.#endRest();
    clearTimeout(timer);
  }

  /** Once the service has ended, ends what it has started and left behind. */
  async #endRest(): Promise<void> {
    if (this.hasLeftSomething) this.#signalGroup('SIGTERM');
    while (!this.#wasKilled && this.hasLeftSomething) await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }

  #signalGroup(signal: NodeJS.Signals): void {
    if (this.#child.pid !== undefined) signalGroup(this.#child.pid, signal);
  }

  #whenExited(): Promise<Exit> {
    return new Promise(resolve => {
      this.spawned.catch(() => {
        this.output.finish();
        resolve({ code: null, signal: null });
      });
      this.#child.once('exit', (code, signal) => {
        const exit = { code, signal };
        this.#exit = exit;
        const closed = once(this.#child, 'close');
        // What ends with it still writes to its pipes.
        const rest = this.wasStopped ? this.#endRest() : Promise.resolve();
        void rest
          .then(() => drained(closed))
          .then(() => {
            this.#child.stdout?.destroy();
            this.#child.stderr?.destroy();
            this.output.finish();
            resolve(exit);
          });
      });
    });
  }
}

/** Resolves once the pipes of a process that has ended are closed, or after a while. */
function drained(closed: Promise<unknown>): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, DRAIN_MS);
    void closed.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The exit code as a shell gives it: 128 and the signal's number for a process that a signal ended. */
export function exitCode({ code, signal }: Exit): number {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
