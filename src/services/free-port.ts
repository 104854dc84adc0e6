import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { performance } from 'node:perf_hooks';

const LOWEST = 10_000;
const HIGHEST = 65_535;
/** Where most systems begin to give out ports to whoever asks for any: Linux here, unless told otherwise, others later. */
const USUAL_FIRST_EPHEMERAL = 32_768;
/** Ports to choose from. */
const ENOUGH = 1_000;
/** For so long a port is not given again: what it was given to may bind it only now. */
const HELD_MS = 60_000;
/** `undefined` is every address of both families. A port that is free there can still be taken on one of the others. */
const HOSTS = [undefined, '127.0.0.1', '::1'];
/** The machine has no IPv6. */
const NO_SUCH_ADDRESS: readonly unknown[] = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

// Of the whole process, as ports are: the services of two receivers get different ones.
const given = new Map<number, number>();
const nowMs = performance.now.bind(performance);

/**
 * A port of 127.0.0.1 on which nothing listens, which `taken` does not hold, and which was not given out lately.
 *
 * A service binds it only some time later, a JVM seconds later. So it is none of those that the system itself gives out:
 * anybody who asked for a free port meanwhile could get it.
 */
export async function freePort(taken: (port: number) => boolean): Promise<number> {
  const [first, end] = portsToChooseFrom();
  for (;;) {
    const port = randomInt(first, end);
    if (!taken(port) && reserve(port) && (await isFree(port))) return port;
  }
}

/** Before it is looked at, so that of two who look at once only one gets it. */
function reserve(port: number): boolean {
  const now = nowMs();
  for (const [held, sinceMs] of given) if (now - sinceMs > HELD_MS) given.delete(held);
  if (given.has(port)) return false;
  given.set(port, now);
  return true;
}

async function isFree(port: number): Promise<boolean> {
  for (const host of HOSTS) {
    const server = createServer();
    server.listen(host === undefined ? { port } : { port, host });
    try {
      await once(server, 'listening');
    } catch (error) {
      if (NO_SUCH_ADDRESS.includes((error as NodeJS.ErrnoException).code)) continue;
      return false;
    }
    server.close();
    await once(server, 'close');
  }
  return true;
}

/** Ports that the system gives to nobody by itself, below the range from which it does or else above it. */
function portsToChooseFrom(): readonly [first: number, end: number] {
  const [first = 0, last = 0] = (readOrUndefined('/proc/sys/net/ipv4/ip_local_port_range') ?? '')
    .split(/\s+/)
    .map(Number);
  if (first >= LOWEST + ENOUGH) return [LOWEST, first];
  const above: readonly [number, number] = [Math.max(LOWEST, last + 1), HIGHEST + 1];
  return first > 0 && above[1] - above[0] >= ENOUGH ? above : [LOWEST, USUAL_FIRST_EPHEMERAL];
}

function readOrUndefined(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
