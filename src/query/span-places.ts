import type { Span, Trace } from '../model/trace.ts';

const NONE: ReadonlySet<Span> = new Set();
const knownPlaces = new WeakMap<Trace, ReadonlyMap<Span, number>>();

/** Each span's place among its siblings, from 1 on; roots are siblings, and so are those cut off from their parent. */
export function placesIn(trace: Trace): ReadonlyMap<Span, number> {
  const known = knownPlaces.get(trace);
  if (known !== undefined) return known;
  const places = new Map<Span, number>();
  const counts = new Map<Span | 'root' | 'cut off', number>();
  const roots = new Set(trace.roots);
  for (const span of trace.spans) {
    const under = span.parent ?? (roots.has(span) ? 'root' : 'cut off');
    const place = (counts.get(under) ?? 0) + 1;
    counts.set(under, place);
    places.set(span, place);
  }
  knownPlaces.set(trace, places);
  return places;
}

/** Whether spans are known to be missing, which may stand anywhere in the trace. */
export function isGappy(trace: Trace): boolean {
  return trace.unsettled || trace.unended.length > 0 || withUnknownParents(trace).size > 0;
}

/** The spans whose parent is missing, unless their capture allowed for that. */
export function withUnknownParents({ orphans, allowsOrphans }: Trace): ReadonlySet<Span> {
  return allowsOrphans || orphans.length === 0 ? NONE : new Set(orphans);
}

/** Whether all links of these spans are known. */
export function areLinksKnown(spans: ReadonlySet<Span>): boolean {
  for (const { droppedLinksCount } of spans) if (droppedLinksCount > 0) return false;
  return true;
}

/** Every span that has one of these above it. Without recursion: a chain can be 10,000 deep. */
export function spansBelow(spans: ReadonlySet<Span>): ReadonlySet<Span> {
  const below = new Set<Span>();
  const pending = [...spans].flatMap(({ children }) => children);
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (below.has(at)) continue;
    below.add(at);
    for (const child of at.children) pending.push(child);
  }
  return below;
}

/** Every span that has one of these below it. */
export function spansAbove(spans: ReadonlySet<Span>): ReadonlySet<Span> {
  const above = new Set<Span>();
  for (const span of spans)
    for (let at = span.parent; at !== undefined && !above.has(at); at = at.parent) above.add(at);
  return above;
}
