import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type * as Grpc from '@grpc/grpc-js';
import { lostMessage, readRefused, signalOfCall } from './grpc-message.ts';
import type { OpenStreams } from './grpc-streams.ts';
import { widenWindow } from './grpc-window.ts';
import type { Ingest } from './ingest.ts';
import type { ListenAddress } from './listen-address.ts';
import type { LostBody } from './losses.ts';
import { signalOfName } from './lost-content.ts';
import { peerAddress } from './peer-address.ts';
import { printable, quoted } from './printable.ts';

const INVALID_ARGUMENT = 3;

/**
 * `application/grpc` and `application/grpc+proto`. JSON is a codec of gRPC too: such a call is answered by what it
 * carries. `application/grpc-web` is another protocol.
 *
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#requests
 */
const GRPC = /^application\/grpc(?:\+(?:proto|json))?[ \t]*(?:;|$)/i;

interface UnroutedStatus {
  readonly code: number;
  readonly details: string;
}

/**
 * How grpc-js looks at each stream first, and answers calls that it finds no handler for. Private there: should it change,
 * what is done here is not done.
 */
interface Unrouted {
  _verifyContentType?: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => boolean;
  _respondWithError?: (status: UnroutedStatus, stream: ServerHttp2Stream, session: unknown) => void;
}

/** What is known of an endpoint. */
export interface IncomingOptions {
  /** The largest message, in bytes. */
  readonly limit: number;
  readonly kind: ListenAddress['kind'];
  readonly streams: OpenStreams;
}

/** Bounds the streams, and notes those that no interceptor sees: calls of unknown methods, and requests that are no gRPC. */
export function watchIncoming(server: Grpc.Server, ingest: Ingest, { limit, kind, streams }: IncomingOptions): void {
  const unrouted = server as unknown as Unrouted;
  const { _verifyContentType: verify, _respondWithError: respond } = unrouted;
  // The address is not known any more once the client has gone.
  const senderOf = ({ session }: ServerHttp2Stream): string =>
    peerAddress(session?.socket?.remoteAddress, session?.socket?.remotePort, kind);
  const note = (from: string, status: number, path: string, reason: string, lost?: LostBody): void => {
    ingest.refuse({ protocol: 'grpc', status, reason, from, path: printable(path, 200), spans: 0 }, { lost });
  };
  if (verify !== undefined) {
    unrouted._verifyContentType = (stream, headers) => {
      if (stream.session !== undefined) widenWindow(stream.session);
      streams.add(stream, headers);
      if (stream.destroyed) return false;
      const type = headers['content-type'];
      if (type !== undefined && GRPC.test(type)) return true;
      const said = type === undefined ? 'no content type' : `content type ${quoted(type)}`;
      const reason = `${said}; OTLP/gRPC is application/grpc. OTLP/HTTP has a port of its own: receiver.httpUrl.`;
      const [from, path] = [senderOf(stream), headers[':path'] ?? ''];
      void readBody(stream, headers, limit).then(bytes => {
        note(from, 415, path, reason, bytes && { signal: signalOfName(path), bytes, isWhole: true });
        refuse(stream, `invalid gRPC request content-type ${quoted(type ?? '')}`);
      });
      return false;
    };
  }
  if (respond !== undefined) {
    unrouted._respondWithError = (status, stream, session) => {
      const from = senderOf(stream);
      const path = /implement the method (.*)$/s.exec(status.details)?.[1] ?? '';
      const signal = signalOfCall(path);
      const isOurs = signal === 'traces' || signal === 'logs';
      void (isOurs ? readRefused(stream, limit) : Promise.resolve(undefined)).then(sent => {
        const reason = 'no such method; OTLP/gRPC has TraceService, LogsService and MetricsService.';
        note(from, status.code, path, reason, sent?.length ? lostMessage(sent, signal, limit) : undefined);
        if (stream.destroyed) return;
        respond.call(server, { ...status, details: encodeURI(printable(status.details, 300)) }, stream, session);
      });
    };
  }
}

/** Answers what is no gRPC, as gRPC's library for Go does. */
function refuse(stream: ServerHttp2Stream, message: string): void {
  if (stream.destroyed || stream.closed) return;
  const trailers = { 'grpc-status': INVALID_ARGUMENT, 'grpc-message': encodeURI(message) };
  stream.respond({ ':status': 415, 'content-type': 'application/grpc', ...trailers }, { endStream: true });
}

/** What a request carries that is no gRPC; undefined for one without a body. */
async function readBody(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  limit: number,
): Promise<Buffer | undefined> {
  if (headers[':method'] !== 'POST') return undefined;
  const bytes = await readRefused(stream, limit);
  return bytes.length === 0 ? undefined : bytes;
}
