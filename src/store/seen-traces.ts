import type { SpanTable } from './span-table.ts';

/** The traces that were seen last are enough: a test does not get spans of one that is long over. */
const KEPT = 10_000;

/** Remembers, beyond a `clear()`, of which traces spans have arrived. */
export class SeenTraces {
  #traceIds = new Set<string>();

  has(traceId: string): boolean {
    return this.#traceIds.has(traceId);
  }

  /** Remembers the traces of a table that is going to be forgotten. */
  note(table: SpanTable): void {
    const { size } = table.traces;
    for (let trace = Math.max(0, size - KEPT); trace < size; trace++) this.#traceIds.add(table.traceId(trace));
    if (this.#traceIds.size > 2 * KEPT) this.#traceIds = new Set([...this.#traceIds].slice(-KEPT));
  }
}
