import type { ChildProcess } from 'node:child_process';
import { hostProcess } from '../host-process.ts';

/** By these a runner ends its workers; `exit` is not emitted then. Ctrl-C reaches a service by itself. */
const SIGNALS = ['SIGTERM', 'SIGHUP'] as const;

// One listener for all: eleven listeners on the process would be warned about as a leak.
const running = new Set<ChildProcess>();

/** Kills the child if this process ends before it. */
export function killOnExit(child: ChildProcess): void {
  const host = hostProcess();
  if (running.size === 0) {
    host.on('exit', killAll);
    for (const signal of SIGNALS) host.on(signal, onSignal);
  }
  running.add(child);
  child.once('exit', () => {
    running.delete(child);
    if (running.size > 0) return;
    host.off('exit', killAll);
    for (const signal of SIGNALS) host.off(signal, onSignal);
  });
}

function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Having listened, this process would survive the signal: it sends it to itself again, unless others listen too. */
function onSignal(signal: NodeJS.Signals): void {
  const host = hostProcess();
  if (host.listenerCount(signal) > 1) return;
  killAll();
  host.off(signal, onSignal);
  host.kill(host.pid, signal);
}
