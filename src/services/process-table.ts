import { readdirSync, readFileSync } from 'node:fs';

/** A process, as far as Linux tells it to everybody. */
export interface Running {
  readonly pid: number;
  /** The file name of its program, as far as the system keeps it: 15 characters. */
  readonly program: string;
  /** It has ended, and its parent has not asked for its exit code yet. */
  readonly isZombie: boolean;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
}

/**
 * All processes of this machine by id; throws where there is no `/proc`, which is outside of Linux.
 *
 * @see https://man7.org/linux/man-pages/man5/proc.5.html
 */
export function runningProcesses(): ReadonlyMap<number, Running> {
  const all = new Map<number, Running>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    // `pid (program) state parent group session ...`, and a program's name can hold parentheses.
    const stat = attempt(() => readFileSync(`/proc/${name}/stat`, 'utf8'));
    const [, program = '', state, rest = ''] = /^\d+ \((.*)\) (\S) (.*)/s.exec(stat ?? '') ?? [];
    const [parent, group, session] = rest.split(' ').map(Number);
    if (parent === undefined || group === undefined || session === undefined) continue;
    const pid = Number(name);
    all.set(pid, { pid, program, isZombie: state === 'Z', parent, group, session });
  }
  return all;
}

/** A process may end, or not be ours to read, at any moment. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
