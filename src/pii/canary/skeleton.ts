/** The letters and digits of a text, in lower case: what stays the same in other letters, with other separators. */
export interface Skeleton {
  readonly text: string;
  /** Of each of its characters the place in the text that it was made from. */
  readonly places: Uint32Array;
  /** That text: composed (NFC), where that makes a difference. */
  readonly source: string;
}

const FOLDED = new Uint8Array(128);
for (const char of 'abcdefghijklmnopqrstuvwxyz0123456789') {
  FOLDED[char.charCodeAt(0)] = char.charCodeAt(0);
  FOLDED[char.toUpperCase().charCodeAt(0)] = char.charCodeAt(0);
}
const LETTER = /[\p{L}\p{N}]/u;
const foldedAbove = new Map<number, number>();

export function skeletonOf(given: string): Skeleton {
  const places = new Uint32Array(given.length);
  const codes = Buffer.allocUnsafe(given.length);
  let length = 0;
  for (let index = 0; index < given.length; index++) {
    const code = given.charCodeAt(index);
    if (code > 127) return skeletonAbove(given.normalize('NFC'));
    const folded = FOLDED[code] as number;
    if (folded === 0) continue;
    places[length] = index;
    codes[length++] = folded;
  }
  return { text: codes.toString('latin1', 0, length), places, source: given };
}

/** The same for text that is not ASCII. */
function skeletonAbove(source: string): Skeleton {
  const places = new Uint32Array(source.length);
  const codes = new Uint16Array(source.length);
  let length = 0;
  for (let index = 0; index < source.length; index++) {
    const code = source.charCodeAt(index);
    const folded = code > 127 ? foldAbove(code) : (FOLDED[code] as number);
    if (folded === 0) continue;
    places[length] = index;
    codes[length++] = folded;
  }
  return { text: Buffer.from(codes.buffer, 0, length * 2).toString('utf16le'), places, source };
}

/** 0 for what is neither letter nor digit. */
function foldAbove(code: number): number {
  const known = foldedAbove.get(code);
  if (known !== undefined) return known;
  const char = String.fromCharCode(code);
  const lower = char.toLowerCase();
  const folded = LETTER.test(char) ? (lower.length === 1 ? lower : char).charCodeAt(0) : 0;
  foldedAbove.set(code, folded);
  return folded;
}
