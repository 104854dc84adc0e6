import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { hostProcess } from '../host-process.ts';
import { HAS_GROUPS, isGroupGone, signalGroup } from './process-group.ts';

/** Kills the process group `$1` when its input ends; a line of input ends it before that. */
const GUARD = 'read -r _ || kill -KILL "-$1"';

interface Registry {
  readonly pids: Set<number>;
  readonly killAll: () => void;
}

// On the process itself: two copies of the package, and every test file in Jest, share one listener.
const REGISTRY = Symbol.for('tracewright.runningServices');

/**
 * Ends a service, with all that it has started, when this process ends, in whatever way.
 *
 * There is no listener for a signal: a process that has one survives the signal, and others count the listeners that
 * there are to decide what to do. Instead, a shell waits for the end of a pipe whose other end only this process holds.
 * The system closes it also after SIGKILL, and when a worker thread is terminated. On Windows, the system itself ends the
 * children of a process.
 */
export function endWithHost(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  const release = guard(pid);
  const registry = registryOf(hostProcess());
  registry.pids.add(pid);
  child.once('exit', () => {
    // What it has left behind in its group ends with this process, too.
    if (!isGroupGone(pid)) return;
    release();
    registry.pids.delete(pid);
  });
}

/** Starts the shell that kills the group when this process is gone; returns how to end it. */
function guard(pid: number): () => void {
  if (!HAS_GROUPS) return () => {};
  // Detached: Ctrl-C in a terminal does not reach it.
  const shell = spawn('/bin/sh', ['-c', GUARD, 'sh', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a shell, the service ends when this process emits `exit`.
  shell.on('error', () => {});
  shell.stdin.on('error', () => {});
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  return () => void shell.stdin.end('\n');
}

/** The services that run, which are killed when the process emits `exit`: nothing of them outlives it for a moment. */
function registryOf(host: NodeJS.Process & { [REGISTRY]?: Registry }): Registry {
  const known = host[REGISTRY];
  if (known !== undefined) return known;
  const pids = new Set<number>();
  const killAll = (): void => {
    for (const pid of pids) signalGroup(pid, 'SIGKILL');
  };
  host.on('exit', killAll);
  host[REGISTRY] = { pids, killAll };
  return host[REGISTRY];
}
