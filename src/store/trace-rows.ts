import { mixed } from './mix.ts';
import { NO_ROW } from './span-rows.ts';

const PAGE_BITS = 10;
const PAGE_SIZE = 1 << PAGE_BITS;
const PAGE_MASK = PAGE_SIZE - 1;
const FIRST_SLOTS = 256;

/** The columns of some traces, as a SpanPage has those of some spans. */
export class TracePage {
  /** Four words each. */
  readonly ids: Uint32Array = new Uint32Array(4 * PAGE_SIZE);
  readonly firstSpan: Uint32Array = new Uint32Array(PAGE_SIZE);
  readonly lastSpan: Uint32Array = new Uint32Array(PAGE_SIZE);
  readonly count: Uint32Array = new Uint32Array(PAGE_SIZE);
  /** How many spans it had when all their parents were known to be there. */
  readonly knownAt: Uint32Array = new Uint32Array(PAGE_SIZE);
}

/** Every trace of which spans are held, by row, in the order of first arrival, and the way from ids to rows. */
export class TraceRows {
  size = 0;
  readonly #pages: TracePage[] = [];
  #slots = new Uint32Array(FIRST_SLOTS);

  /** The page of a row; `indexOf(row)` is its index there. */
  page(row: number): TracePage {
    return this.#pages[row >>> PAGE_BITS] as TracePage;
  }

  indexOf(row: number): number {
    return row & PAGE_MASK;
  }

  /** The row of a trace, or the complement (`~slot`) of the slot that {@link append} takes for it. */
  find(a: number, b: number, c: number, d: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashOf(a, b, c, d) & mask;
    for (let taken = slots[slot] as number; taken !== 0; taken = slots[slot] as number) {
      const { ids } = this.#pages[(taken - 1) >>> PAGE_BITS] as TracePage;
      const word = 4 * ((taken - 1) & PAGE_MASK);
      if (ids[word + 3] === d && ids[word + 2] === c && ids[word + 1] === b && ids[word] === a) return taken - 1;
      slot = (slot + 1) & mask;
    }
    return ~slot;
  }

  /** Adds a row for a trace that {@link find} has just not found. */
  append(slot: number, a: number, b: number, c: number, d: number): number {
    const row = this.size++;
    const index = row & PAGE_MASK;
    if (index === 0) this.#pages.push(new TracePage());
    const page = this.page(row);
    page.ids[4 * index] = a;
    page.ids[4 * index + 1] = b;
    page.ids[4 * index + 2] = c;
    page.ids[4 * index + 3] = d;
    page.firstSpan[index] = NO_ROW;
    this.#slots[slot] = row + 1;
    if (4 * this.size > 3 * this.#slots.length) this.#grow();
    return row;
  }

  #grow(): void {
    const before = this.#slots;
    const slots = new Uint32Array(2 * before.length);
    const mask = slots.length - 1;
    for (const taken of before) {
      if (taken === 0) continue;
      const { ids } = this.page(taken - 1);
      const word = 4 * ((taken - 1) & PAGE_MASK);
      let slot = hashOf(ids[word] as number, ids[word + 1] as number, ids[word + 2] as number, ids[word + 3] as number);
      slot &= mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = taken;
    }
    this.#slots = slots;
  }
}

function hashOf(a: number, b: number, c: number, d: number): number {
  return mixed(mixed(mixed(mixed(a) ^ b) ^ c) ^ d);
}
