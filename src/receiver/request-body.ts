import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { Refusal } from './refusal.ts';

const INFLATERS = { gzip: promisify(gunzip), deflate: promisify(inflate) };

/**
 * Reads a request's body, decompressed, and never holds more than `limit` bytes of it.
 *
 * JavaScript exporters send chunked, without Content-Length, so what counts is what streams in.
 *
 * @throws {Refusal} 413 over the limit, before or after decompression; 400 for an encoding that is unknown or untrue.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip' && encoding !== 'deflate') {
    throw new Refusal(
      400,
      `Content-Encoding ${JSON.stringify(encoding.slice(0, 80))} is not one of gzip, deflate, identity.`,
    );
  }
  const sent = await readBytes(request, limit);
  if (encoding === 'identity') return sent;
  try {
    return await INFLATERS[encoding](sent, { maxOutputLength: limit });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(`more than ${mebibytes(limit)} after decompression`, limit);
    throw new Refusal(400, `Content-Encoding is ${encoding}, but the body is not: ${messageOf(error)}.`);
  }
}

async function readBytes(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limit) throw tooLarge(mebibytes(declared), limit);
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop must not destroy the request: its sender is still to be told why.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw tooLarge(`more than ${mebibytes(limit)}`, limit);
    chunks.push(chunk);
  }
  const only = chunks[0];
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, length);
}

function tooLarge(size: string, limit: number): Refusal {
  return new Refusal(413, `OTLP/HTTP request is ${size}; maxRequestBytes is ${mebibytes(limit)}.`);
}

function mebibytes(bytes: number): string {
  return bytes < 1_048_576 ? `${bytes} bytes` : `${(bytes / 1_048_576).toFixed(1)} MiB`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
