import { compareRows } from './row-order.ts';
import { indexOf } from './span-rows.ts';
import type { SpanTable } from './span-table.ts';

/** Of each of some values, how many rows have it, and which of them comes first in the order of `receiver.spans`. */
export class FirstRows<Value> {
  readonly #table: SpanTable;
  readonly #byValue = new Map<Value, { count: number; row: number; trace: number }>();

  constructor(table: SpanTable) {
    this.#table = table;
  }

  note(value: Value, row: number): void {
    const trace = this.#table.rows.page(row).traceOf[indexOf(row)] as number;
    const known = this.#byValue.get(value);
    if (known === undefined) {
      this.#byValue.set(value, { count: 1, row, trace });
      return;
    }
    known.count++;
    if (trace > known.trace || compareRows(this.#table, row, known.row) > 0) return;
    known.row = row;
    known.trace = trace;
  }

  /** The values by first appearance, and how often each comes. */
  inOrder(): [Value, number][] {
    return [...this.#byValue]
      .sort(([, a], [, b]) => compareRows(this.#table, a.row, b.row))
      .map(([value, { count }]) => [value, count]);
  }
}
