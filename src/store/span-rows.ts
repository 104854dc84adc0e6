import { mixed, SEED } from './mix.ts';

const PAGE_BITS = 12;
const PAGE_SIZE = 1 << PAGE_BITS;
const PAGE_MASK = PAGE_SIZE - 1;
const FIRST_SLOTS = 1_024;

/** No row: the end of a trace's rows. */
export const NO_ROW = 0xffffffff;

/** The columns of some thousand spans. Pages never move, so that holding more spans makes none of them slower. */
export class SpanPage {
  /** Two words each. */
  readonly spanIds: Uint32Array = new Uint32Array(2 * PAGE_SIZE);
  /** Two words each; both 0 for none. */
  readonly parentIds: Uint32Array = new Uint32Array(2 * PAGE_SIZE);
  /** The row of its trace. */
  readonly traceOf: Uint32Array = new Uint32Array(PAGE_SIZE);
  /** The next row of the same trace, or {@link NO_ROW}. */
  readonly next: Uint32Array = new Uint32Array(PAGE_SIZE);
  /** Where its content is, see HeldSpans. */
  readonly place: Uint32Array = new Uint32Array(PAGE_SIZE);
  readonly originOf: Uint32Array = new Uint32Array(PAGE_SIZE);
  readonly nameOf: Uint16Array = new Uint16Array(PAGE_SIZE);
  /** Whole milliseconds after the store's first moment. */
  readonly startMs: Int32Array = new Int32Array(PAGE_SIZE);
}

/** What is known of every span that is held, by row, in the order of arrival, and the way from some ids to rows. */
export class SpanRows {
  size = 0;
  readonly #pages: SpanPage[] = [];
  /** Open addressing: a row plus 1, or 0 for a free slot. */
  #slots = new Uint32Array(FIRST_SLOTS);
  #indexed = 0;

  /** The page of a row; `indexOf(row)` is its index there. */
  page(row: number): SpanPage {
    return this.#pages[row >>> PAGE_BITS] as SpanPage;
  }

  /** The row of a span that was given to {@link index}, or -1. */
  find(trace: number, high: number, low: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashOf(trace, high, low) & mask;
    for (let taken = slots[slot] as number; taken !== 0; taken = slots[slot] as number) {
      if (this.isSpan(taken - 1, high, low) && this.page(taken - 1).traceOf[indexOf(taken - 1)] === trace)
        return taken - 1;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  /** Whether a row has this span id. */
  isSpan(row: number, high: number, low: number): boolean {
    const { spanIds } = this.page(row);
    const word = 2 * (row & PAGE_MASK);
    return spanIds[word + 1] === low && spanIds[word] === high;
  }

  append(trace: number, high: number, low: number): number {
    const row = this.size++;
    const index = row & PAGE_MASK;
    if (index === 0) this.#pages.push(new SpanPage());
    const page = this.#pages[row >>> PAGE_BITS] as SpanPage;
    page.spanIds[2 * index] = high;
    page.spanIds[2 * index + 1] = low;
    page.traceOf[index] = trace;
    page.next[index] = NO_ROW;
    return row;
  }

  /** Makes a row be found by its ids, which no other row that is found has. */
  index(row: number): void {
    this.#indexed++;
    if (4 * this.#indexed > 3 * this.#slots.length) this.#grow();
    this.#slots[this.#freeSlot(row, this.#slots)] = row + 1;
  }

  #grow(): void {
    const slots = new Uint32Array(2 * this.#slots.length);
    for (const taken of this.#slots) if (taken !== 0) slots[this.#freeSlot(taken - 1, slots)] = taken;
    this.#slots = slots;
  }

  #freeSlot(row: number, slots: Uint32Array): number {
    const { spanIds, traceOf } = this.page(row);
    const index = row & PAGE_MASK;
    const mask = slots.length - 1;
    let slot = hashOf(traceOf[index] as number, spanIds[2 * index] as number, spanIds[2 * index + 1] as number) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    return slot;
  }
}

/** Where in its page a row is. */
export function indexOf(row: number): number {
  return row & PAGE_MASK;
}

function hashOf(trace: number, high: number, low: number): number {
  // A word at a time: were they only added up before they are mixed, anybody could send ids whose sums are equal.
  return mixed(mixed(Math.imul(trace ^ SEED, 0x85ebca6b) ^ high) ^ low);
}
