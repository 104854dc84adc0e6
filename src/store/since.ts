import type { Span } from '../model/trace.ts';
import { currentTest, testMarks } from './current-test.ts';
import type { Moment, SpanStore } from './span-store.ts';

/** From when on spans count for a wait. */
export type Since = 'test' | 'start';

/** Tells spans that count from older ones: begun since the current test began, or since `clear()` or the start. */
export class Beginning {
  readonly #store: SpanStore;
  readonly #moment: Moment | undefined;

  constructor(store: SpanStore, since: Since) {
    this.#store = store;
    this.#moment = since === 'start' ? undefined : later(currentTest() ?? store.started, store.cleared);
  }

  /** That moment on the steady clock; 0 for the start of the receiver. */
  get sinceMs(): number {
    return this.#moment?.steadyMs ?? 0;
  }

  /** That moment in milliseconds since the epoch; 0 for the start of the receiver. */
  get sinceWallMs(): number {
    return this.#moment?.wallMs ?? 0;
  }

  /** Whether the span in this row of the store's table began since then. */
  countsRow(row: number): boolean {
    if (this.#moment === undefined) return true;
    const { table } = this.#store;
    if (table.arrivals.of(row) < this.#moment.steadyMs) return false;
    // SDKs stamp starts with a clock of whole milliseconds: a span of this very millisecond may have begun in time.
    return table.startMs(row) >= Math.floor(this.#moment.wallMs);
  }

  /** Whether the span began since then. */
  counts(span: Span): boolean {
    const row = this.#store.row(span);
    return row === undefined || this.countsRow(row);
  }

  /** The traces with spans that count, in the order of their first arrival. */
  traceIds(): string[] {
    const records =
      this.#moment === undefined ? this.#store.records() : this.#store.recordsSince(this.#moment.steadyMs);
    return Array.from(records)
      .filter(record => record.rows().some(row => this.countsRow(row)))
      .map(record => record.traceId);
  }

  /** The name of the earlier test in which a span began that does not count, where a runner's entry marks tests. */
  testOf(span: Span): string | undefined {
    const beganMs = Number(span.startTimeUnixNano / 1_000_000n);
    const row = this.#store.row(span);
    const arrivedMs = row === undefined ? Number.POSITIVE_INFINITY : this.#store.table.arrivals.of(row);
    return testMarks().findLast(mark => mark.wallMs <= beganMs && mark.steadyMs <= arrivedMs)?.name;
  }
}

function later(a: Moment, b: Moment | undefined): Moment {
  return b !== undefined && b.steadyMs > a.steadyMs ? b : a;
}
