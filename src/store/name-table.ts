const MAX_NAMES = 0xffff;
const CACHE_SLOTS = 1_024;

/** Stands for every name that came after the table was full: who looks for one of these has to look at the spans. */
export const ANY_NAME = 0xffff;

interface Cached {
  readonly print: number;
  readonly bytes: Buffer;
  readonly number: number;
}

/** The distinct names of spans, numbered: most telemetry repeats a few. */
export class NameTable {
  readonly #names: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #cache: (Cached | undefined)[] = new Array<Cached | undefined>(CACHE_SLOTS).fill(undefined);

  /** Every name that has a number, by number. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** The number of the name that these bytes hold; `print` is a hash of them. */
  numberOfBytes(body: Buffer, start: number, end: number, print: number): number {
    const slot = print & (CACHE_SLOTS - 1);
    const cached = this.#cache[slot];
    if (cached !== undefined && cached.print === print && isSame(cached.bytes, body, start, end)) return cached.number;
    const number = this.numberOf(body.toString('utf8', start, end));
    this.#cache[slot] = { print, bytes: Buffer.from(body.subarray(start, end)), number };
    return number;
  }

  /** The number of a name that came; undefined for one that has none, which may have come all the same. */
  find(name: string): number | undefined {
    return this.#numbers.get(name);
  }

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    if (this.#names.length === MAX_NAMES) return ANY_NAME;
    this.#numbers.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }
}

function isSame(bytes: Buffer, body: Buffer, start: number, end: number): boolean {
  if (bytes.length !== end - start) return false;
  for (let index = 0; index < bytes.length; index++) if (bytes[index] !== body[start + index]) return false;
  return true;
}
