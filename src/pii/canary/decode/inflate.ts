import { constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { base64Runs } from './decode-base64.ts';
import type { Decoded } from './decoded.ts';
import { mayBeRawDeflate } from './raw-deflate.ts';
import { textInBytes } from './text-in-bytes.ts';

/** What more would come of a bomb is not looked at. */
const MAX_OUTPUT = 131_072;
/** In all, of one text. */
const MAX_OUTPUTS = 262_144;
const MAX_RUNS = 12;
/** How often a bomb is tried again with half of it. */
const MAX_HALVES = 7;

/**
 * What is compressed in a text: in base64, in hex, or as its bytes. Of what was cut off, what is left.
 *
 * @param hex the runs of hexadecimal digits in the text
 */
export function inflate(text: string, hex: readonly string[]): readonly Decoded[] {
  const found: Decoded[] = [];
  let length = 0;
  for (const { bytes, within } of compressedIn(text, hex)) {
    const inflated = inflateBytes(bytes);
    if (inflated === undefined) continue;
    found.push({ ...inflated, step: `${inflated.step}${within}` });
    length += inflated.text.length;
    if (length >= MAX_OUTPUTS) break;
  }
  return found;
}

interface Compressed {
  readonly bytes: Buffer;
  /** ` in base64`; empty for bytes. */
  readonly within: string;
}

function compressedIn(text: string, hex: readonly string[]): readonly Compressed[] {
  if (text.length < 12) return [];
  const found: Compressed[] = [];
  const first = text.charCodeAt(0);
  if (first === 0x1f || first === 0x78) {
    const bytes = Buffer.from(text, 'latin1');
    if (isLikely(bytes)) found.push({ bytes, within: '' });
  }
  for (const run of base64Runs(text)) {
    if (found.length >= MAX_RUNS) break;
    const gzip = run.indexOf('H4sI');
    const own = gzip > 0 ? run.slice(gzip) : run;
    if (isLikely(Buffer.from(own.slice(0, 32), 'base64')))
      found.push({ bytes: Buffer.from(own, 'base64'), within: ' in base64' });
  }
  for (const run of hex) {
    if (found.length >= 2 * MAX_RUNS) break;
    const head = Buffer.from(run.slice(0, 24), 'hex');
    if (isGzip(head) || isZlib(head)) found.push({ bytes: Buffer.from(run, 'hex'), within: ' in hex' });
  }
  return found;
}

function inflateBytes(bytes: Buffer): Decoded | undefined {
  if (isGzip(bytes)) return tried(gunzipSync, bytes, 'gzip');
  if (isZlib(bytes)) return tried(inflateSync, bytes, 'deflate');
  return tried(inflateRawSync, bytes, 'deflate');
}

function tried(inflateAs: typeof gunzipSync, bytes: Buffer, step: string): Decoded | undefined {
  // With this flush a text that was cut off gives what is there of it.
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_OUTPUT };
  for (let half = 0; half <= MAX_HALVES; half++) {
    try {
      return { text: textInBytes(inflateAs(bytes.subarray(0, bytes.length >> half), options)), step };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return undefined;
    }
  }
  return undefined;
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/** RFC 1950, section 2.2: the method, and two bytes that 31 divides. */
function isZlib(bytes: Buffer): boolean {
  return bytes.length > 6 && ((bytes[0] ?? 0) & 0x0f) === 8 && (bytes.readUInt16BE(0) & 0x7fff) % 31 === 0;
}

function isLikely(bytes: Buffer): boolean {
  return isGzip(bytes) || isZlib(bytes) || mayBeRawDeflate(bytes);
}
