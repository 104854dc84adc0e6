import { ALPHABETS, type Alphabet } from './alphabet.ts';
import { formEnd } from './match-form.ts';
import { type TokenPart, UUID, type VendorToken } from './vendor-token.ts';
import { VENDOR_TOKENS } from './vendor-tokens.ts';

/** RFC 9562 section 5.4: the version and the variant are not random. */
const FIXED_IN_UUID = 6;
/** What is written in these can be anything: parts of JSON, names, padding. */
const NOT_DRAWN: readonly Alphabet[] = ['credential', 'dottedPadded', 'padding'];
/** Without the punctuation, padding and second letter case that a token does not make use of. */
const BITS: Partial<Record<Alphabet, number>> = {
  hexAny: 4,
  dotted: 6,
  unreserved: 6,
  base64urlPadded: 6,
  base64Any: 6,
};

/**
 * How many random bits the vendor's format fixes for a token, at least. 0 where no form of the vendor is all of the
 * value. Of several forms that it has, the one that fixes the fewest.
 */
export function randomBitsOf(value: string, vendor: string): number {
  const bits = VENDOR_TOKENS.filter(token => token.vendor === vendor && isWhole(value, token)).map(bitsOf);
  return bits.length === 0 ? 0 : Math.min(...bits);
}

function isWhole(value: string, token: VendorToken): boolean {
  if (token.type === 'named') return formEnd(value, 0, token.form) === value.length;
  const { prefixes, before = [], form } = token;
  return prefixes.some(prefix => formEnd(value, 0, [...before, prefix, ...form]) === value.length);
}

function bitsOf(token: VendorToken): number {
  const { form } = token;
  const drawn = form.reduce((sum, part) => sum + (typeof part === 'string' ? 0 : part.min * bitsIn(part.alphabet)), 0);
  const uuids = form.filter((part, index) => part === UUID[0] && UUID.every((own, at) => form[index + at] === own));
  const checked =
    token.type === 'prefixed' && token.checksum !== undefined ? token.checksum.length * lastBits(form) : 0;
  return drawn - uuids.length * FIXED_IN_UUID - checked;
}

function bitsIn(alphabet: Alphabet): number {
  if (NOT_DRAWN.includes(alphabet)) return 0;
  return BITS[alphabet] ?? Math.log2(ALPHABETS[alphabet].length);
}

function lastBits(form: readonly TokenPart[]): number {
  const last = form.at(-1);
  return last === undefined || typeof last === 'string' ? 0 : bitsIn(last.alphabet);
}
