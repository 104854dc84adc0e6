import type { Problem } from '../model/problem.ts';
import type { SpanData } from '../model/span-data.ts';
import { type Captured, Trace, type TraceVerbs } from '../model/trace.ts';
import type { SpanStore } from './span-store.ts';

/** What one trace consisted of at a moment. */
interface View {
  readonly spans: readonly SpanData[];
  readonly problems: readonly Problem[];
  readonly sentSpanIds: ReadonlySet<string>;
  readonly linkedFrom: readonly string[];
}

/** A trace and all that link into it, directly or not, at a moment. */
type Views = ReadonlyMap<string, View>;

/** Makes traces out of what a store holds at the moment; a trace that has not changed is not made twice. */
export class Snapshots {
  readonly #store: SpanStore;
  readonly #verbs: TraceVerbs;
  readonly #made = new Map<string, { state: string; trace: Trace<undefined> }>();

  constructor(store: SpanStore, verbs: TraceVerbs) {
    this.#store = store;
    this.#verbs = verbs;
  }

  /** The trace as it stands; without spans when none arrived. */
  of(traceId: string): Trace<undefined> {
    const family = this.#family(traceId);
    const state = this.#state(family);
    const made = this.#made.get(traceId);
    if (made?.state === state) return made.trace;
    const trace = this.#build<undefined>(traceId, this.#views(family), new Map(), undefined);
    this.#made.set(traceId, { state, trace });
    return trace;
  }

  /** The trace as it stands, with what its capture knows of it. */
  captured<Result>(traceId: string, captured: Captured<Result>): Trace<Result> {
    return this.#build(traceId, this.#views(this.#family(traceId)), new Map(), captured);
  }

  /** Traces as they stand now, built when they are first looked at. */
  later(traceIds: readonly string[]): () => readonly Trace[] {
    const views = traceIds.map(id => this.#views(this.#family(id)));
    let traces: readonly Trace[] | undefined;
    return () => {
      traces ??= traceIds.map((id, index) => this.#build(id, views[index] ?? new Map(), new Map(), undefined));
      return traces;
    };
  }

  clear(): void {
    this.#made.clear();
  }

  /** The trace, and those that link into it or into one that does. */
  #family(traceId: string): ReadonlySet<string> {
    const family = new Set([traceId]);
    for (const member of family) for (const id of this.#store.linkedFrom(member)) family.add(id);
    return family;
  }

  #state(family: ReadonlySet<string>): string {
    return Array.from(
      family,
      id => `${id} ${this.#store.record(id)?.version} ${this.#store.sentSpanIds(id).size}`,
    ).join();
  }

  #views(family: ReadonlySet<string>): Views {
    return new Map(
      Array.from(family, id => {
        const record = this.#store.record(id);
        const view: View = {
          spans: [...(record?.spans ?? [])],
          problems: [...(record?.problems ?? [])],
          sentSpanIds: new Set(this.#store.sentSpanIds(id)),
          linkedFrom: [...this.#store.linkedFrom(id)],
        };
        return [id, view];
      }),
    );
  }

  #build<Result>(
    traceId: string,
    views: Views,
    built: Map<string, Trace>,
    captured: Captured<Result> | undefined,
  ): Trace<Result> {
    const view = views.get(traceId) ?? { spans: [], problems: [], sentSpanIds: new Set(), linkedFrom: [] };
    const trace: Trace<Result> = new Trace<Result>({
      traceId,
      spans: view.spans,
      problems: view.problems,
      sentSpanIds: view.sentSpanIds,
      verbs: this.#verbs,
      linked: () => view.linkedFrom.map(id => built.get(id) ?? this.#build<unknown>(id, views, built, undefined)),
      ...(captured === undefined ? {} : { captured }),
    });
    built.set(traceId, trace);
    return trace;
  }
}
