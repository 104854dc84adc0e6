import { type Problem, problemOf } from './problem.ts';
import type { SpanData } from './span-data.ts';

/** How the spans of one trace hang together. */
export interface Tree<Span extends SpanData> {
  /** Of two spans with one id, the earlier one. */
  readonly byId: ReadonlyMap<string, Span>;
  readonly parentOf: ReadonlyMap<Span, Span>;
  readonly roots: readonly Span[];
  readonly orphans: readonly Span[];
  readonly problems: readonly Problem[];
}

/** Earlier first; of two that begin together the longer one, which is likely the parent; then by id. */
export function byStartTime(a: SpanData, b: SpanData): number {
  if (a.startTimeUnixNano !== b.startTimeUnixNano) return a.startTimeUnixNano < b.startTimeUnixNano ? -1 : 1;
  if (a.endTimeUnixNano !== b.endTimeUnixNano) return a.endTimeUnixNano > b.endTimeUnixNano ? -1 : 1;
  if (a.spanId !== b.spanId) return a.spanId < b.spanId ? -1 : 1;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/**
 * Finds each span's parent among `spans` (sorted by start time).
 *
 * A root has no parent id, or one of `sentSpanIds`: the contexts that captures sent. An orphan's parent id names
 * nothing that arrived. Parents that form a cycle are a problem; the cycle is cut above its earliest span, so that
 * walking up from any span always ends.
 */
export function buildTree<Span extends SpanData>(spans: readonly Span[], sentSpanIds: ReadonlySet<string>): Tree<Span> {
  const byId = new Map<string, Span>();
  const problems: Problem[] = [];
  for (const span of spans) {
    if (byId.has(span.spanId)) problems.push(problemOf(span, 'spanId', 'is unique in its trace'));
    else byId.set(span.spanId, span);
  }
  const parentOf = new Map<Span, Span>();
  const roots: Span[] = [];
  const orphans: Span[] = [];
  for (const span of spans) {
    const parent = span.parentSpanId === undefined ? undefined : byId.get(span.parentSpanId);
    if (parent !== undefined) parentOf.set(span, parent);
    else if (span.parentSpanId === undefined || sentSpanIds.has(span.parentSpanId)) roots.push(span);
    else orphans.push(span);
  }
  for (const span of cutCycles(spans, parentOf))
    problems.push(problemOf(span, 'parentSpanId', 'is not part of a cycle'));
  return { byId, parentOf, roots, orphans, problems };
}

/** Removes one link from every cycle; returns the spans that lost theirs: the earliest of each cycle. */
function cutCycles<Span extends SpanData>(spans: readonly Span[], parentOf: Map<Span, Span>): Span[] {
  const cut: Span[] = [];
  const walkOf = new Map<Span, number>();
  for (const [walk, start] of spans.entries()) {
    let at: Span | undefined = start;
    while (at !== undefined && !walkOf.has(at)) {
      walkOf.set(at, walk);
      at = parentOf.get(at);
    }
    if (at === undefined || walkOf.get(at) !== walk) continue;
    const earliest = earliestOfCycle(at, parentOf);
    parentOf.delete(earliest);
    cut.push(earliest);
  }
  return cut;
}

function earliestOfCycle<Span extends SpanData>(member: Span, parentOf: ReadonlyMap<Span, Span>): Span {
  let earliest = member;
  for (let at = parentOf.get(member); at !== undefined && at !== member; at = parentOf.get(at)) {
    if (byStartTime(at, earliest) < 0) earliest = at;
  }
  return earliest;
}
