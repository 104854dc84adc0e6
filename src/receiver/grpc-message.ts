import type { ServerHttp2Stream } from 'node:http2';
import { constants, gunzipSync } from 'node:zlib';
import { clearTimeout, setTimeout } from '../real-time.ts';
import type { LostBody } from './losses.ts';
import { type LostSignal, signalOfName } from './lost-content.ts';

/** How long a call that is refused may take to send the rest of its message, in milliseconds. */
const REST_MS = 2_000;
/** A byte that says whether the message is compressed, and its length. */
const PREFIX_BYTES = 5;

/** As much of an HTTP/2 stream as is needed to follow and to end it. */
export type GrpcStream = Pick<ServerHttp2Stream, 'on' | 'off' | 'close'>;

/** The message of a call while it arrives. grpc-js keeps it to itself, and drops it when the call fails. */
export class IncomingMessage {
  readonly #stream: GrpcStream | undefined;
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #length = 0;
  /** The first byte, which says whether the message is compressed. */
  flag: number | undefined;
  readonly #take = (chunk: Buffer): void => {
    this.flag ??= chunk[0];
    this.#length += chunk.length;
    if (this.#length <= this.#limit + PREFIX_BYTES) this.#chunks.push(chunk);
    else this.forget();
  };

  constructor(stream: GrpcStream | undefined, limit: number) {
    this.#stream = stream;
    this.#limit = limit;
    stream?.on('data', this.#take);
  }

  /** Lets go of the message: it is with its handler, or over the limit. */
  forget(): void {
    this.#stream?.off('data', this.#take);
    this.#chunks = [];
  }

  /** What is lost when its call fails; undefined when nothing was sent, or nothing that matters. */
  lostFrom(path: string): LostBody | undefined {
    return this.#length === 0 ? undefined : lostMessage(Buffer.concat(this.#chunks), signalOfCall(path), this.#limit);
  }
}

/** Reads what is sent on a stream that is going to be refused, up to the limit. */
export function readRefused(stream: ServerHttp2Stream, limit: number): Promise<Buffer> {
  return new Promise(resolve => {
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (): void => {
      clearTimeout(timer);
      stream.off('data', take);
      stream.off('end', finish);
      stream.off('close', finish);
      resolve(Buffer.concat(chunks));
    };
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      chunks.push(chunk);
      if (length > limit) finish();
    };
    const timer = setTimeout(finish, REST_MS).unref();
    stream.on('data', take);
    stream.once('end', finish);
    stream.once('close', finish);
  });
}

/** The signal of a call by its path; every service that is not OpenTelemetry's carries another. */
export function signalOfCall(path: string): LostSignal {
  return (/opentelemetry/i.test(path) ? signalOfName(path) : undefined) ?? 'other';
}

/** A message as it came on the wire. */
export function lostMessage(sent: Buffer, signal: LostSignal | undefined, limit: number): LostBody {
  if (sent.length < PREFIX_BYTES) return { signal, bytes: sent, isWhole: false };
  const message = sent.subarray(PREFIX_BYTES);
  const length = sent.readUInt32BE(1);
  const isWhole = message.length === length;
  if (sent[0] !== 1) return { signal, bytes: message, isWhole, length };
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: limit };
    return { signal, bytes: gunzipSync(message, options), isWhole };
  } catch {
    return { signal, bytes: message, isWhole: false };
  }
}

/**
 * The HTTP/2 stream of a call. grpc-js offers no way to it, and keeps it some objects deep; should that change, there is
 * none.
 */
export function streamOf(call: unknown): GrpcStream | undefined {
  let inner = call;
  for (let depth = 0; depth < 10 && typeof inner === 'object' && inner !== null; depth++) {
    const { stream, call: next, nextCall } = inner as { stream?: unknown; call?: unknown; nextCall?: unknown };
    if (isStream(stream)) return stream;
    inner = next ?? nextCall;
  }
  return undefined;
}

function isStream(value: unknown): value is GrpcStream {
  return typeof value === 'object' && value !== null && typeof (value as { close?: unknown }).close === 'function';
}
