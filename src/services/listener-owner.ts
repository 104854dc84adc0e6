import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { attempt, type Running, runningProcesses } from './process-table.ts';

/** A process that listens on a port. */
export interface Listener {
  readonly pid: number;
  /** The file name of its program, as far as the system keeps it: 15 characters. */
  readonly program: string;
}

/** `TCP_LISTEN` of the kernel's table of sockets. */
const LISTEN = '0A';
/** The addresses under which a socket takes connections to 127.0.0.1, as that table writes them. */
const LOOPBACK_OR_ALL = /^(0100007F|0{8}|0{32}|0{16}FFFF00000100007F):/;

/**
 * Who listens on a port of 127.0.0.1, if that is certainly neither the process `pid` nor one below it. Undefined when
 * it is, and wherever it cannot be told: outside of Linux, and of processes that are not ours to look into.
 *
 * Only a process of this session or below this process is certain, since a service can have others listen for it: the
 * port of a container is held by its engine.
 *
 * @see https://man7.org/linux/man-pages/man5/proc.5.html
 */
export function otherListener(port: number, pid: number): Listener | undefined {
  const sockets = listeningSockets(port);
  if (sockets.size === 0) return undefined;
  const byPid = runningProcesses();
  const all = [...byPid.values()];
  const session = byPid.get(process.pid)?.session;
  if (all.some(each => isWithin(each, pid, byPid) && holds(each.pid, sockets))) return undefined;
  // What has lost its parent may be of the service, left to run in the background.
  const isCertain = (each: Running): boolean => each.session === session || isWithin(each, process.pid, byPid);
  return all.find(each => isCertain(each) && each.parent > 1 && holds(each.pid, sockets));
}

/** `socket:[123]` of each that takes connections to 127.0.0.1: those of IPv4, or else those of both families. */
function listeningSockets(port: number): ReadonlySet<string> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const rows = (attempt(() => readFileSync(table, 'utf8')) ?? '').split('\n').map(row => row.trim().split(/\s+/));
    const sockets = rows.filter(
      ([, local = '', , state]) => state === LISTEN && local.endsWith(suffix) && LOOPBACK_OR_ALL.test(local),
    );
    if (sockets.length > 0) return new Set(sockets.map(row => `socket:[${row[9]}]`));
  }
  return new Set();
}

function isWithin(running: Running, pid: number, all: ReadonlyMap<number, Running>): boolean {
  for (let at: Running | undefined = running; at !== undefined; at = all.get(at.parent)) {
    if (at.pid === pid) return true;
  }
  return false;
}

function holds(pid: number, sockets: ReadonlySet<string>): boolean {
  const folder = `/proc/${pid}/fd`;
  const names = attempt(() => readdirSync(folder)) ?? [];
  return names.some(name => sockets.has(attempt(() => readlinkSync(`${folder}/${name}`)) ?? ''));
}
