import type { Lateness } from '../model/lateness.ts';
import type { LogRecord } from '../model/log-record.ts';
import { type Loss, withLosses } from '../model/loss.ts';
import type { Overflow } from '../model/overflow.ts';
import { type Captured, Span, type Surroundings, Trace, type TraceParts, type TraceVerbs } from '../model/trace.ts';
import type { UnendedSpan } from '../model/unended-span.ts';
import { countBelow } from './count-below.ts';
import { tracesBeside, tracesServedBeside } from './held-beside.ts';
import { heldSpans } from './held-spans.ts';
import { joinRecords } from './join-records.ts';
import type { LogStore, LogView } from './log-store.ts';
import { type LossScope, type LossView, lossesIn } from './loss-log.ts';
import { isSameUnended } from './open-spans.ts';
import type { SpanStore } from './span-store.ts';
import type { SpanTable } from './span-table.ts';
import { TraceRecord } from './trace-record.ts';

/** Snapshots that are remembered before those that nobody holds any more are looked for. */
const SWEEP_EVERY = 1_000;

const NOTHING_AROUND: Surroundings = { crossings: () => [], startedServices: () => new Map() };

/**
 * What one trace consisted of at a moment: how much there was of it, and in the whole store. Since stores only add, and
 * keep the order, that is enough to tell later what there was.
 */
interface View {
  readonly table: SpanTable;
  /** Its row; undefined when nothing of it arrived. */
  readonly trace: number | undefined;
  readonly traceId: string;
  readonly spans: number;
  readonly sentSpanIds: number;
  /** Rows and problems of the whole table. */
  readonly allRows: number;
  readonly allProblems: number;
  readonly logs: LogView;
  readonly losses: LossView;
  readonly unended: readonly UnendedSpan[];
  readonly overflow: Overflow | undefined;
  readonly window: LossWindow;
}

/** Which losses count for a snapshot. */
export interface LossWindow {
  /** From when on what could not be read counts, on the steady clock. Infinite: no loss counts. */
  readonly sinceMs: number;
  /** Which lost spans of other traces count too: those that would be judged with it. */
  readonly concernsTrace: LossScope['concernsTrace'];
}

export const NO_LOSS_COUNTS: LossWindow = { sinceMs: Number.POSITIVE_INFINITY, concernsTrace: () => false };

/** What a wait knows of the trace that it gives. */
export interface Awaited {
  readonly window: LossWindow;
  readonly unsettled: boolean;
  readonly lateness: Lateness | undefined;
}

/** A trace as it was at a moment, of which only those spans were decoded that somebody looked at. */
export class Snapshot<Result = undefined> {
  readonly view: View;
  readonly #build: (spans: readonly Span[], rows: readonly number[]) => Trace<Result>;
  /** Those that were looked at before the trace was built. */
  readonly #spans = new Map<number, Span>();
  /** All of them once it is built, and their rows, which ascend. */
  #built: { readonly rows: readonly number[]; readonly spans: readonly Span[] } | undefined;
  #trace: Trace<Result> | undefined;

  readonly #buildTrace = (): Trace<Result> => this.trace;

  constructor(view: View, build: (spans: readonly Span[], rows: readonly number[]) => Trace<Result>) {
    this.view = view;
    this.#build = build;
  }

  /** The span in this row of the store's table: always the same object. */
  span(row: number): Span {
    const known = this.#spans.get(row) ?? this.#builtSpan(row);
    if (known !== undefined) return known;
    const span = this.#decoded(row);
    this.#spans.set(row, span);
    return span;
  }

