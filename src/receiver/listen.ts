import { lookup } from 'node:dns/promises';
import { existsSync, lstatSync, unlinkSync } from 'node:fs';
import { type AddressInfo, connect, createServer, isIP, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import type { ListenAddress } from './listen-address.ts';
import { listenError } from './listen-error.ts';

const TRIES = 5;

/** What a server listens on. */
export interface Listening {
  /** The address as it was asked for, with the port that was found. */
  readonly address: ListenAddress;
  /** The IP addresses that are bound; none for a unix socket. */
  readonly ips: readonly string[];
  /** Takes no more connections; resolves once those that are open have ended. */
  close(): Promise<void>;
}

/**
 * Makes a server listen. A host name can have an address of each family (`localhost`), and clients try them in an
 * order of their own: all are bound, to one port.
 *
 * Neither the server nor its connections keep the process alive: a test may forget to stop its receiver.
 *
 * @throws {TracewrightError} ADDRESS_IN_USE, LISTEN_FAILED
 */
export async function listen(
  server: Server,
  protocol: 'OTLP/HTTP' | 'OTLP/gRPC',
  address: ListenAddress,
): Promise<Listening> {
  server.on('connection', (socket: Socket) => socket.unref());
  try {
    if (address.kind === 'unix') return await listenOnPath(server, address);
    const ips = isIP(address.host) === 0 ? await resolveHost(address.host) : [address.host];
    for (let tries = 1; ; tries++) {
      const listening = await listenOnAll(server, address, ips);
      if (listening !== undefined) return listening;
      // The port that was free in one family is taken in the other.
      await closed(server);
      if (tries === TRIES) throw Object.assign(new Error('no port is free in both families'), { code: 'EADDRINUSE' });
    }
  } catch (error) {
    if (server.listening) await closed(server);
    throw listenError(protocol, address, error as NodeJS.ErrnoException);
  }
}

async function resolveHost(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true, verbatim: false });
  return [...new Set(found.map(({ address }) => address))];
}

/** Undefined when a free port of the first address is not free on another. */
async function listenOnAll(
  server: Server,
  address: ListenAddress & { readonly kind: 'tcp' },
  ips: readonly string[],
): Promise<Listening | undefined> {
  const [first, ...others] = ips;
  await bound(server, { host: first, port: address.port });
  const { port } = server.address() as AddressInfo;
  const more: Server[] = [];
  const close = async (): Promise<void> => {
    await Promise.all([server, ...more].map(closed));
  };
  for (const ip of others) {
    const another = createServer(socket => server.emit('connection', socket));
    try {
      await bound(another, { host: ip, port });
      more.push(another);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A family that this machine has by name only.
      if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') continue;
      for (const each of more) each.close();
      if (code === 'EADDRINUSE' && address.port === 0) return undefined;
      throw error;
    }
  }
  return { address: { ...address, port }, ips, close };
}

async function listenOnPath(server: Server, address: ListenAddress & { readonly kind: 'unix' }): Promise<Listening> {
  const { path } = address;
  // libuv says EACCES for it.
  if (!existsSync(dirname(path))) throw Object.assign(new Error('no such folder'), { code: 'ENOENT' });
  try {
    await bound(server, { path });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    if (!(await isStaleSocket(path))) throw error;
    unlinkSync(path);
    await bound(server, { path });
  }
  // The socket's file goes with the server: libuv removes it.
  return { address, ips: [], close: () => closed(server) };
}

/** Whether a path is a socket that nobody listens on any more: its process died and could not remove it. */
async function isStaleSocket(path: string): Promise<boolean> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  if (!found.isSocket()) throw Object.assign(new Error('there is a file at that path'), { code: 'EEXIST' });
  return new Promise(resolve => {
    const probe = connect(path, () => {
      probe.destroy();
      resolve(false);
    });
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
}

function bound(server: Server, where: { host?: string | undefined; port?: number; path?: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    const listening = (): void => {
      server.removeListener('error', failed);
      server.unref();
      resolve();
    };
    const failed = (error: Error): void => {
      server.removeListener('listening', listening);
      reject(error);
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen(where as object);
  });
}

function closed(server: Server): Promise<void> {
  return new Promise(resolve => server.close(() => resolve()));
}
