const VALUE = new Uint8Array(128);
for (const [value, digit] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  VALUE[digit.charCodeAt(0)] = value;
VALUE['-'.charCodeAt(0)] = 62;
VALUE['_'.charCodeAt(0)] = 63;

/** So many characters of it are decoded: enough for nearly every id to be told from a text. */
const LOOKED_AT = 12;

/** Whether the first bytes of a word of base64 are text in UTF-8: most words are ids, of which decoding all would cost much. */
export function couldBeText(word: string): boolean {
  let bits = 0;
  let held = 0;
  /** How many bytes of a character are still to come. */
  let left = 0;
  for (let at = 0; at < LOOKED_AT && at < word.length; at++) {
    held = ((held << 6) | (VALUE[word.charCodeAt(at)] ?? 0)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    const next = bytesLeft((held >> bits) & 0xff, left);
    if (next < 0) return false;
    left = next;
  }
  return true;
}

/** RFC 3629: how many bytes follow this one in its character; -1 where it cannot stand there, or in no text. */
function bytesLeft(byte: number, left: number): number {
  if (left > 0) return byte >> 6 === 0b10 ? left - 1 : -1;
  if (byte < 0x80) return byte < 9 || (byte > 13 && byte < 32) ? -1 : 0;
  if (byte < 0xc2 || byte > 0xf4) return -1;
  return byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
}
