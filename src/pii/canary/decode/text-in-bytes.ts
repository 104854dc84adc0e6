import { isUtf8 } from 'node:buffer';
import { utf16In } from './utf16.ts';

/** Shorter pieces hold no value. */
const MIN_PIECE = 6;
/** In Latin-1, at most one in so many characters is no ASCII; what has more is noise. */
const LATIN_SHARE = 3;
/** UTF-16 that is no Chinese has such bytes, some in a row. */
const LEAST_TEXT = 6;
const MIN_LOW = 4;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what is no text holds them
const CONTROL = /[\x00-\x08\x0e-\x1f\x7f]/;

/**
 * The text in bytes: all of it where they are UTF-8, else the pieces of ASCII, UTF-8, Latin-1 and UTF-16, each on a line.
 * Most words that look like base64 are something else. They decode to noise, which is dropped here.
 */
export function textInBytes(bytes: Buffer): string {
  if (bytes.length < MIN_PIECE) return '';
  if (isText(bytes)) return bytes.toString('utf8');
  const pieces: string[] = [];
  let start = 0;
  let high = 0;
  let low = 0;
  for (let index = 0; index <= bytes.length; index++) {
    const byte = bytes[index] ?? 1;
    if (byte < LEAST_TEXT) low++;
    if (byte > 0x7f) high++;
    else if (isControl(byte)) {
      if (index - start >= MIN_PIECE) addPiece(bytes, start, index, high, pieces);
      start = index + 1;
      high = 0;
    }
  }
  if (low > MIN_LOW) pieces.push(...utf16In(bytes));
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

function isControl(byte: number): boolean {
  return byte === 0x7f || (byte < 0x20 && byte !== 0 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09);
}

/** @param high how many of its bytes are no ASCII */
function addPiece(bytes: Buffer, start: number, end: number, high: number, pieces: string[]): void {
  if (high === 0) addText(bytes.toString('latin1', start, end), pieces);
  else if (beginsAsUtf8(bytes, start) && isUtf8(bytes.subarray(start, end)))
    addText(bytes.toString('utf8', start, end), pieces);
  else if (high * LATIN_SHARE <= end - start) addText(bytes.toString('latin1', start, end), pieces);
  else addAscii(bytes, start, end, pieces);
}

/** Whether the first character that is no ASCII has two bytes as UTF-8 has them. */
function beginsAsUtf8(bytes: Buffer, start: number): boolean {
  let at = start;
  while ((bytes[at] ?? 0x80) < 0x80) at++;
  return (bytes[at] ?? 0) >= 0xc2 && ((bytes[at + 1] ?? 0) & 0xc0) === 0x80;
}

function addAscii(bytes: Buffer, start: number, end: number, pieces: string[]): void {
  let from = start;
  for (let at = start; at <= end; at++) {
    if (at < end && (bytes[at] ?? 0) < 0x80) continue;
    if (at - from >= MIN_PIECE) addText(bytes.toString('latin1', from, at), pieces);
    from = at + 1;
  }
}

/** In UTF-16 there is a 0 beside each letter. */
function addText(given: string, pieces: string[]): void {
  const piece = given.includes('\0') ? given.replaceAll('\0', '') : given;
  if (piece.length >= MIN_PIECE) pieces.push(piece);
}
