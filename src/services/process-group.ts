import { hostProcess } from '../host-process.ts';
import { attempt, runningProcesses } from './process-table.ts';

/** Whether a service has a process group of its own, which takes signals as one. Windows has none. */
export const HAS_GROUPS = process.platform !== 'win32';

/** Sends a signal to a service and to all that it has started, unless that has left its group. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  // Throws when there is nobody left.
  attempt(() => hostProcess().kill(HAS_GROUPS ? -pid : pid, signal));
}

/** Whether the service and all that it has started in its group have ended. */
export function isGroupGone(pid: number): boolean {
  if (!HAS_GROUPS || attempt(() => hostProcess().kill(-pid, 0)) === undefined) return true;
  // In a container, the first process may never take the exit codes of those that lost their parent.
  const all = attempt(runningProcesses);
  return all !== undefined && ![...all.values()].some(({ group, isZombie }) => group === pid && !isZombie);
}
