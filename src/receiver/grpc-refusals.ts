import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type * as Grpc from '@grpc/grpc-js';
import { byteSize, tooLarge } from './byte-size.ts';
import { IncomingMessage, lostMessage, readRefused, signalOfCall, streamOf } from './grpc-message.ts';
import { widenWindow } from './grpc-window.ts';
import type { Ingest } from './ingest.ts';
import type { ListenAddress } from './listen-address.ts';
import type { LostBody } from './losses.ts';
import { signalOfName } from './lost-content.ts';
import { peerAddress } from './peer-address.ts';
import { printable, quoted } from './printable.ts';
import { Refusal } from './refusal.ts';

type Listener = Parameters<Parameters<Grpc.ServerInterceptor>[1]['start']>[0];

/**
 * Notes what grpc-js refuses by itself before a handler is called: messages over the limit, corrupt ones, none or two.
 * It sees a call's own methods rather than a ServerInterceptingCall around it, which would miss what the call refuses
 * from within, and costs five objects a request.
 */
export function refusalInterceptor(ingest: Ingest, limit: number, isStopping: () => boolean): Grpc.ServerInterceptor {
  return ({ path }, call) => {
    const message = new IncomingMessage(streamOf(call), limit);
    const note = (status: number, reason: string, cause?: unknown): void => {
      const facts = { protocol: 'grpc', status, reason, from: call.getPeer(), path, spans: 0 } as const;
      ingest.refuse(facts, { cause, lost: message.lostFrom(path) });
    };
    const { start, sendStatus } = call;
    const watch = new Watch(message, () => note(...whyGone(isStopping())));
    call.start = listener => start.call(call, watch.before(listener));
    call.sendStatus = status => {
      if (watch.isOver || status.code === 0) return sendStatus.call(call, status);
      watch.over();
      const details = reasonOf(status.details ?? '', limit);
      note(status.code ?? 2, details, status.code === 8 ? new Refusal(413, details) : undefined);
      return sendStatus.call(call, { ...status, details });
    };
    return call as Grpc.ServerInterceptingCall;
  };
}

/** Follows a call up to the point where it is the handler's. */
class Watch {
  /** Answered, or the handler's to answer. */
  isOver = false;
  #messages = 0;
  #listener: Listener | undefined;
  readonly #message: IncomingMessage;
  readonly #onGone: () => void;

  constructor(message: IncomingMessage, onGone: () => void) {
    this.#message = message;
    this.#onGone = onGone;
  }

  over(): void {
    this.isOver = true;
  }

  before(listener: Listener): Listener {
    this.#listener = listener;
    return this;
  }

  onReceiveMetadata(metadata: Grpc.Metadata): void {
    this.#listener?.onReceiveMetadata(metadata);
  }

  onReceiveMessage(message: unknown): void {
    this.#messages++;
    this.#listener?.onReceiveMessage(message);
  }

  onReceiveHalfClose(): void {
    if (this.#messages === 1) {
      this.isOver = true;
      this.#message.forget();
    }
    this.#listener?.onReceiveHalfClose();
  }

  onCancel(): void {
    if (!this.isOver) {
      this.isOver = true;
      this.#onGone();
    }
    this.#listener?.onCancel();
  }
}

function whyGone(isStopping: boolean): [number, string] {
  return isStopping
    ? [14, 'the receiver was stopped in the middle of the request.']
    : [1, 'the client went away in the middle of its request.'];
}

/** In our words what grpc-js says. */
function reasonOf(details: string, limit: number): string {
  const size = /larger than max \((\d+)/.exec(details)?.[1];
  if (size !== undefined) return tooLarge('OTLP/gRPC', byteSize(Number(size)), limit);
  if (details.includes('decompresses to a size larger')) {
    return tooLarge('OTLP/gRPC', `more than ${byteSize(limit)} after decompression`, limit);
  }
  if (details === 'Failed to decompress message') {
    return 'the message is not what its grpc-encoding says: it is corrupt, or cut off.';
  }
  if (details.startsWith('Received a second request message'))
    return 'the call has a second message; OTLP/gRPC is unary.';
  if (details.startsWith('Received no request message')) {
    // A reset in the middle looks the same from here.
    return 'the call ended without a whole message: there was none, or the client went away in the middle of it.';
  }
  if (details === 'Deadline exceeded') return "the client's deadline passed before its message was here.";
  return printable(details, 300);
}

interface UnroutedStatus {
  readonly code: number;
  readonly details: string;
}

/** How grpc-js answers calls that it finds no handler for. Private there: should it change, they are only not noted. */
interface Unrouted {
  _verifyContentType?: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => boolean;
  _respondWithError?: (status: UnroutedStatus, stream: ServerHttp2Stream, session: unknown) => void;
}

/** Notes calls of unknown methods, and requests that are no gRPC: no interceptor sees them. */
export function noteUnrouted(
  server: Grpc.Server,
  ingest: Ingest,
  { limit, kind }: { readonly limit: number; readonly kind: ListenAddress['kind'] },
): void {
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
      widenWindow(stream.session);
      const type = headers['content-type'];
      if (type?.startsWith('application/grpc')) return verify.call(server, stream, headers);
      const [from, path] = [senderOf(stream), headers[':path'] ?? ''];
      const said = type === undefined ? 'no content type' : `content type ${quoted(type)}`;
      const reason = `${said}; OTLP/gRPC is application/grpc. OTLP/HTTP has a port of its own: receiver.httpUrl.`;
      void readBody(stream, headers, limit).then(bytes => {
        note(from, 415, path, reason, bytes && { signal: signalOfName(path), bytes, isWhole: true });
        // It answers the stream.
        if (!stream.destroyed) verify.call(server, stream, headers);
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
