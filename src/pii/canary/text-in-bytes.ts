import { isUtf8 } from 'node:buffer';

/** Shorter pieces hold no value. */
const MIN_PIECE = 6;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what is no text holds them
const CONTROL = /[\x00-\x08\x0e-\x1f\x7f]/;

/**
 * What bytes say, as far as they are text: all of it where they are UTF-8, else the pieces of ASCII, each on a line. Most
 * of what looks like base64 is none, and decodes to noise of which nothing is left here.
 */
export function textInBytes(bytes: Buffer): string {
  if (bytes.length < MIN_PIECE) return '';
  if (isUtf8(bytes) && !CONTROL.test(bytes.toString('latin1'))) return bytes.toString('utf8');
  const pieces: string[] = [];
  let start = 0;
  for (let index = 0; index <= bytes.length; index++) {
    const byte = bytes[index] ?? 1;
    if ((byte >= 0x20 && byte < 0x7f) || byte === 0 || byte === 0x0a || byte === 0x0d || byte === 0x09) continue;
    if (index - start >= MIN_PIECE) addPiece(bytes, start, index, pieces);
    start = index + 1;
  }
  return pieces.join('\n');
}

/** In UTF-16 there is a 0 beside each letter. */
function addPiece(bytes: Buffer, start: number, end: number, pieces: string[]): void {
  const piece = bytes.toString('latin1', start, end).replaceAll('\0', '');
  if (piece.length >= MIN_PIECE) pieces.push(piece);
}
