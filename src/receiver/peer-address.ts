/** Who is at the other end of a connection: `127.0.0.1:4711`, `[::1]:4711`. A unix socket's client has no address. */
export function peerAddress(address: string | undefined, port: number | undefined): string {
  if (address === undefined) return 'a unix socket';
  if (!address.includes(':')) return `${address}:${port}`;
  // An IPv4 client of a socket that takes both families.
  return address.startsWith('::ffff:') && address.includes('.')
    ? `${address.slice(7)}:${port}`
    : `[${address}]:${port}`;
}

/** The same for what grpc-js says of a call: `::1:4711`, or `unknown`. */
export function grpcPeerAddress(peer: string): string {
  const end = peer.lastIndexOf(':');
  return end < 0 ? peerAddress(undefined, undefined) : peerAddress(peer.slice(0, end), Number(peer.slice(end + 1)));
}
