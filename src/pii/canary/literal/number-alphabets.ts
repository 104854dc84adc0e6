const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();

/** Alphabets in which bytes are written as one large number, so that each character depends on all of them. */
export const NUMBER_ALPHABETS: readonly { readonly name: string; readonly characters: string }[] = [
  { name: 'base58', characters: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz' },
  { name: 'base62', characters: DIGITS + UPPER + LOWER },
  { name: 'base62', characters: DIGITS + LOWER + UPPER },
  { name: 'base36', characters: DIGITS + LOWER },
  { name: 'base36', characters: DIGITS + UPPER },
  { name: 'one decimal number', characters: DIGITS },
];

/** Bytes as one number. */
export function asNumber(bytes: Uint8Array, characters: string): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
  const base = BigInt(characters.length);
  let text = '';
  for (; value > 0n; value /= base) text = (characters[Number(value % base)] ?? '') + text;
  return text;
}
