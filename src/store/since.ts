import type { TooOld } from '../model/too-old.ts';
import type { Span } from '../model/trace.ts';
import { testAt, testWindow } from './current-test.ts';
import type { Moment } from './moment.ts';
import { ABSURD_MS, type SenderClock } from './sender-clock.ts';
import { indexOf } from './span-rows.ts';
import type { SpanStore } from './span-store.ts';
import type { SpanTable } from './span-table.ts';

/** A moment that `receiver.mark()` gave, on both clocks of this process. */
export type Mark = Moment;

/** From when on spans count for a wait. */
export type Since = 'test' | 'start' | Mark;

/**
 * Tells spans that count from older ones: since the current test began, since a mark, or since `clear()` or the start.
 *
 * A start is compared only where the clock of its sender is known, corrected by its offset. Where it is not, arrival
 * decides: see docs/decisions/0029.
 */
export class Beginning {
  readonly #store: SpanStore;
  readonly #moment: Moment | undefined;
  /** Which traces of a table were known before, by their rows: that does not change any more. */
  #known: { readonly table: SpanTable | undefined; readonly byTrace: Map<number, boolean> };

  constructor(store: SpanStore, since: Since) {
    this.#store = store;
    this.#known = { table: undefined, byTrace: new Map() };
    const began = since === 'test' ? (testWindow() ?? store.started) : since;
    this.#moment = began === 'start' ? undefined : later(began, store.cleared);
  }

  /** That moment on the steady clock; 0 for the start of the receiver. */
  get sinceMs(): number {
    return this.#moment?.steadyMs ?? 0;
  }

  /** That moment in milliseconds since the epoch; 0 for the start of the receiver. */
  get sinceWallMs(): number {
    return this.#moment?.wallMs ?? 0;
  }

  /** Whether the span in this row of the store's table counts. */
  countsRow(row: number): boolean {
    if (this.#moment === undefined) return true;
    if (this.#store.table.arrivals.of(row) < this.#moment.steadyMs) return false;
    const startedMs = this.#store.openSpans.any
      ? this.#store.openSpans.startedMs(this.#store.table.idsOf(row))
      : undefined;
    if (startedMs !== undefined) return startedMs >= this.#moment.steadyMs;
    const clock = this.#clockOf(row);
    return clock === undefined ? !this.#isOfKnownTrace(row) : this.#beganSince(row, clock);
  }

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

  /** Why a span does not count; undefined for one that does. */
  whyOld(span: Span): TooOld | undefined {
    const row = this.#store.row(span);
    if (row === undefined || this.#moment === undefined || this.countsRow(row)) return undefined;
    const { table } = this.#store;
    const beganMs = table.beganMs(row);
    const clock = this.#clockOf(row);
    const offsetMs = clock?.offset ?? 0;
    const arrivedMs = table.arrivals.of(row);
    if (arrivedMs < this.#moment.steadyMs)
      return { why: 'arrived-before', test: testAt('steadyMs', arrivedMs, arrivedMs) };
    const beforeMs = this.#moment.wallMs - (beganMs - offsetMs);
    if (clock === undefined) return { why: 'known-trace', beforeMs };
    const [from, to] = [beganMs - clock.atMost, beganMs - Math.min(clock.atLeast, clock.atMost)];
    return { why: 'began-before', test: testAt('wallMs', from - 1, to + 1), beforeMs, offsetMs, graceMs: to - from };
  }

  /** The clock of a row's sender; undefined where its times cannot be compared with those here. */
  #clockOf(row: number): SenderClock | undefined {
    const { table, clocks } = this.#store;
    const clock = clocks.of(table.originOf(row).resource);
    if (!clock.isComparable) return undefined;
    return Math.abs(table.startMs(row) - this.#arrivedMs(row)) > ABSURD_MS ? undefined : clock;
  }

  /** Whether the span in a row is of this time by a clock that is known between two bounds. */
  #beganSince(row: number, { atLeast, atMost }: SenderClock): boolean {
    const { table } = this.#store;
    // SDKs stamp starts with a clock of whole milliseconds: a span of this very millisecond may have begun in time.
    const sinceMs = Math.floor(this.#moment?.wallMs ?? 0);
    const beganMs = table.startMs(row);
    if (atLeast <= 0 && atMost >= 0) return beganMs >= sinceMs;
    if (beganMs + 1 - atMost > sinceMs) return true;
    // It began within the time by which the offset is not known: then it counts if it certainly ended in time.
    if (beganMs + 1 - atLeast <= sinceMs) return false;
    return Number(table.span(row).endTimeUnixNano) / 1e6 - atMost > sinceMs;
  }

  #isOfKnownTrace(row: number): boolean {
    const { table } = this.#store;
    if (this.#known.table !== table) this.#known = { table, byTrace: new Map() };
    const { byTrace } = this.#known;
    const trace = table.rows.page(row).traceOf[indexOf(row)] as number;
    let isKnown = byTrace.get(trace);
    if (isKnown === undefined) {
      isKnown = this.#store.wasKnownBefore(table.traceId(trace), this.sinceMs);
      byTrace.set(trace, isKnown);
    }
    return isKnown;
  }

  /** In milliseconds since the epoch. */
  #arrivedMs(row: number): number {
    const { table, started } = this.#store;
    return started.wallMs + table.arrivals.of(row) - started.steadyMs;
  }
}

function later(a: Moment, b: Moment | undefined): Moment {
  return b !== undefined && b.steadyMs > a.steadyMs ? b : a;
}
