/** An alphabet each of whose characters stands for the same number of bits. */
export interface BitAlphabet {
  readonly name: string;
  readonly characters: string;
  readonly bits: number;
}

const HEX = '0123456789abcdef';

/** @see https://www.rfc-editor.org/rfc/rfc4648 */
export const BASE64 = {
  name: 'base64',
  characters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  bits: 6,
} as const satisfies BitAlphabet;

/** RFC 4648, sections 6 and 7, and Crockford's, in which no letter looks like a digit. */
export const BASE32: readonly BitAlphabet[] = [
  { name: 'base32', characters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', bits: 5 },
  { name: 'base32hex', characters: '0123456789ABCDEFGHIJKLMNOPQRSTUV', bits: 5 },
  { name: "Crockford's base32", characters: '0123456789ABCDEFGHJKMNPQRSTVWXYZ', bits: 5 },
];

export const BASE16: BitAlphabet = { name: 'hex', characters: HEX, bits: 4 };

/**
 * The characters that bytes alone decide when they stand behind so many others: those at both ends that share bits with
 * what is around are left out.
 */
export function bitFragment(bytes: Uint8Array, { characters, bits }: BitAlphabet, offset: number): string {
  const first = Math.ceil((offset * 8) / bits);
  const last = Math.floor(((offset + bytes.length) * 8) / bits);
  let text = '';
  for (let index = first; index < last; index++) {
    let value = 0;
    for (let bit = index * bits - offset * 8; bit < (index + 1) * bits - offset * 8; bit++)
      value = (value << 1) | (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
    text += characters[value] ?? '';
  }
  return text;
}

/** After so many bytes characters and bytes begin together again. */
export function offsetsOf({ bits }: BitAlphabet): readonly number[] {
  const period = bits === 6 ? 3 : bits === 5 ? 5 : 1;
  return Array.from({ length: period }, (_, offset) => offset);
}
