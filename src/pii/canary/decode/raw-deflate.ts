/** How many symbols of a block with fixed codes have to make sense. */
const SYMBOLS = 5;

/**
 * Whether bytes may be a raw deflate stream of text. It has no head to know it by, and to try each word is dear: its one
 * block has to have codes that add up, or fixed ones that begin with text.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1951#section-3.2.3
 */
export function mayBeRawDeflate(bytes: Uint8Array): boolean {
  const bits = new Bits(bytes);
  const isLast = bits.take(1) === 1;
  const type = bits.take(2);
  if (type === 1) return isLast && beginsWithText(bits);
  return type === 2 && codesAddUp(bits);
}

class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isOver(): boolean {
    return this.#at > this.#bytes.length * 8;
  }

  /** A number, its lowest bit first. */
  take(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit++, this.#at++)
      value |= (((this.#bytes[this.#at >> 3] ?? 0) >> (this.#at & 7)) & 1) << bit;
    return value;
  }

  /** More bits of a code, its highest bit first. */
  extend(code: number, count: number): number {
    let value = code;
    for (let bit = 0; bit < count; bit++) value = (value << 1) | this.take(1);
    return value;
  }
}

/** Section 3.2.6: literals have codes of 8 bits from 0x30 on, repetitions such of 7 bits up to 0x17. */
function beginsWithText(bits: Bits): boolean {
  for (let symbol = 0; symbol < SYMBOLS; symbol++) {
    const code = bits.extend(0, 7);
    // A repetition, which there must be something before; 0 ends the block.
    if (code <= 0x17) return code > 0 && symbol > 0;
    const literal = bits.extend(code, 1) - 0x30;
    const isText = (literal >= 0x20 && literal < 0x7f) || literal === 0x0a || literal === 0x0d || literal === 0x09;
    if (!isText || bits.isOver) return false;
  }
  return true;
}

/** Section 3.2.7: the lengths of the codes for the lengths use up every code there is. */
function codesAddUp(bits: Bits): boolean {
  if (bits.take(5) > 29 || bits.take(5) > 29) return false;
  const count = bits.take(4) + 4;
  let used = 0;
  for (let index = 0; index < count; index++) {
    const length = bits.take(3);
    if (length > 0) used += 128 >> length;
  }
  return used === 128 && !bits.isOver;
}
