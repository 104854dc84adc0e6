import { byStartTime, type Span } from '../model/trace.ts';
import type { CompiledCriteria } from '../query/compile-criteria.ts';
import { candidates } from './candidates.ts';
import { Postings } from './postings.ts';
import { rowFilter } from './row-filter.ts';
import { compareTraceIds } from './row-order.ts';
import type { Beginning } from './since.ts';
import type { Snapshot, Snapshots } from './snapshot.ts';
import { indexOf } from './span-rows.ts';
import type { SpanStore } from './span-store.ts';
import type { SpanTable } from './span-table.ts';

/** Which spans are looked at. */
export interface Range {
  /** Only those that count for this wait. */
  readonly beginning?: Beginning;
  /** Only those of these traces. */
  readonly traceIds?: ReadonlySet<string> | undefined;
}

/**
 * The spans that match, in the order of arrival.
 *
 * Rows are found by an index where there is one for what is asked, and judged by columns and single fields; only what
 * is left is decoded.
 */
export function matchingSpans(
  store: SpanStore,
  snapshots: Snapshots,
  criteria: CompiledCriteria,
  range: Range = {},
): Span[] {
  const matcher = new RowMatcher(store, snapshots, criteria, range);
  const found: Span[] = [];
  const consider = (row: number): void => {
    const span = matcher.match(row);
    if (span !== undefined) found.push(span);
  };
  const rows = rowsAmong(store, criteria, range);
  if (rows === undefined) for (let row = 0; row < store.table.rows.size; row++) consider(row);
  else if (rows instanceof Postings)
    for (let index = 0; index < rows.size; index++) consider(rows.rows[index] as number);
  else for (const row of rows) consider(row);
  return found;
}

/** The match that began first; of those that began together the one that `byStartTime` has first. */
export function firstMatch(
  store: SpanStore,
  snapshots: Snapshots,
  criteria: CompiledCriteria,
  range: Range = {},
): Span | undefined {
  const first = new FirstMatch(store.table, new RowMatcher(store, snapshots, criteria, range));
  const rows = rowsAmong(store, criteria, range);
  if (rows === undefined) for (let row = 0; row < store.table.rows.size; row++) first.consider(row);
  else if (rows instanceof Postings) first.considerAll(rows);
  else for (const row of rows) first.consider(row);
  return first.span;
}

function rowsAmong(
  store: SpanStore,
  criteria: CompiledCriteria,
  { traceIds }: Range,
): readonly number[] | Postings | undefined {
  const only = criteria.traceId === undefined ? traceIds : [criteria.traceId];
  if (only === undefined) return candidates(store.table, criteria);
  return Array.from(only).flatMap(id => (traceIds?.has(id) === false ? [] : (store.record(id)?.rows() ?? [])));
}

/** Judges rows, cheap conditions first. */
class RowMatcher {
  readonly #store: SpanStore;
  readonly #snapshots: Snapshots;
  readonly #criteria: CompiledCriteria;
  readonly #beginning: Beginning | undefined;
  readonly #mayMatch: (row: number) => boolean;
  /** By the row of the trace. */
  readonly #taken = new Map<number, Snapshot>();

  constructor(store: SpanStore, snapshots: Snapshots, criteria: CompiledCriteria, { beginning }: Range) {
    this.#store = store;
    this.#snapshots = snapshots;
    this.#criteria = criteria;
    this.#beginning = beginning;
    this.#mayMatch = rowFilter(store.table, criteria);
  }

  /** The span of a row, if it matches. */
  match(row: number): Span | undefined {
    if (this.#beginning?.countsRow(row) === false || !this.#mayMatch(row)) return undefined;
    const trace = this.#store.table.rows.page(row).traceOf[indexOf(row)] as number;
    let snapshot = this.#taken.get(trace);
    if (snapshot === undefined) {
      snapshot = this.#snapshots.ofRow(trace);
      this.#taken.set(trace, snapshot);
    }
    const span = snapshot.span(row);
    if (this.#criteria.matches(span)) return span;
    snapshot.forget(row);
    return undefined;
  }
}

/** The earliest match up to now; what comes after it is not decoded. */
class FirstMatch {
  span: Span | undefined;
  #row = -1;
  #beganMs = Number.POSITIVE_INFINITY;
  #startTimeUnixNano = 0n;
  readonly #table: SpanTable;
  readonly #matcher: RowMatcher;

  constructor(table: SpanTable, matcher: RowMatcher) {
    this.#table = table;
    this.#matcher = matcher;
  }

  consider(row: number): void {
    if (this.span !== undefined && this.#comesLater(row)) return;
    const span = this.#matcher.match(row);
    if (span === undefined) return;
    const order = this.span === undefined ? -1 : byStartTime(span, this.span);
    if (order > 0 || (order === 0 && row > this.#row)) return;
    this.span = span;
    this.#row = row;
    this.#beganMs = this.#table.beganMs(row);
    this.#startTimeUnixNano = span.startTimeUnixNano;
  }

  /** Begins with the block that has the earliest span: if it matches, most others need not be looked at. */
  considerAll(postings: Postings): void {
    const { earliest } = postings;
    let first = 0;
    for (let block = 1; block < earliest.length; block++) {
      if ((earliest[block] as number) < (earliest[first] as number)) first = block;
    }
    this.#considerBlock(postings, first);
    for (let block = 0; block < earliest.length; block++) {
      if (block !== first && !this.#isLater(earliest[block] as number)) this.#considerBlock(postings, block);
    }
  }

  #considerBlock(postings: Postings, block: number): void {
    const end = postings.blockEnd(block);
    for (let index = postings.blockStart(block); index < end; index++) this.consider(postings.rows[index] as number);
  }

  /** Whether a row certainly comes after the best one. If they share start and trace, only the decoded spans tell. */
  #comesLater(row: number): boolean {
    const beganMs = this.#table.beganMs(row);
    if (this.#isLater(beganMs)) return true;
    if (beganMs < this.#beganMs - 1) return false;
    const start = this.#table.startTimeUnixNano(row);
    if (start !== this.#startTimeUnixNano) return start > this.#startTimeUnixNano;
    return compareTraceIds(this.#table, row, this.#row) > 0;
  }

  /** Start times in columns are whole milliseconds, for packed spans rounded by a hair: they differ by 2, or do not tell. */
  #isLater(beganMs: number): boolean {
    return beganMs > this.#beganMs + 1;
  }
}
