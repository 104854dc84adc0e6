import { isUtf8 } from 'node:buffer';
import { utf16In } from './utf16.ts';

/** Shorter pieces hold no value. */
const MIN_PIECE = 6;
/** In Latin-1, at most one in so many characters is no ASCII; what has more is noise. */
const LATIN_SHARE = 3;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what is no text holds them
const CONTROL = /[\x00-\x08\x0e-\x1f\x7f]/;

/**
 * The text in bytes: all of it where they are UTF-8, else the pieces of ASCII, UTF-8, Latin-1 and UTF-16, each on a line.
 * Most of what looks like base64 is none, and decodes to noise of which nothing is left here.
 */
export function textInBytes(bytes: Buffer): string {
  if (bytes.length < MIN_PIECE) return '';
  if (isText(bytes)) return bytes.toString('utf8');
  const pieces: string[] = [];
  let start = 0;
  for (let index = 0; index <= bytes.length; index++) {
    const byte = bytes[index] ?? 1;
    if (byte >= 0x20 ? byte !== 0x7f : byte === 0 || byte === 0x0a || byte === 0x0d || byte === 0x09) continue;
    if (index - start >= MIN_PIECE) addPiece(bytes.subarray(start, index), pieces);
    start = index + 1;
  }
  pieces.push(...utf16In(bytes));
  return pieces.join('\n');
}

/** Whether all of it is text, in UTF-8. */
export function isText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !CONTROL.test(bytes.toString('latin1'));
}

/** Bytes that are text: in UTF-8, also where the last character was cut, or else in Latin-1. */
export function charactersOf(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  for (let cut = 1; cut < 4 && cut < bytes.length; cut++) {
    const whole = bytes.subarray(0, -cut);
    if (isUtf8(whole) && whole.some(byte => byte > 0x7f)) return whole.toString('utf8');
  }
  return bytes.toString('latin1');
}

function addPiece(bytes: Buffer, pieces: string[]): void {
  const high = bytes.reduce((total, byte) => total + (byte >> 7), 0);
  if (high === 0) addText(bytes.toString('latin1'), pieces);
  else if (isUtf8(bytes)) addText(bytes.toString('utf8'), pieces);
  else if (high * LATIN_SHARE <= bytes.length) addText(bytes.toString('latin1'), pieces);
  else for (const piece of bytes.toString('latin1').split(/[\x80-\xff]+/)) addText(piece, pieces);
}

/** In UTF-16 there is a 0 beside each letter. */
function addText(given: string, pieces: string[]): void {
  const piece = given.includes('\0') ? given.replaceAll('\0', '') : given;
  if (piece.length >= MIN_PIECE) pieces.push(piece);
}
