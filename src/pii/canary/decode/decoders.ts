import { decodeBase64 } from './decode-base64.ts';
import { decodeByteLists } from './decode-byte-lists.ts';
import { decodeCharacterLists } from './decode-character-lists.ts';
import { decodeCodePoints } from './decode-code-points.ts';
import { decodeEntities } from './decode-entities.ts';
import { decodeEscapes } from './decode-escapes.ts';
import { decodeHex, hexRuns } from './decode-hex.ts';
import { decodePercent } from './decode-percent.ts';
import { decodePunycode } from './decode-punycode.ts';
import { decodeQuotedPrintable } from './decode-quoted-printable.ts';
import type { Decoded } from './decoded.ts';
import { inflate } from './inflate.ts';

/** Each decodes a text as a whole. */
const WHOLE: readonly ((text: string) => Decoded | undefined)[] = [
  ...[decodePercent, decodeEscapes, decodeEntities],
  ...[decodeQuotedPrintable, decodeCharacterLists, decodeCodePoints, decodePunycode],
];

/** What a text says in each of the encodings, once. */
export function decoded(text: string): readonly Decoded[] {
  const found: Decoded[] = [];
  for (const decode of WHOLE) {
    const one = decode(text);
    if (one !== undefined) found.push(one);
  }
  const hex = hexRuns(text);
  for (const one of decodeBase64(text)) found.push(one);
  for (const one of decodeHex(hex)) found.push(one);
  for (const one of decodeByteLists(text)) found.push(one);
  for (const one of inflate(text, hex)) found.push(one);
  return found;
}
