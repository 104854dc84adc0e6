import type { Server, Socket } from 'node:net';
import type * as Grpc from '@grpc/grpc-js';
import type { ListenAddress } from './listen-address.ts';

const GONE = 'a client that has gone';

/** The sender's address of each connection, as it was when the connection was accepted. */
const accepted = new WeakMap<object, string>();

/**
 * Remembers the sender's address of every connection of a server: the system no longer knows the address once the
 * client has gone.
 */
export function rememberPeers(server: Server, kind: ListenAddress['kind']): void {
  const remember = (socket: Socket): void => {
    accepted.set(socket, peerAddress(socket.remoteAddress, socket.remotePort, kind));
  };
  server.prependListener('connection', remember);
  server.prependListener('secureConnection', remember);
}

/** The sender's address of a connection: `127.0.0.1:4711`, `[::1]:4711`, or `a unix socket`. */
export function peerOf(socket: Socket): string {
  return accepted.get(socket) ?? accepted.get(rawSocketOf(socket)) ?? GONE;
}

/**
 * The TCP connection below a TLS connection. Node keeps it in a private field; should that change, only the sender's
 * address of a failed handshake is lost.
 */
export function rawSocketOf(socket: Socket): Socket {
  return (socket as { _parent?: Socket | null })._parent ?? socket;
}

/** Makes `getPeer()` of every call say the sender's address as it was when the call began. */
export function peerInterceptor(kind: ListenAddress['kind']): Grpc.ServerInterceptor {
  return (_, call) => {
    const peer = grpcPeerAddress(call.getPeer(), kind);
    call.getPeer = () => peer;
    return call as Grpc.ServerInterceptingCall;
  };
}

/** The sender's address, for an endpoint of this kind. A client of a unix socket has no address. */
export function peerAddress(
  address: string | undefined,
  port: number | undefined,
  kind: ListenAddress['kind'],
): string {
  if (kind === 'unix') return 'a unix socket';
  if (address === undefined) return GONE;
  if (!address.includes(':')) return `${address}:${port}`;
  // An IPv4 client of a socket that takes both families.
  return address.startsWith('::ffff:') && address.includes('.')
    ? `${address.slice(7)}:${port}`
    : `[${address}]:${port}`;
}

/** The same for the address as grpc-js writes it: `::1:4711`, or `unknown`. */
function grpcPeerAddress(peer: string, kind: ListenAddress['kind']): string {
  const end = peer.lastIndexOf(':');
  return end < 0
    ? peerAddress(undefined, undefined, kind)
    : peerAddress(peer.slice(0, end), Number(peer.slice(end + 1)), kind);
}
