import { countBelow } from './count-below.ts';

/** When rows arrived, on the steady clock: those of one request together. */
export class Arrivals {
  readonly #firstRows: number[] = [];
  readonly #times: number[] = [];

  /** From this row on, rows arrived at this time, which is not before that of the rows before. */
  note(firstRow: number, atMs: number): void {
    if (this.#times.at(-1) === atMs) return;
    this.#firstRows.push(firstRow);
    this.#times.push(atMs);
  }

  of(row: number): number {
    return this.#times[countBelow(this.#firstRows, row + 1) - 1] ?? 0;
  }

  /** The first row that arrived at this time or later; infinite when there is none. */
  firstRowSince(atMs: number): number {
    return this.#firstRows[countBelow(this.#times, atMs)] ?? Number.POSITIVE_INFINITY;
  }

  /** When the latest row arrived; 0 before the first. */
  get latest(): number {
    return this.#times.at(-1) ?? 0;
  }
}
