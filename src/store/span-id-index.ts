import { mixed } from './mix.ts';
import { indexOf, type SpanRows } from './span-rows.ts';

const FIRST_SLOTS = 1_024;

/**
 * The way from a span id to every row that has it, in any trace.
 *
 * Chained rather than with open addressing: one id can come in each of 100,000 traces, which would fill a table with
 * one run of slots that every insertion has to walk.
 */
export class SpanIdIndex {
  readonly #rows: SpanRows;
  /** The latest row of a slot, plus 1; 0 for none. */
  #slots = new Uint32Array(FIRST_SLOTS);
  /** By row: the row before it in the same slot, plus 1. */
  #before = new Uint32Array(FIRST_SLOTS);
  #indexed = 0;

  constructor(rows: SpanRows) {
    this.#rows = rows;
  }

  /** The rows of the spans with this id, in the order of arrival. */
  find(high: number, low: number): number[] {
    this.#extend();
    const found: number[] = [];
    let next = this.#slots[hashOf(high, low) & (this.#slots.length - 1)] as number;
    for (; next !== 0; next = this.#before[next - 1] as number) {
      if (this.#rows.isSpan(next - 1, high, low)) found.push(next - 1);
    }
    return found.reverse();
  }

  /** Takes in the rows that came since. */
  #extend(): void {
    const { size } = this.#rows;
    if (size > this.#slots.length) this.#makeRoom(size);
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (; this.#indexed < size; this.#indexed++) {
      const row = this.#indexed;
      const { spanIds } = this.#rows.page(row);
      const word = 2 * indexOf(row);
      const slot = hashOf(spanIds[word] as number, spanIds[word + 1] as number) & mask;
      this.#before[row] = slots[slot] as number;
      slots[slot] = row + 1;
    }
  }

  /** Larger tables, still empty. */
  #makeRoom(rows: number): void {
    let { length } = this.#slots;
    while (length < rows) length *= 2;
    this.#slots = new Uint32Array(length);
    this.#before = new Uint32Array(length);
    this.#indexed = 0;
  }
}

function hashOf(high: number, low: number): number {
  return mixed(mixed(high) ^ low);
}
