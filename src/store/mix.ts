import { randomInt } from 'node:crypto';

/** Differs in every process, so that nobody can send ids that all fall into the same slot of a table. */
export const SEED: number = randomInt(2 ** 32) | 0;

/** Spreads the bits of a word over all of its bits (the finalizer of MurmurHash3). */
export function mixed(word: number): number {
  let hash = word ^ SEED;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
