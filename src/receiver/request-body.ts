import type { IncomingMessage } from 'node:http';
import { createGunzip, createInflate } from 'node:zlib';
import { byteSize, tooLarge } from './byte-size.ts';
import { quoted } from './printable.ts';
import { Refusal } from './refusal.ts';

/** What zlib puts out at a time: each is a way to its thread and back. */
const INFLATED_CHUNK = 64 * 1024;

/** How a request's body is encoded; what is none of these is refused. */
export type ContentEncoding = 'identity' | 'gzip' | 'deflate';

/**
 * Checks what a request's headers say of its body, before any of it is asked for.
 *
 * @throws {Refusal} 413 over the limit; 400 for an encoding that is unknown.
 */
export function checkBodyHeaders(request: IncomingMessage, limit: number): ContentEncoding {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip' && encoding !== 'deflate') {
    throw new Refusal(400, `Content-Encoding ${quoted(encoding)} is not one of gzip, deflate, identity.`);
  }
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limit) throw overLimit(byteSize(declared), limit);
  return encoding;
}

/**
 * Reads a request's body, decompressed, and never holds more than `limit` bytes of it: JavaScript exporters send
 * chunked, without Content-Length, and a few bytes of gzip can be gigabytes.
 *
 * @throws {Refusal} 413 over the limit, before or after decompression; 400 when the encoding is untrue.
 */
export function readBody(request: IncomingMessage, encoding: ContentEncoding, limit: number): Promise<Uint8Array> {
  return encoding === 'identity' ? gather(request, limit) : inflate(request, encoding, limit);
}

function gather(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else {
        chunks = [];
        reject(overLimit(`more than ${byteSize(limit)}`, limit));
      }
    });
    request.on('end', () => resolve(joined(chunks, length)));
    request.on('error', reject);
    request.on('close', () => reject(new Error('the connection was closed')));
  });
}

function inflate(request: IncomingMessage, encoding: 'gzip' | 'deflate', limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const inflater = (encoding === 'gzip' ? createGunzip : createInflate)({ chunkSize: INFLATED_CHUNK });
    const chunks: Buffer[] = [];
    let sent = 0;
    let length = 0;
    const fail = (error: Error): void => {
      chunks.length = 0;
      inflater.destroy();
      // What still comes of a refused body is not looked at.
      request.off('data', take);
      reject(error);
    };
    const take = (chunk: Buffer): void => {
      sent += chunk.length;
      if (sent > limit) fail(overLimit(`more than ${byteSize(limit)}`, limit));
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

function joined(chunks: readonly Buffer[], length: number): Uint8Array {
  const only = chunks[0];
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, length);
}

function overLimit(size: string, limit: number): Refusal {
  return new Refusal(413, tooLarge('OTLP/HTTP', size, limit));
}
