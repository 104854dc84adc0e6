import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Socket } from 'node:net';
import type { CrossingEntry } from '../receiver/attachments.ts';
import type { Relay, See } from './relay.ts';

// gRPC's status for a target that cannot be reached, https://grpc.io/docs/guides/status-codes/
const UNAVAILABLE = '14';

/** HTTP/2 without TLS, which gRPC speaks: each stream is handed on as it comes, both ways, with its trailers. */
export function grpcRelay(target: URL, see: See): Relay {
  const server = createServer();
  const incoming = new Set<ServerHttp2Session>();
  let upstream: ClientHttp2Session | undefined;
  const session = (): ClientHttp2Session => {
    if (upstream === undefined || upstream.closed || upstream.destroyed) {
      upstream = connect(target.origin);
      upstream.on('error', () => {});
      upstream.unref();
    }
    return upstream;
  };
  server.on('session', opened => {
    incoming.add(opened);
    opened.on('error', () => {});
    opened.once('close', () => incoming.delete(opened));
  });
  server.on('stream', (stream, headers) => {
    const isGrpc = headers['content-type']?.startsWith('application/grpc') === true;
    const entry = see({
      transport: isGrpc ? 'grpc' : 'http',
      method: headers[':method'],
      path: headers[':path'] ?? '/',
      headers: headersOf(headers),
    });
    const reason = (error: Error): string =>
      `tracewright's probe got no answer from its target ${target.host}: ${codeOf(error)}`;
    relay(stream, headers, { session: session(), entry, isGrpc, reason });
  });
  return {
    take: connection => void server.emit('connection', connection),
    stop: () => {
      for (const opened of incoming) opened.destroy();
      upstream?.destroy();
    },
  };
}

interface Call {
  readonly session: ClientHttp2Session;
  readonly entry: CrossingEntry;
  readonly isGrpc: boolean;
  /** What to tell the sender of a call that came to nothing. */
  readonly reason: (error: Error) => string;
}

function relay(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  { session, entry, isGrpc, reason }: Call,
): void {
  const call = session.request({ ...headers }, { endStream: stream.readableEnded });
  call.once('ready', () => entry.note({ outgoingPort: (session.socket as Socket | undefined)?.localPort }));
  let trailers: IncomingHttpHeaders = {};
  call.on('response', (answer, flags) => {
    const status = answer[':status'];
    if (status !== undefined) entry.note({ status });
    if (stream.destroyed) return;
    const endStream = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    stream.respond(answer, endStream ? { endStream } : { waitForTrailers: true });
    if (!endStream) call.pipe(stream);
  });
  call.on('trailers', received => {
    trailers = received;
  });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  stream.pipe(call);
  stream.on('error', () => {});
  stream.once('close', () => call.close(stream.rstCode));
  call.once('error', error => refuse(stream, isGrpc, reason(error)));
  call.once('close', () => endWith(stream, call));
}

/** The target ended the call in its own way: so does the sender's side. */
function endWith(stream: ServerHttp2Stream, call: ClientHttp2Stream): void {
  if (!stream.destroyed && call.rstCode !== constants.NGHTTP2_NO_ERROR) stream.close(call.rstCode);
}

function refuse(stream: ServerHttp2Stream, isGrpc: boolean, message: string): void {
  if (stream.destroyed || stream.headersSent) return;
  if (isGrpc) {
    const status = { 'grpc-status': UNAVAILABLE, 'grpc-message': message };
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...status }, { endStream: true });
  } else {
    stream.respond({ ':status': 502, 'content-type': 'text/plain' });
    stream.end(message);
  }
}

/** The stream only was cancelled; its cause says why there is no connection. */
function codeOf(error: NodeJS.ErrnoException): string {
  const { code, message } = error.cause instanceof Error ? (error.cause as NodeJS.ErrnoException) : error;
  return code ?? message;
}

function headersOf(headers: IncomingHttpHeaders): ReadonlyMap<string, readonly string[]> {
  const named = Object.entries(headers).filter(([name]) => !name.startsWith(':'));
  return new Map(named.map(([name, value]) => [name, [value ?? []].flat()]));
}
