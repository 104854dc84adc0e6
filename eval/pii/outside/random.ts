/** The alphabets that patterns name. */
const ALPHABETS = {
  dec: '0123456789',
  hex: '0123456789abcdef',
  HEX: '0123456789ABCDEF',
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  low36: '0123456789abcdefghijklmnopqrstuvwxyz',
  up36: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  b32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  bech: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
  crock: '0123456789ABCDEFGHJKMNPQRSTVWXYZ',
  alnum: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  b64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
} as const;

export type Alphabet = keyof typeof ALPHABETS;

/** A seeded generator (mulberry32): the same seed gives the same numbers on every machine. */
export class Random {
  #state: number;

  /** @param seed a number, or a text such as `7 vendor github`, so that sources do not depend on each other */
  constructor(seed: number | string) {
    this.#state = 2_166_136_261;
    for (const char of String(seed)) this.#state = Math.imul(this.#state ^ (char.codePointAt(0) ?? 0), 16_777_619);
  }

  /** A number from 0 on and below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number; both ends are included. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.int(0, items.length - 1)];
    if (item === undefined) throw new Error('There is nothing to pick from.');
    return item;
  }

  chars(alphabet: Alphabet, length: number): string {
    const from = ALPHABETS[alphabet];
    return Array.from({ length }, () => from[this.int(0, from.length - 1)]).join('');
  }

  digits(length: number): string {
    return this.chars('dec', length);
  }

  uuid(): string {
    return this.fill('{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}');
  }

  /** A date of birth of somebody between 18 and 80. */
  birthDate(): Date {
    return new Date(Date.UTC(this.int(1946, 2006), this.int(0, 11), this.int(1, 28)));
  }

  /**
   * Fills a pattern: `{hex:32}` and its like with characters of an alphabet (`{hex:8,12}`: 8 to 12), `{uuid}`,
   * `{one|two}` with one of them.
   */
  fill(pattern: string): string {
    return pattern.replace(/\{([^{}]+)\}/g, (whole, body: string) => {
      if (body === 'uuid') return this.uuid();
      const parts = /^(\w+):(\d+)(?:,(\d+))?$/.exec(body);
      if (parts === null) return /^[^\s"]*\|[^\s"]*$/.test(body) ? this.pick(body.split('|')) : whole;
      const [, alphabet = '', from, to = from] = parts;
      if (!(alphabet in ALPHABETS)) throw new Error(`${alphabet} in ${pattern} is not an alphabet.`);
      return this.chars(alphabet as Alphabet, this.int(Number(from), Number(to)));
    });
  }

  /** Fills a number's format: `#` is a digit, `N` one from 2 on. */
  number(format: string): string {
    return format.replace(/[#N]/g, mark => String(this.int(mark === 'N' ? 2 : 0, 9)));
  }
}
