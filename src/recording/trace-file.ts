import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { TracewrightError } from '../errors.ts';
import { nearestName } from '../nearest-name.ts';
import { malformed } from './faults.ts';

const CHUNK_BYTES = 256 * 1024;

/** How much of the file has been read. */
export interface FileProgress {
  bytesRead: number;
  /** 0 of a pipe. */
  totalBytes: number;
}

/**
 * The text of a file, in chunks: inflated when it begins as gzip does, without a byte order mark.
 *
 * @throws {TracewrightError} TRACE_FILE_UNREADABLE; MALFORMED_TRACE_FILE when it is no text.
 */
export async function* fileText(
  file: string,
  progress: FileProgress,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const raw = fileChunks(file, progress, signal);
  try {
    const first = await begin(raw, 2);
    const isGzip = first[0] === 0x1f && first[1] === 0x8b;
    const chunks = isGzip ? inflated(file, resume(first, raw)) : resume(first, raw);
    const head = await begin(chunks, 4);
    refuseBinary(file, head);
    yield* resume(withoutByteOrderMark(head), chunks);
  } finally {
    await raw.return(undefined);
  }
}

async function* fileChunks(
  file: string,
  progress: FileProgress,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  try {
    const stats = await stat(file);
    progress.totalBytes = stats.isFile() ? stats.size : 0;
    const how = { highWaterMark: CHUNK_BYTES, ...(signal === undefined ? {} : { signal }) };
    for await (const chunk of createReadStream(file, how)) {
      progress.bytesRead += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (!isSystemError(error)) throw error;
    const text = `cannot read ${file}: ${await reasonOf(error, file)}`;
    throw new TracewrightError('TRACE_FILE_UNREADABLE', text, { cause: error });
  }
}

/** Reads on until there are so many bytes, or the end. */
async function begin(chunks: AsyncGenerator<Buffer>, size: number): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(0);
  while (bytes.length < size) {
    const next = await chunks.next();
    if (next.done === true) break;
    bytes = bytes.length === 0 ? next.value : Buffer.concat([bytes, next.value]);
  }
  return bytes;
}

async function* resume(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  yield* rest;
}

async function* inflated(file: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // What goes wrong destroys gunzip too, so that reading it throws.
  pipeline(chunks, gunzip).catch(() => {});
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code !== 'string' || !code.startsWith('Z_')) throw error;
    const what = code === 'Z_BUF_ERROR' ? 'is cut off' : `is damaged (${(error as Error).message})`;
    throw malformed(file, undefined, `the gzip stream ${what}.`);
  }
}

function refuseBinary(file: string, head: Buffer): void {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (isUtf16) throw malformed(file, undefined, 'it is UTF-16; traces are read as UTF-8.');
  const control = head.subarray(0, 1024).findIndex(byte => byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13);
  if (control === -1) return;
  const byte = `0x${head.toString('hex', control, control + 1)} at byte ${control}`;
  const text = `it is binary, perhaps protobuf (it holds ${byte}); what can be read is JSON: OTLP lines, Jaeger or Zipkin v2.`;
  throw malformed(file, undefined, text);
}

function withoutByteOrderMark(head: Buffer): Buffer {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as { syscall?: unknown }).syscall === 'string';
}

async function reasonOf({ code, message }: NodeJS.ErrnoException, file: string): Promise<string> {
  if (code === 'EISDIR') return 'it is a directory.';
  if (code !== 'ENOENT') return `${message}.`;
  const names = await readdir(dirname(file)).catch(() => undefined);
  if (names === undefined) return 'there is no such directory.';
  const nearest = nearestName(basename(file), names);
  return nearest === undefined ? 'there is no such file.' : `there is no such file. Did you mean "${nearest}"?`;
}
