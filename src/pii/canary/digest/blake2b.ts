/** The lengths in bytes that systems ask for, besides 64, which `node:crypto` has. */
export const BLAKE2B_LENGTHS: readonly number[] = [16, 20, 32, 48];

const MASK = (1n << 64n) - 1n;
const BLOCK = 128;
const IV: readonly bigint[] = [
  ...[0x6a09e667f3bcc908n, 0xbb67ae8584caa73bn, 0x3c6ef372fe94f82bn, 0xa54ff53a5f1d36f1n],
  ...[0x510e527fade682d1n, 0x9b05688c2b3e6c1fn, 0x1f83d9abfb41bd6bn, 0x5be0cd19137e2179n],
];
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
  ...([[0, 4, 8, 12] as const, [1, 5, 9, 13] as const, [2, 6, 10, 14] as const, [3, 7, 11, 15] as const] as const),
  ...([[0, 5, 10, 15] as const, [1, 6, 11, 12] as const, [2, 7, 8, 13] as const, [3, 4, 9, 14] as const] as const),
];

/**
 * BLAKE2b without a key: `node:crypto` has it in its full length alone.
 *
 * @param length of the digest, in bytes: 1 to 64
 * @see https://www.rfc-editor.org/rfc/rfc7693
 */
export function blake2b(data: Uint8Array, length: number): Buffer {
  const state = [...IV];
  state[0] = word(state, 0) ^ 0x01010000n ^ BigInt(length);
  const blocks = Math.max(1, Math.ceil(data.length / BLOCK));
  for (let block = 0; block < blocks; block++) {
    const bytes = Buffer.alloc(BLOCK);
    bytes.set(data.subarray(block * BLOCK, (block + 1) * BLOCK));
    compress(state, bytes, Math.min(data.length, (block + 1) * BLOCK), block === blocks - 1);
  }
  const digest = Buffer.alloc(64);
  for (const [index, value] of state.entries()) digest.writeBigUInt64LE(value, index * 8);
  return digest.subarray(0, length);
}

/** Section 3.2 */
function compress(state: bigint[], block: Buffer, count: number, isLast: boolean): void {
  const v = [...state, ...IV];
  v[12] = word(v, 12) ^ BigInt(count);
  if (isLast) v[14] = word(v, 14) ^ MASK;
  for (let round = 0; round < 12; round++) {
    const order = SIGMA[round % 10] ?? [];
    for (const [index, words] of MIXED.entries()) {
      const [x, y] = [order[2 * index] ?? 0, order[2 * index + 1] ?? 0];
      mix(v, words, block.readBigUInt64LE(x * 8), block.readBigUInt64LE(y * 8));
    }
  }
  for (let index = 0; index < 8; index++) state[index] = word(state, index) ^ word(v, index) ^ word(v, index + 8);
}

/** Section 3.1 */
function mix(v: bigint[], [a, b, c, d]: readonly [number, number, number, number], x: bigint, y: bigint): void {
  v[a] = (word(v, a) + word(v, b) + x) & MASK;
  v[d] = rotated(word(v, d) ^ word(v, a), 32n);
  v[c] = (word(v, c) + word(v, d)) & MASK;
  v[b] = rotated(word(v, b) ^ word(v, c), 24n);
  v[a] = (word(v, a) + word(v, b) + y) & MASK;
  v[d] = rotated(word(v, d) ^ word(v, a), 16n);
  v[c] = (word(v, c) + word(v, d)) & MASK;
  v[b] = rotated(word(v, b) ^ word(v, c), 63n);
}

function rotated(value: bigint, by: bigint): bigint {
  return ((value >> by) | (value << (64n - by))) & MASK;
}

function word(words: readonly bigint[], index: number): bigint {
  return words[index] ?? 0n;
}
