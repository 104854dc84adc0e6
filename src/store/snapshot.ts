import type { Overflow } from '../model/overflow.ts';
import { type Captured, Span, Trace, type TraceVerbs } from '../model/trace.ts';
import type { SpanStore } from './span-store.ts';
import type { SpanTable } from './span-table.ts';
import { TraceRecord } from './trace-record.ts';

/** Snapshots that are remembered before those that nobody holds any more are looked for. */
const SWEEP_EVERY = 1_000;

/**
 * What one trace consisted of at a moment: how much of what a store has of it. Since stores only add, and keep the
 * order, that is enough to tell later what there was.
 */
interface View {
  readonly table: SpanTable;
  readonly traceId: string;
  readonly spans: number;
  readonly problems: number;
  readonly sentSpanIds: number;
  readonly linkedFrom: number;
}

/** A trace as it was at a moment, of which only those spans were decoded that somebody looked at. */
export class Snapshot<Result = undefined> {
  readonly view: View;
  readonly #build: (spans: readonly Span[]) => Trace<Result>;
  readonly #spans = new Map<number, Span>();
  #trace: Trace<Result> | undefined;

  constructor(view: View, build: (spans: readonly Span[]) => Trace<Result>) {
    this.view = view;
    this.#build = build;
  }

  /** The span in this row of the store's table: always the same object. */
  span(row: number): Span {
    const known = this.#spans.get(row);
    if (known !== undefined) return known;
    const span = new Span(this.view.table.span(row), () => this.trace);
    this.#spans.set(row, span);
    return span;
  }

  /** Lets go of a span that nobody else has seen: it did not match. */
  forget(row: number): void {
    if (this.#trace === undefined) this.#spans.delete(row);
  }

  get trace(): Trace<Result> {
    this.#trace ??= this.#build(rowsOf(this.view).map(row => this.span(row)));
    return this.#trace;
  }
}

/** Makes traces out of what a store holds at the moment; one that somebody still holds is not made twice. */
export class Snapshots {
  readonly #store: SpanStore;
  readonly #verbs: TraceVerbs;
  readonly #overflow: () => Overflow | undefined;
  readonly #made = new Map<string, { state: string; snapshot: WeakRef<Snapshot> }>();
  #sweepAt = SWEEP_EVERY;

  /** @param overflow the bound that was passed at the store, asked for whenever a trace is judged */
  constructor(store: SpanStore, verbs: TraceVerbs, overflow: () => Overflow | undefined) {
    this.#store = store;
    this.#verbs = verbs;
    this.#overflow = overflow;
  }

  /** The trace as it stands; without spans when none arrived. */
  of(traceId: string): Trace<undefined> {
    return this.snapshot(traceId).trace;
  }

  /** The same, of which nothing is decoded yet. */
  snapshot(traceId: string): Snapshot {
    const views = this.#views(traceId);
    const state = views.map(stateOf).join();
    const made = this.#made.get(traceId);
    const known = made?.state === state ? made.snapshot.deref() : undefined;
    if (known !== undefined) return known;
    const snapshot = this.#snapshot<undefined>(traceId, views, new Map(), undefined);
    this.#made.set(traceId, { state, snapshot: new WeakRef(snapshot) });
    if (this.#made.size > this.#sweepAt) this.#sweep();
    return snapshot;
  }

  /** The trace as it stands, with what its capture knows of it. */
  captured<Result>(traceId: string, captured: Captured<Result>): Trace<Result> {
    return this.#snapshot(traceId, this.#views(traceId), new Map(), captured).trace;
  }

  /** Traces as they stand now, built when they are first looked at. */
  later(traceIds: readonly string[]): () => readonly Trace[] {
    const snapshots = traceIds.map(id => this.#snapshot(id, this.#views(id), new Map(), undefined));
    return () => snapshots.map(snapshot => snapshot.trace);
  }

  clear(): void {
    this.#made.clear();
  }

  /** The trace, and those that link into it or into one that does. */
  #views(traceId: string): readonly View[] {
    const { table } = this.#store;
    const views: View[] = [this.#view(table, traceId)];
    if (table.links.into(traceId).size === 0) return views;
    const family = new Set([traceId]);
    for (const member of family) for (const id of table.links.into(member)) family.add(id);
    return Array.from(family, id => this.#view(table, id));
  }

  #view(table: SpanTable, traceId: string): View {
    const row = table.traceRow(traceId);
    return {
      table,
      traceId,
      spans: row === undefined ? 0 : new TraceRecord(table, row).size,
      problems: table.problemsOf(traceId).length,
      sentSpanIds: this.#store.sentSpanIds(traceId).size,
      linkedFrom: table.links.into(traceId).size,
    };
  }

  /** `made`: the snapshots of the same family that were made already, since traces can link into each other. */
  #snapshot<Result>(
    traceId: string,
    family: readonly View[],
    made: Map<string, Snapshot<unknown>>,
    captured: Captured<Result> | undefined,
  ): Snapshot<Result> {
    const view = family.find(each => each.traceId === traceId);
    if (view === undefined) throw new Error(`trace ${traceId} is not of this family`);
    const { table } = view;
    const snapshot = new Snapshot<Result>(
      view,
      spans =>
        new Trace<Result>({
          traceId,
          spans,
          problems: table.problemsOf(traceId).slice(0, view.problems),
          sentSpanIds: firstOf(this.#store.sentSpanIds(traceId), view.sentSpanIds),
          verbs: this.#verbs,
          overflow: this.#overflow,
          linked: () =>
            Array.from(firstOf(table.links.into(traceId), view.linkedFrom), id => {
              const linked = made.get(id) ?? this.#snapshot<unknown>(id, family, made, undefined);
              return linked.trace;
            }),
          ...(captured === undefined ? {} : { captured }),
        }),
    );
    made.set(traceId, snapshot as Snapshot<unknown>);
    return snapshot;
  }

  #sweep(): void {
    for (const [traceId, { snapshot }] of this.#made) if (snapshot.deref() === undefined) this.#made.delete(traceId);
    this.#sweepAt = 2 * this.#made.size + SWEEP_EVERY;
  }
}

function stateOf({ traceId, spans, problems, sentSpanIds }: View): string {
  return `${traceId} ${spans} ${problems} ${sentSpanIds}`;
}

function rowsOf({ table, traceId, spans }: View): readonly number[] {
  const row = table.traceRow(traceId);
  return row === undefined ? [] : new TraceRecord(table, row).rows().slice(0, spans);
}

function firstOf<Element>(elements: ReadonlySet<Element>, size: number): ReadonlySet<Element> {
  return elements.size === size ? new Set(elements) : new Set([...elements].slice(0, size));
}
