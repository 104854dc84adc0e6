import { decodeBase64 } from './decode-base64.ts';
import { decodeByteLists } from './decode-byte-lists.ts';
import { decodeCharacterLists } from './decode-character-lists.ts';
import { decodeCodePoints } from './decode-code-points.ts';
import { decodeEntities } from './decode-entities.ts';
import { decodeEscapes } from './decode-escapes.ts';
import { decodeHex } from './decode-hex.ts';
import { decodePercent } from './decode-percent.ts';
import { decodePunycode } from './decode-punycode.ts';
import { decodeQuotedPrintable } from './decode-quoted-printable.ts';
import type { Decoded } from './decoded.ts';
import { inflate } from './inflate.ts';

/** Of a text that one of them decodes as a whole. */
const WHOLE: readonly ((text: string) => Decoded | undefined)[] = [
  ...[decodePercent, decodeEscapes, decodeEntities],
  ...[decodeQuotedPrintable, decodeCharacterLists, decodeCodePoints, decodePunycode],
];
/** Of the runs in a text. */
const IN_RUNS: readonly ((text: string) => readonly Decoded[])[] = [decodeBase64, decodeHex, decodeByteLists, inflate];

/** What a text says in each of the encodings, once. */
export function decoded(text: string): readonly Decoded[] {
  const whole = WHOLE.flatMap(decode => decode(text) ?? []);
  return [...whole, ...IN_RUNS.flatMap(decode => decode(text))];
}
