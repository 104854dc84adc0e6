import type { Http2Session, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { clearTimeout, setTimeout } from '../real-time.ts';
import { steadyMs } from '../store/clock.ts';

/** Announced to every client as SETTINGS_MAX_CONCURRENT_STREAMS: RFC 9113, section 6.5.2. */
export const MAX_STREAMS_OF_CONNECTION = 100;

/** As many on one connection are always allowed: an exporter sends no more than 30 requests at once. */
const FEW_STREAMS = 32;

/** `NO_ERROR`, `CANCEL` and `ENHANCE_YOUR_CALM` of RFC 9113, section 7. */
const HTTP2_NO_ERROR = 0;
const HTTP2_CANCEL = 8;
const HTTP2_ENHANCE_YOUR_CALM = 11;

/** What bounds the streams of one endpoint. */
export interface StreamLimits {
  /** The most requests that are not whole at once, on all connections. */
  readonly unfinished: number;
  /** How long a request may take, in milliseconds. */
  readonly requestMs: number;
}

/** A request over HTTP may take as long. */
export const STREAM_LIMITS: StreamLimits = { unfinished: 512, requestMs: 120_000 };

/** How the messages of a call are sent, by its headers. */
export interface SentAs {
  /** Whether a `grpc-encoding` says how. */
  readonly isCompressed: boolean;
  readonly isJson: boolean;
}

interface OpenStream {
  readonly stream: ServerHttp2Stream;
  readonly sentAs: SentAs;
  /** On the steady clock. */
  sinceMs: number;
  /** What answers its call when it is late. */
  expire: (() => void) | undefined;
}

interface Connection {
  /** Those whose request is not whole. */
  readonly unfinished: Set<object>;
  open: number;
  /** The most that were open at once. */
  most: number;
  /** Whether a stream was closed before its request was whole. */
  isCut: boolean;
}

/** A connection that was ended with all its streams, and why. */
export interface EndedConnection {
  readonly session: Http2Session;
  readonly reason: string;
}

/** The HTTP/2 streams that are open on an endpoint: their number is bounded, and the time that each may take. */
export class OpenStreams {
  readonly limits: StreamLimits;
  readonly #onEnded: (ended: EndedConnection) => void;
  /** The oldest first. */
  readonly #open = new Map<object, OpenStream>();
  readonly #connections = new Map<Http2Session, Connection>();
  /** Streams that ended with their connection, which is noted as a whole. */
  readonly #ended = new WeakSet<object>();
  #unfinished = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param onEnded told when a connection is ended, for what its client does */
  constructor(limits: StreamLimits, onEnded: (ended: EndedConnection) => void) {
    this.limits = limits;
    this.#onEnded = onEnded;
  }

  /** Follows a stream until it is closed. */
  add(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    const { session } = stream;
    if (session === undefined || session.destroyed) return;
    const connection = this.#connectionOf(session);
    this.#makeRoom(session, connection);
    if (session.destroyed) return;
    this.#open.set(stream, { stream, sentAs: sentAsOf(headers), sinceMs: steadyMs(), expire: undefined });
    connection.unfinished.add(stream);
    connection.most = Math.max(connection.most, ++connection.open);
    this.#unfinished++;
    const finish = (): void => {
      if (connection.unfinished.delete(stream)) this.#unfinished--;
    };
    stream.once('end', finish);
    stream.once('close', () => {
      connection.isCut ||= connection.unfinished.has(stream);
      finish();
      this.#open.delete(stream);
      connection.open--;
    });
    this.#watch(this.limits.requestMs);
  }

  sentAs(stream: object): SentAs | undefined {
    return this.#open.get(stream)?.sentAs;
  }

  /** Whether a stream ended with its connection, which is noted as a whole. */
  isEnded(stream: object): boolean {
    return this.#ended.has(stream);
  }

  /** Says how the call of a stream is answered when it is late; without that, the stream is only closed. */
  whenLate(stream: object, expire: () => void): void {
    const open = this.#open.get(stream);
    if (open !== undefined) open.expire = expire;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#open.clear();
    this.#connections.clear();
  }

  #connectionOf(session: Http2Session): Connection {
    const known = this.#connections.get(session);
    if (known !== undefined) return known;
    const connection = { unfinished: new Set<object>(), open: 0, most: 0, isCut: false };
    this.#connections.set(session, connection);
    session.once('error', error => {
      if (isCloseOfGo(connection)) {
        this.#connections.delete(session);
        return;
      }
      const limit = `${MAX_STREAMS_OF_CONNECTION} streams`;
      const reason =
        connection.most < MAX_STREAMS_OF_CONNECTION
          ? `the client broke the rules of HTTP/2, which ended its connection: ${error.message}.`
          : `the client opened more than ${limit} at once on one connection, which ended it; SETTINGS_MAX_CONCURRENT_STREAMS is ${limit}.`;
      this.#end(session, connection, reason);
    });
    session.once('close', () => this.#connections.delete(session));
    return connection;
  }

  /**
   * Ends the connection that has too many streams open: the fewer are left for all, the fewer each may have. A client with
   * few is not hurt by one with many.
   */
  #makeRoom(session: Http2Session, connection: Connection): void {
    const left = this.limits.unfinished - this.#unfinished;
    if (connection.unfinished.size >= Math.max(FEW_STREAMS, left / 2)) this.#endFor(session, connection);
    if (this.#unfinished < this.limits.unfinished) return;
    let [largest] = this.#connections;
    for (const entry of this.#connections) {
      if (largest === undefined || entry[1].unfinished.size > largest[1].unfinished.size) largest = entry;
    }
    if (largest !== undefined) this.#endFor(...largest);
  }

  #endFor(session: Http2Session, connection: Connection): void {
    const reason = `${this.#unfinished} requests were unfinished at once, ${connection.unfinished.size} of them on one connection, which was ended.`;
    this.#end(session, connection, reason);
    session.destroy(undefined, HTTP2_ENHANCE_YOUR_CALM);
  }

  #end(session: Http2Session, { unfinished }: Connection, reason: string): void {
    if (!this.#connections.delete(session)) return;
    for (const stream of unfinished) this.#ended.add(stream);
    this.#unfinished -= unfinished.size;
    unfinished.clear();
    this.#onEnded({ session, reason });
  }

  #watch(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#expire();
    }, ms).unref();
  }

  #expire(): void {
    const nowMs = steadyMs();
    for (const [key, open] of this.#open) {
      const leftMs = open.sinceMs + this.limits.requestMs - nowMs;
      if (leftMs > 0) {
        this.#watch(leftMs);
        return;
      }
      this.#open.delete(key);
      const { stream } = open;
      // Its request is whole: it is for the receiver to answer, however long a fault delays that.
      if (stream.readableEnded && !stream.headersSent) this.#open.set(key, Object.assign(open, { sinceMs: nowMs }));
      else if (stream.headersSent || open.expire === undefined) stream.close(HTTP2_CANCEL);
      else {
        open.expire();
        stream.close(HTTP2_NO_ERROR);
      }
    }
  }
}

/**
 * A client in Go that closes its connection names the last stream of its own in GOAWAY. RFC 9113, section 6.8 asks for the
 * last stream of its peer, so nghttp2 reports a protocol error. The frame itself cannot be seen here. What can be seen is
 * that every request on the connection was whole: nothing is lost.
 */
function isCloseOfGo({ unfinished, most, isCut }: Connection): boolean {
  return unfinished.size === 0 && !isCut && most < MAX_STREAMS_OF_CONNECTION;
}

function sentAsOf({ 'grpc-encoding': encoding, 'content-type': type }: IncomingHttpHeaders): SentAs {
  return {
    isCompressed: encoding !== undefined && encoding !== '' && encoding !== 'identity',
    isJson: type !== undefined && /^application\/grpc\+json/i.test(type),
  };
}
