import { foldCharacter } from './fold.ts';

/** The letters and digits of a text, in lower case and without accents: the same in other letters, with other separators. */
export interface Skeleton {
  readonly text: string;
  /** For each of its characters, the place in the text that it was made from. */
  readonly places: ArrayLike<number>;
  /** That text: composed (NFC), where that makes a difference. */
  readonly source: string;
}

const FOLDED = new Uint8Array(128);
for (const char of 'abcdefghijklmnopqrstuvwxyz0123456789') {
  FOLDED[char.charCodeAt(0)] = char.charCodeAt(0);
  FOLDED[char.toUpperCase().charCodeAt(0)] = char.charCodeAt(0);
}

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

/** The same for text that is not ASCII. One character may become several, or be two units of UTF-16. */
function skeletonAbove(source: string): Skeleton {
  const places: number[] = [];
  let text = '';
  for (let index = 0; index < source.length; index++) {
    const code = source.codePointAt(index) ?? 0;
    const folded = code > 127 ? foldCharacter(code) : FOLDED[code] === 0 ? '' : String.fromCharCode(FOLDED[code] ?? 0);
    for (let unit = 0; unit < folded.length; unit++) places.push(index);
    text += folded;
    if (code > 0xffff) index++;
  }
  return { text, places, source };
}
