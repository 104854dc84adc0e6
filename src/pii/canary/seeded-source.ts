import { createHash } from 'node:crypto';

/** Numbers that are the same for the same seed, on any machine and Node. */
export class SeededSource {
  readonly #seed: string;
  #block: Buffer = Buffer.alloc(0);
  #at = 0;
  #blocks = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** A whole number from 0 up to, not including, `limit`, which is at most 2^24. */
  below(limit: number): number {
    // Six bytes to so small a limit: no number is noticeably likelier.
    return this.#bytes(6).readUIntBE(0, 6) % limit;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  /** So many characters of an alphabet. */
  text(length: number, alphabet: string): string {
    return Array.from({ length }, () => alphabet[this.below(alphabet.length)]).join('');
  }

  #bytes(count: number): Buffer {
    if (this.#at + count > this.#block.length) {
      this.#block = createHash('sha512')
        .update(`${this.#seed}\0${this.#blocks++}`)
        .digest();
      this.#at = 0;
    }
    this.#at += count;
    return this.#block.subarray(this.#at - count, this.#at);
  }
}
