const FIRST_ROOM = 4;
const BLOCK_BITS = 8;
const BLOCK = 1 << BLOCK_BITS;

/** Rows that share something, in the order of arrival; and for every block of them when the earliest began. */
export class Postings {
  size = 0;
  #rows = new Uint32Array(FIRST_ROOM);
  readonly #earliest: number[] = [];

  /** The first `size` elements count. */
  get rows(): Uint32Array {
    return this.#rows;
  }

  /** When the earliest span of each block of rows began, see `SpanTable.beganMs`. */
  get earliest(): readonly number[] {
    return this.#earliest;
  }

  add(row: number, beganMs: number): void {
    if (this.size === this.#rows.length) {
      const rows = new Uint32Array(2 * this.size);
      rows.set(this.#rows);
      this.#rows = rows;
    }
    const block = this.size >>> BLOCK_BITS;
    this.#rows[this.size++] = row;
    const earliest = this.#earliest[block];
    if (earliest === undefined || beganMs < earliest) this.#earliest[block] = beganMs;
  }

  /** How many of the rows are below this one. */
  countBelow(row: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#rows[middle] as number) < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The index of a block's first row, and of the first after it. */
  blockStart(block: number): number {
    return block * BLOCK;
  }

  blockEnd(block: number): number {
    return Math.min(this.size, (block + 1) * BLOCK);
  }
}
