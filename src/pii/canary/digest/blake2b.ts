/** The lengths in bytes that systems ask for, besides 64, which `node:crypto` has. */
export const BLAKE2B_LENGTHS: readonly number[] = [16, 20, 32, 48];

const BLOCK = 128;
/** Words of 64 bits, each as its lower and its higher half. */
const IV = new Uint32Array([
  ...[0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a],
  ...[0xade682d1, 0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19],
]);
/** Section 2.7; rounds 10 and 11 have those of 0 and 1. */
const SIGMA: readonly (readonly number[])[] = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
/** The words that each of the eight mixings of a round takes: the columns, then the diagonals. */
const MIXED: readonly (readonly [number, number, number, number])[] = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
];

/**
 * BLAKE2b without a key: `node:crypto` has it in its full length alone.
 *
 * @param length of the digest, in bytes: 1 to 64
 * @see https://www.rfc-editor.org/rfc/rfc7693
 */
export function blake2b(data: Uint8Array, length: number): Buffer {
  const state = IV.slice();
  state[0] = at(state, 0) ^ 0x01010000 ^ length;
  const blocks = Math.max(1, Math.ceil(data.length / BLOCK));
  for (let block = 0; block < blocks; block++) {
    const bytes = Buffer.alloc(BLOCK);
    bytes.set(data.subarray(block * BLOCK, (block + 1) * BLOCK));
    compress(state, bytes, Math.min(data.length, (block + 1) * BLOCK), block === blocks - 1);
  }
  const digest = Buffer.alloc(64);
  for (const [index, half] of state.entries()) digest.writeUInt32LE(half, index * 4);
  return digest.subarray(0, length);
}

/** Section 3.2 */
function compress(state: Uint32Array, block: Buffer, count: number, isLast: boolean): void {
  const v = new Uint32Array(32);
  v.set(state);
  v.set(IV, 16);
  v[24] = at(v, 24) ^ count;
  if (isLast) {
    v[28] = ~at(v, 28);
    v[29] = ~at(v, 29);
  }
  const m = Uint32Array.from({ length: 32 }, (_, index) => block.readUInt32LE(index * 4));
  for (let round = 0; round < 12; round++) {
    const order = SIGMA[round % 10] ?? [];
    for (const [index, [a, b, c, d]] of MIXED.entries()) {
      mixHalf(v, [a, b, c, d], m, order[2 * index] ?? 0, 32, 24);
      mixHalf(v, [a, b, c, d], m, order[2 * index + 1] ?? 0, 16, 63);
    }
  }
  for (let half = 0; half < 16; half++) state[half] = at(state, half) ^ at(v, half) ^ at(v, half + 16);
}

/** Section 3.1: half of the mixing of four words with a word of the message. */
function mixHalf(
  v: Uint32Array,
  [a, b, c, d]: readonly [number, number, number, number],
  m: Uint32Array,
  word: number,
  first: number,
  second: number,
): void {
  add(v, a, at(v, 2 * b), at(v, 2 * b + 1));
  add(v, a, at(m, 2 * word), at(m, 2 * word + 1));
  rotate(v, d, a, first);
  add(v, c, at(v, 2 * d), at(v, 2 * d + 1));
  rotate(v, b, c, second);
}

function add(v: Uint32Array, word: number, low: number, high: number): void {
  const sum = at(v, 2 * word) + low;
  v[2 * word + 1] = at(v, 2 * word + 1) + high + (sum > 0xffffffff ? 1 : 0);
  v[2 * word] = sum;
}

/** A word with another's bits flipped into it, rotated to the right. */
function rotate(v: Uint32Array, word: number, other: number, by: number): void {
  let low = at(v, 2 * word) ^ at(v, 2 * other);
  let high = at(v, 2 * word + 1) ^ at(v, 2 * other + 1);
  if (by >= 32) [low, high] = [high, low];
  const rest = by % 32;
  v[2 * word] = rest === 0 ? low : (low >>> rest) | (high << (32 - rest));
  v[2 * word + 1] = rest === 0 ? high : (high >>> rest) | (low << (32 - rest));
}

function at(words: Uint32Array, index: number): number {
  return words[index] ?? 0;
}
