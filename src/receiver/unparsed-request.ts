import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { encodeStatus } from '../otlp/encode-response.ts';
import { foreignReason, spokenIn } from './foreign-protocol.ts';
import type { Ingest } from './ingest.ts';
import type { LostBody } from './losses.ts';
import { lostBody } from './lost-body.ts';
import { peerOf } from './peer-address.ts';
import { printable } from './printable.ts';
import type { IncomingBody } from './request-body.ts';
import { originForm } from './request-head.ts';

/** What Node's HTTP parser says of bytes that it could not read. */
interface ParseError extends NodeJS.ErrnoException {
  readonly rawPacket?: Buffer;
}

const STATUS_TEXT: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  413: 'Payload Too Large',
  431: 'Request Header Fields Too Large',
};

/** A request whose headers have arrived. */
interface BegunRequest {
  readonly request: IncomingMessage;
  readonly body: IncomingBody;
}

/** What each connection is in the middle of. */
export class Connections {
  readonly #requests = new WeakMap<Socket, BegunRequest>();
  readonly #broken = new WeakSet<Socket>();

  /** A request has begun on it. */
  begin(request: IncomingMessage, body: IncomingBody): void {
    this.#requests.set(request.socket, { request, body });
  }

  /** The path of the request that it is in the middle of. */
  pathOn(socket: Socket): string {
    return printable(originForm(this.#underWay(socket)?.request.url), 200);
  }

  /**
   * What is lost with a connection on which a request breaks off; undefined when it carried no POST.
   *
   * @param unparsed the bytes that were no request
   */
  lostOn(socket: Socket, unparsed: Buffer | undefined): LostBody | undefined {
    const begun = this.#underWay(socket);
    if (begun !== undefined) return lostBody(begun.request, begun.body, undefined);
    const spoken = unparsed === undefined ? undefined : spokenIn(unparsed);
    const isPost = spoken === 'HTTP/1' && unparsed?.toString('latin1', 0, 5) === 'POST ';
    return isPost || spoken === 'HTTP/2' ? { signal: undefined, bytes: Buffer.alloc(0), isWhole: false } : undefined;
  }

  #underWay(socket: Socket): BegunRequest | undefined {
    const begun = this.#requests.get(socket);
    return begun === undefined || begun.request.complete ? undefined : begun;
  }

  /** A request broke off on it, and was noted. */
  breakOff(socket: Socket): void {
    this.#broken.add(socket);
  }

  isBroken(socket: Socket): boolean {
    return this.#broken.has(socket);
  }
}

/**
 * Answers and notes what never becomes a request, or stops being one in the middle: bytes that are no HTTP, headers
 * that are too large, a client that takes too long.
 */
export function answerUnparsed(
  server: Server,
  ingest: Ingest,
  connections: Connections,
  hasFailedTls: (socket: Socket) => boolean,
): void {
  server.on('clientError', (error: ParseError, connection) => {
    const socket = connection as Socket;
    // A client that goes away between two requests, one that never began any (browsers connect ahead of need), one
    // that was noted as failing its handshake.
    if (error.code === 'ECONNRESET' || error.code === 'EPIPE' || socket.bytesRead === 0 || hasFailedTls(socket)) {
      socket.destroy();
      return;
    }
    const { status, reason } = refusalOf(error);
    connections.breakOff(socket);
    const from = peerOf(socket);
    const lost = connections.lostOn(socket, error.rawPacket);
    ingest.refuse({ protocol: 'http', status, reason, from, path: connections.pathOn(socket), spans: 0 }, { lost });
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    socket.end(rawAnswer(status, reason));
    socket.resume();
    // Who goes on sending is cut off.
    socket.setTimeout(1_000, () => socket.destroy());
  });
}

function refusalOf(error: ParseError): { status: number; reason: string } {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return { status: 408, reason: 'the client took too long to send its request.' };
  }
  if (error.code === 'HPE_INVALID_EOF_STATE') {
    return { status: 400, reason: 'the client went away in the middle of its request.' };
  }
  if (error.code === 'HPE_HEADER_OVERFLOW') {
    return { status: 431, reason: 'the headers of the request are more than 16 KiB.' };
  }
  if (error.code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') {
    return { status: 413, reason: 'the chunk extensions of the request are more than 16 KiB.' };
  }
  const spoken = error.rawPacket === undefined ? 'HTTP/1' : spokenIn(error.rawPacket);
  if (spoken !== 'HTTP/1') return { status: 400, reason: foreignReason(spoken, 'OTLP/HTTP') };
  return { status: 400, reason: `the request is not well-formed HTTP: ${printable(error.message, 200)}.` };
}

function rawAnswer(status: number, message: string): Buffer {
  const body = encodeStatus('json', { code: status === 408 ? 4 : status === 413 ? 8 : 3, message });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_TEXT[status]}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
    'connection: close',
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
}
