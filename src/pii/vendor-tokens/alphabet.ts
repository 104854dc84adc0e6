const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();

/** The characters of each alphabet that tokens are written in. */
export const ALPHABETS = {
  digit: DIGITS,
  hex: `${DIGITS}abcdef`,
  hexAny: `${DIGITS}abcdefABCDEF`,
  /** RFC 4648 section 6. */
  base32: `${UPPER}234567`,
  base32Lower: `${LOWER}234567`,
  upperAlnum: DIGITS + UPPER,
  lowerAlnum: DIGITS + LOWER,
  alnum: DIGITS + UPPER + LOWER,
  word: `${DIGITS}${UPPER}${LOWER}_`,
  base64: `${DIGITS}${UPPER}${LOWER}+/`,
  /** RFC 4648 section 5. */
  base64url: `${DIGITS}${UPPER}${LOWER}-_`,
  /** Several parts in base64url with dots between. */
  dotted: `${DIGITS}${UPPER}${LOWER}-_.`,
  /** What a header's credentials are written in (RFC 9110 section 11.2), and what vendors put there besides. */
  credential: `${DIGITS}${UPPER}${LOWER}-._~+/=:|@%*`,
  dottedPadded: `${DIGITS}${UPPER}${LOWER}-_.=`,
  unreserved: `${DIGITS}${UPPER}${LOWER}-_.~`,
  letter: LOWER + UPPER,
  /** The data part of a Bech32 text in upper case. */
  bech32Upper: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
  /** RFC 4648 section 5 with its padding, which some vendors let stand anywhere. */
  base64urlPadded: `${DIGITS}${UPPER}${LOWER}-_=`,
  /** Either alphabet of RFC 4648, with padding. */
  base64Any: `${DIGITS}${UPPER}${LOWER}-_+/=`,
  padding: '=',
} as const;

/** An alphabet that tokens are written in. */
export type Alphabet = keyof typeof ALPHABETS;

const BIT: ReadonlyMap<string, number> = new Map(Object.keys(ALPHABETS).map((name, index) => [name, 1 << index]));
const MEMBERSHIP = new Uint32Array(128);
for (const [name, characters] of Object.entries(ALPHABETS)) {
  for (const character of characters) {
    const code = character.charCodeAt(0);
    MEMBERSHIP[code] = (MEMBERSHIP[code] ?? 0) | (BIT.get(name) ?? 0);
  }
}

/** How many characters of the alphabet stand at `from`, at most `max`. */
export function runLength(text: string, from: number, alphabet: Alphabet, max: number): number {
  const bit = BIT.get(alphabet) ?? 0;
  const end = Math.min(text.length, from + max);
  let at = from;
  while (at < end && ((MEMBERSHIP[text.charCodeAt(at)] ?? 0) & bit) !== 0) at++;
  return at - from;
}

/** How many characters of the alphabet stand before `end`, at most `max`. */
export function runLengthBefore(text: string, end: number, alphabet: Alphabet, max: number): number {
  const bit = BIT.get(alphabet) ?? 0;
  const start = Math.max(0, end - max);
  let at = end;
  while (at > start && ((MEMBERSHIP[text.charCodeAt(at - 1)] ?? 0) & bit) !== 0) at--;
  return end - at;
}
