import type * as Grpc from '@grpc/grpc-js';
import { byteSize, tooLarge } from './byte-size.ts';
import { IncomingMessage, streamOf } from './grpc-message.ts';
import type { OpenStreams, SentAs } from './grpc-streams.ts';
import type { Ingest } from './ingest.ts';
import { printable, quoted } from './printable.ts';
import { Refusal } from './refusal.ts';

const DEADLINE_EXCEEDED = 4;
const INTERNAL = 13;

/** What the interceptor of an endpoint is told. */
export interface InterceptorOptions {
  /** The largest message, in bytes. */
  readonly limit: number;
  readonly streams: OpenStreams;
  readonly isStopping: () => boolean;
}

type Listener = Parameters<Parameters<Grpc.ServerInterceptor>[1]['start']>[0];

/**
 * Notes what grpc-js refuses by itself before a handler is called: messages over the limit, corrupt ones, none or two.
 * It sees a call's own methods rather than a ServerInterceptingCall around it, which would miss what the call refuses
 * from within, and costs five objects a request.
 */
export function refusalInterceptor(
  ingest: Ingest,
  { limit, streams, isStopping }: InterceptorOptions,
): Grpc.ServerInterceptor {
  const tooLate = `the client did not finish its request within ${streams.limits.requestMs / 1_000} s.`;
  return ({ path }, call) => {
    const stream = streamOf(call);
    const message = new IncomingMessage(stream, limit);
    const note = (status: number, reason: string, cause?: unknown): void => {
      // It is noted with its connection.
      if (stream !== undefined && streams.isEnded(stream)) return;
      const facts = { protocol: 'grpc', status, reason, from: call.getPeer(), path, spans: 0 } as const;
      ingest.refuse(facts, { cause, lost: message.lostFrom(path) });
    };
    const { start, sendStatus } = call;
    const watch = new Watch(message, stream && streams.sentAs(stream), {
      onGone: () => note(...whyGone(isStopping())),
      // Looked up late: it is replaced below.
      onFault: details => call.sendStatus({ code: INTERNAL, details }),
    });
    call.start = listener => start.call(call, watch.before(listener));
    call.sendStatus = status => {
      if (watch.isOver || status.code === 0) return sendStatus.call(call, status);
      watch.over();
      const details = reasonOf(status.details ?? '', limit);
      note(status.code ?? 2, details, status.code === 8 ? new Refusal(413, details) : undefined);
      return sendStatus.call(call, { ...status, details });
    };
    if (stream !== undefined) {
      streams.whenLate(stream, () => call.sendStatus({ code: DEADLINE_EXCEEDED, details: tooLate }));
    }
    return call as Grpc.ServerInterceptingCall;
  };
}

interface WatchEvents {
  /** The client went away before its message was here. */
  readonly onGone: () => void;
  /** The message cannot be what it says. */
  readonly onFault: (details: string) => void;
}

/** Follows a call up to the point where it is the handler's. */
class Watch {
  /** Answered, or the handler's to answer. */
  isOver = false;
  #messages = 0;
  #listener: Listener | undefined;
  readonly #message: IncomingMessage;
  readonly #sentAs: SentAs | undefined;
  readonly #events: WatchEvents;

  constructor(message: IncomingMessage, sentAs: SentAs | undefined, events: WatchEvents) {
    this.#message = message;
    this.#sentAs = sentAs;
    this.#events = events;
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
    const fault = faultOf(this.#message.flag, this.#sentAs, message);
    if (fault === undefined) this.#listener?.onReceiveMessage(message);
    else this.#events.onFault(fault);
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
      this.#events.onGone();
    }
    this.#listener?.onCancel();
  }
}

function whyGone(isStopping: boolean): [number, string] {
  return isStopping
    ? [14, 'the receiver was stopped in the middle of the request.']
    : [1, 'the client went away in the middle of its request.'];
}

/**
 * What is wrong with the first bytes of a message, in the words of gRPC's library for Go, with which collectors are built.
 * grpc-js takes every flag but 1 for none.
 *
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#requests
 */
function faultOf(flag: number | undefined, sentAs: SentAs | undefined, message: unknown): string | undefined {
  if (flag !== undefined && flag > 1) {
    return `grpc: received unexpected payload format ${flag}: the first byte of a message is 0 or 1.`;
  }
  if (sentAs === undefined) return undefined;
  if (flag === 1 && !sentAs.isCompressed) {
    return 'grpc: compressed flag set with identity or empty encoding: the call has no grpc-encoding.';
  }
  // A collector reads it as protobuf, whatever it is called.
  if (
    !sentAs.isJson ||
    !(message instanceof Uint8Array) ||
    !/^\s*\{/.test(Buffer.from(message.subarray(0, 80)).toString('latin1'))
  ) {
    return undefined;
  }
  return `grpc: error unmarshalling request: it is JSON, content type ${quoted('application/grpc+json')}; OTLP/gRPC is protobuf. OTLP/JSON goes to receiver.httpUrl.`;
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
