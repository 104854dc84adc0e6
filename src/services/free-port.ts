import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

const LOWEST = 10_000;
/** Where most systems begin to give out ports to whoever asks for any. */
const USUAL_FIRST_EPHEMERAL = 32_768;

/**
 * A port of 127.0.0.1 on which nothing listens, and which `taken` does not hold.
 *
 * A service binds it only some time later, a JVM seconds later. So it is none of those that the system itself gives out:
 * anybody who asked for a free port meanwhile could get it.
 */
export async function freePort(taken: (port: number) => boolean): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, firstEphemeral());
    if (!taken(port) && (await isFree(port))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  // On all addresses: a service may listen on any.
  const server = createServer();
  server.listen(port);
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

function firstEphemeral(): number {
  try {
    const first = Number.parseInt(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'), 10);
    return first > LOWEST + 1_000 ? first : USUAL_FIRST_EPHEMERAL;
  } catch {
    return USUAL_FIRST_EPHEMERAL;
  }
}
