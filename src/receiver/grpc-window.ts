import type { Http2Session } from 'node:http2';

/**
 * How much a client may send before it has to wait for us, in bytes. HTTP/2's default of 64 KiB makes an export of some
 * hundred spans stop and go several times; grpc-js has an option for its clients, and none for its servers.
 */
const STREAM_WINDOW = 4 * 1024 * 1024;
const SESSION_WINDOW = 16 * 1024 * 1024;

const widened = new WeakSet<Http2Session>();

/** Widens the windows of a session, once. */
export function widenWindow(session: Http2Session): void {
  if (session.destroyed || widened.has(session)) return;
  widened.add(session);
  session.setLocalWindowSize(SESSION_WINDOW);
  session.settings({ initialWindowSize: STREAM_WINDOW });
}
