import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { constants, createGunzip, createInflate, gunzipSync, inflateSync } from 'node:zlib';
import { byteSize, tooLarge } from './byte-size.ts';
import { quoted } from './printable.ts';
import { Refusal } from './refusal.ts';

/** What zlib puts out at a time: each is a way to its thread and back. */
const INFLATED_CHUNK = 64 * 1024;

/** How a request's body is encoded; what is none of these is refused. */
export type ContentEncoding = 'identity' | 'gzip' | 'deflate';

/**
 * The codings that a body has, in lower case, without those that change nothing: empty elements and `identity`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.4
 */
export function contentCodings(headers: IncomingHttpHeaders): string[] {
  const codings = (headers['content-encoding'] ?? '').toLowerCase().split(',');
  return codings
    .map(coding => coding.trim())
    .filter(coding => coding !== '' && coding !== 'identity')
    .map(coding => (coding === 'x-gzip' ? 'gzip' : coding));
}

/**
 * Checks what a request's headers say of its body, before any of it is asked for.
 *
 * @throws {Refusal} 413 over the limit; 400 for an encoding that is unknown, and for several.
 */
export function checkBodyHeaders(request: IncomingMessage, limit: number): ContentEncoding {
  const codings = contentCodings(request.headers);
  if (codings.length > 1) {
    throw new Refusal(
      400,
      `Content-Encoding ${quoted(codings.join(', '))} has ${codings.length} codings; at most one is supported.`,
    );
  }
  const [encoding = 'identity'] = codings;
  if (encoding !== 'identity' && encoding !== 'gzip' && encoding !== 'deflate') {
    throw new Refusal(400, `Content-Encoding ${quoted(encoding)} is not one of gzip, deflate, identity.`);
  }
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limit) throw overLimit(byteSize(declared), limit);
  return encoding;
}

/** The body of a request while it arrives. */
export class IncomingBody {
  readonly #request: IncomingMessage;
  readonly #limit: number;
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #encoding: ContentEncoding = 'identity';
  #isBegun = false;

  constructor(request: IncomingMessage, limit: number) {
    this.#request = request;
    this.#limit = limit;
  }

  /**
   * Reads the body, decompressed, and never holds more than the limit of it: JavaScript exporters send chunked, without
   * Content-Length, and a few bytes of gzip can be gigabytes.
   *
   * @throws {Refusal} 413 over the limit, before or after decompression; 400 when the encoding is untrue.
   */
  read(encoding: ContentEncoding): Promise<Uint8Array> {
    this.#isBegun = true;
    this.#encoding = encoding;
    return encoding === 'identity' ? this.#gather() : this.#inflate(encoding);
  }

  /** Whether it is being read, or has been. */
  get isBegun(): boolean {
    return this.#isBegun;
  }

  /** What has arrived up to now, decompressed as far as that is possible. */
  received(): Buffer {
    const sent = Buffer.concat(this.#chunks);
    if (this.#encoding === 'identity' || sent.length === 0) return sent;
    const decompress = this.#encoding === 'gzip' ? gunzipSync : inflateSync;
    try {
      const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: this.#limit };
      const inflated: Buffer = decompress(sent, options);
      return inflated.length === 0 ? sent : inflated;
    } catch {
      return sent;
    }
  }

  /** Keeps what arrives; an error when it is over the limit. */
  #keep(chunk: Buffer): Refusal | undefined {
    this.#length += chunk.length;
    if (this.#length > this.#limit) return overLimit(`more than ${byteSize(this.#limit)}`, this.#limit);
    this.#chunks.push(chunk);
    return undefined;
  }

  #gather(): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const request = this.#request;
      request.on('data', (chunk: Buffer) => {
        const error = this.#keep(chunk);
        if (error === undefined) return;
        this.#chunks.length = 0;
        reject(error);
      });
      request.on('end', () => resolve(joined(this.#chunks, this.#length)));
      request.on('error', reject);
      request.on('close', () => reject(new Error('the connection was closed')));
    });
  }

  #inflate(encoding: 'gzip' | 'deflate'): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const request = this.#request;
      const limit = this.#limit;
      const inflater = (encoding === 'gzip' ? createGunzip : createInflate)({ chunkSize: INFLATED_CHUNK });
      const chunks: Buffer[] = [];
      let length = 0;
      const fail = (error: Error): void => {
        chunks.length = 0;
        inflater.destroy();
        // What still comes of a refused body is not looked at.
        request.off('data', take);
        reject(error);
      };
      const take = (chunk: Buffer): void => {
        const error = this.#keep(chunk);
        if (error !== undefined) fail(error);
        else if (!inflater.write(chunk)) request.pause();
      };
      inflater.on('drain', () => request.resume());
      inflater.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length <= limit) chunks.push(chunk);
        else fail(overLimit(`more than ${byteSize(limit)} after decompression`, limit));
      });
      inflater.on('end', () => resolve(joined(chunks, length)));
      inflater.on('error', error => {
        fail(new Refusal(400, `Content-Encoding is ${encoding}, but the body is not: ${error.message}.`));
      });
      request.on('data', take);
      request.on('end', () => inflater.end());
      request.on('error', fail);
      request.on('close', () => {
        if (!request.complete) fail(new Error('the connection was closed'));
      });
    });
  }
}

function joined(chunks: readonly Buffer[], length: number): Uint8Array {
  const only = chunks[0];
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, length);
}

function overLimit(size: string, limit: number): Refusal {
  return new Refusal(413, tooLarge('OTLP/HTTP', size, limit));
}
