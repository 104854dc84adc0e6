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

  /** Whether the span began since then. */
  counts(span: Span): boolean {
    if (this.#moment === undefined) return true;
    const arrival = this.#arrivalOf(span);
    if (arrival !== undefined && arrival < this.#moment.steadyMs) return false;
    // SDKs stamp starts with a clock of whole milliseconds: a span of this very millisecond may have begun in time.
    return span.startTimeUnixNano / 1_000_000n >= BigInt(Math.floor(this.#moment.wallMs));
  }

  /** The name of the earlier test in which a span began that does not count, where a runner's entry marks tests. */
  testOf(span: Span): string | undefined {
    const beganMs = Number(span.startTimeUnixNano / 1_000_000n);
    const arrivedMs = this.#arrivalOf(span) ?? Number.POSITIVE_INFINITY;
    return testMarks().findLast(mark => mark.wallMs <= beganMs && mark.steadyMs <= arrivedMs)?.name;
  }

  #arrivalOf(span: Span): number | undefined {
    return this.#store.record(span.traceId)?.arrivalOf(span.spanId);
  }
}

function later(a: Moment, b: Moment | undefined): Moment {
  return b !== undefined && b.steadyMs > a.steadyMs ? b : a;
}