  /** Lets go of a span that nobody else has seen: it did not match. */
  forget(row: number): void {
    if (this.#trace === undefined) this.#spans.delete(row);
  }

  get trace(): Trace<Result> {
    if (this.#trace === undefined) {
      const rows = rowsOf(this.view);
      const spans = rows.map(row => this.#spans.get(row) ?? this.#decoded(row));
      this.#built = { rows, spans };
      this.#trace = this.#build(spans, rows);
    }
    return this.#trace;
  }

  #decoded(row: number): Span {
    return new Span(this.view.table.span(row), this.#buildTrace);
  }

  #builtSpan(row: number): Span | undefined {
    if (this.#built === undefined) return undefined;
    const { rows, spans } = this.#built;
    const index = countBelow(rows, row);
    return rows[index] === row ? spans[index] : undefined;
  }
}

/** Makes traces out of what a store holds at the moment; one that somebody still holds is not made twice. */
export class Snapshots {
  readonly #store: SpanStore;
  readonly #verbs: TraceVerbs;
  readonly #logs: LogStore;
  readonly #overflow: () => Overflow | undefined;
  readonly #surroundings: Surroundings;
  /** By the row of the trace. */
  readonly #made = new Map<number, { view: View; snapshot: WeakRef<Snapshot> }>();
  #sweepAt = SWEEP_EVERY;

  /** @param overflow the bound that was passed at the store */
  constructor(
    store: SpanStore,
    logs: LogStore,
    verbs: TraceVerbs,
    overflow: () => Overflow | undefined,
    surroundings: Surroundings = NOTHING_AROUND,
  ) {
    this.#store = store;
    this.#logs = logs;
    this.#verbs = verbs;
    this.#overflow = overflow;
    this.#surroundings = surroundings;
  }

  /** The trace as it stands; without spans when none arrived. */
  of(traceId: string): Trace<undefined> {
    const row = this.#store.table.traceRow(traceId);
    return row === undefined ? this.#snapshot<undefined>(this.#view(traceId), {}).trace : this.ofRow(row).trace;
  }

  /** The trace as it stands, with what a wait knows of it. */
  awaited(traceId: string, { window, unsettled, lateness }: Awaited): Trace<undefined> {
    if (!unsettled && this.#store.losses.view().entries.length === 0) return this.of(traceId);
    return this.#snapshot<undefined>(this.#view(traceId, window), { unsettled, lateness }).trace;
  }

  /** Everything that is held. A trace of which nothing is stored would have been among it. */
  all(traceIds: readonly string[]): readonly Trace<undefined>[] {
    const { table } = this.#store;
    const window = { ...this.#sinceCleared(), concernsTrace: (id: string) => table.traceRow(id) === undefined };
    return traceIds.map(id => this.awaited(id, { window, unsettled: false, lateness: undefined }));
  }

  /** The trace in this row of the store's table as it stands, of which nothing is decoded yet. */
  ofRow(row: number): Snapshot {
    const { table } = this.#store;
    const view = this.#view(new TraceRecord(table, row).traceId, this.#sinceCleared(), row);
    const made = this.#made.get(row);
    const known = made !== undefined && isSame(made.view, view) ? made.snapshot.deref() : undefined;
    if (known !== undefined) return known;
    const snapshot = this.#snapshot<undefined>(view, {});
    this.#made.set(row, { view, snapshot: new WeakRef(snapshot) });
    if (this.#made.size > this.#sweepAt) this.#sweep();
    return snapshot;
  }

  /** The trace as it stands, with what its capture knows of it. */
  captured<Result>(traceId: string, captured: Captured<Result>, window: LossWindow): Trace<Result> {
    return this.#snapshot(this.#view(traceId, window), { captured }).trace;
  }

  /** Traces as they stand now, built when they are first looked at. */
  later(traceIds: readonly string[], window: LossWindow): () => readonly Trace[] {
    const snapshots = traceIds.map(id => this.#snapshot(this.#view(id, window), {}));
    return () => snapshots.map(snapshot => snapshot.trace);
  }

  /** What is not stored of all that was sent since `clear()`. */
  lossesSinceCleared(): readonly Loss[] {
    const { sinceMs, concernsTrace } = this.#sinceCleared();
    return lossesIn(this.#store.losses.view(), { traceId: undefined, sinceMs, concernsTrace });
  }

  /** Of a trace by itself, all counts that could not be read since the store was last empty. */
  #sinceCleared(): LossWindow {
    return { sinceMs: this.#store.cleared?.steadyMs ?? 0, concernsTrace: NO_OTHER };
  }

  clear(): void {
    this.#made.clear();
  }

  #view(
    traceId: string,
    window: LossWindow = this.#sinceCleared(),
    trace: number | undefined = this.#store.table.traceRow(traceId),
  ): View {
    const { table } = this.#store;
    return {
      table,
      trace,
      traceId,
      spans: trace === undefined ? 0 : new TraceRecord(table, trace).size,
      sentSpanIds: this.#store.sentSpanIds(traceId).size,
      allRows: table.rows.size,
      allProblems: table.problems.length,
      logs: this.#logs.view(traceId),
      losses: this.#store.losses.view(),
      unended: this.#store.openSpans.of(traceId),
      overflow: this.#overflow(),
      window,
    };
  }

  /** `family`: the snapshots that were made at this moment already, since traces can link into each other. */
  #snapshot<Result>(
    view: View,
    given: Pick<TraceParts<Result>, 'captured' | 'unsettled' | 'lateness'>,
    family: Map<string, Snapshot<unknown>> = new Map(),
  ): Snapshot<Result> {
    const { table, traceId } = view;
    const linked = (id: string): Trace => {
      const known = family.get(id) ?? this.#snapshot<unknown>(this.#viewBeside(view, id), {}, family);
      return known.trace;
    };
    const snapshot = new Snapshot<Result>(view, (spans, rows) => {
      const losses = [...lossesIn(view.losses, { traceId, ...view.window }), ...this.#outputLosses(view, spans)];
      const { records, lineOf } = joinRecords(view.logs.records.slice(0, view.logs.own), view.logs.lines);
      return new Trace<Result>({
        traceId,
        spans,
        problems: table.problemsOf(traceId, view.allProblems),
        sentSpanIds: firstOf(this.#store.sentSpanIds(traceId), view.sentSpanIds),
        verbs: this.#verbs,
        exportPlaceOf: index => table.exportPlaceOf(rows[index] as number),
        losses: Object.freeze(losses),
        unended: view.unended,
        logs: Object.freeze(withLosses([...records], losses)),
        lineOf,
        recordsOf: service => this.#recordsOf(view.logs, service),
        overflow: view.overflow,
        overflowNow: this.#overflow,
        surroundings: this.#surroundings,
        linked: () => table.links.into(traceId, view.allRows).map(linked),
        isOwned: () => this.#store.owns(traceId),
        heldBeside: service =>
          tracesBeside(this.#store, { ...view, startedMs: given.captured?.startedMs }, service).map(linked),
        heldSpans: () => heldSpans(table, view.allRows),
        servedBeside: service =>
          tracesServedBeside(this.#store, { ...view, startedMs: given.captured?.startedMs }, service).map(linked),
        spanElsewhere: (otherId, spanId) => linked(otherId).linkTarget({ traceId: otherId, spanId }),
        ...given,
      });
    });
    family.set(traceId, snapshot as Snapshot<unknown>);
    return snapshot;
  }

  /** Another trace at the moment of a view. */
  #viewBeside(view: View, traceId: string): View {
    const { table, allRows } = view;
    const trace = table.traceRow(traceId);
    const rows = trace === undefined ? [] : new TraceRecord(table, trace).rows();
    const spans = rows.filter(row => row < allRows).length;
    const sentSpanIds = this.#store.sentSpanIds(traceId).size;
    const unended = this.#store.openSpans.of(traceId);
    const { size, lineCount } = view.logs;
    return { ...view, trace, traceId, spans, sentSpanIds, unended, logs: this.#logs.view(traceId, size, lineCount) };
  }

  /** What was written and not kept since the first span of a trace began. */
  #outputLosses({ window }: View, spans: readonly Span[]): readonly Loss[] {
    if (!Number.isFinite(window.sinceMs) || !this.#logs.output.lostSome) return [];
    let first = Number.POSITIVE_INFINITY;
    for (const { startTimeUnixNano } of spans) first = Math.min(first, Number(startTimeUnixNano / 1_000_000n));
    return this.#logs.output.lossesSince(first);
  }

  /** Log records of a service at the moment of a view, whatever trace they name. */
  #recordsOf({ size, lineCount }: LogView, service: string): readonly LogRecord[] {
    const all = [...this.#logs.records.slice(0, size), ...this.#logs.output.all(lineCount)];
    return all.filter(record => record.service === service);
  }

  #sweep(): void {
    for (const [row, { snapshot }] of this.#made) if (snapshot.deref() === undefined) this.#made.delete(row);
    this.#sweepAt = 2 * this.#made.size + SWEEP_EVERY;
  }
}

/** Whether nothing has come to a trace since, nor to those that it shares links with: anything that came may be of one. */
function isSame(before: View, now: View): boolean {
  if (before.spans !== now.spans || before.sentSpanIds !== now.sentSpanIds) return false;
  if (before.allProblems !== now.allProblems || before.logs.own !== now.logs.own) return false;
  if (before.logs.lines.length !== now.logs.lines.length) return false;
  if (before.losses.moment !== now.losses.moment || before.overflow !== now.overflow) return false;
  if (!isSameUnended(before.unended, now.unended)) return false;
  const { links } = now.table;
  return before.allRows === now.allRows || !(links.hasInto(now.traceId) || links.hasOutOf(now.traceId));
}

function rowsOf({ table, trace, spans }: View): readonly number[] {
  return trace === undefined ? [] : new TraceRecord(table, trace).rows().slice(0, spans);
}

const NO_OTHER = (): boolean => false;

function firstOf<Element>(elements: ReadonlySet<Element>, size: number): ReadonlySet<Element> {
  return elements.size === size ? new Set(elements) : new Set([...elements].slice(0, size));
}
