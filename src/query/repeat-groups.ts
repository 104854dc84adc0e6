import type { Span, Trace } from '../model/trace.ts';
import { workOf } from './alike.ts';
import type { CompiledCriteria } from './compile-criteria.ts';
import type { Repeats } from './verdict.ts';

/** Which spans stand together: those of one parent, of one trace, or below one span that matches, however deep. */
export type Per = 'parent' | 'trace' | { readonly ancestor: CompiledCriteria };

/** The spans of one trace that stand together and do the same work. */
export function groupRepeats(trace: Trace, of: CompiledCriteria | undefined, per: Per): Repeats[] {
  const spans = of === undefined ? trace.spans : trace.spans.filter(of.matches);
  if (per === 'trace')
    return groupByWork(
      spans,
      () => '',
      () => undefined,
    );
  if (per === 'parent')
    return groupByWork(
      spans,
      span => span.parentSpanId ?? '',
      span => span.parent,
    );
  return groupBelow(spans, trace.spans.filter(per.ancestor.matches));
}

function groupByWork(
  spans: readonly Span[],
  placeOf: (span: Span) => string,
  underOf: (span: Span) => Span | undefined,
): Repeats[] {
  const groups = new Map<string, Span[]>();
  for (const span of spans) {
    const key = `${placeOf(span)} ${workOf(span)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [span]);
    else group.push(span);
  }
  return Array.from(groups.values(), alike => ({ under: alike[0] && underOf(alike[0]), spans: alike }));
}

/** A span counts for every one of the ancestors that is above it. */
function groupBelow(spans: readonly Span[], ancestors: readonly Span[]): Repeats[] {
  const isAncestor = new Set(ancestors);
  const works = new Map<Span, Map<string, Span[]>>();
  for (const span of spans) {
    const work = workOf(span);
    for (let at = span.parent; at !== undefined; at = at.parent) {
      if (!isAncestor.has(at)) continue;
      const below = works.get(at) ?? new Map<string, Span[]>();
      works.set(at, below);
      const alike = below.get(work);
      if (alike === undefined) below.set(work, [span]);
      else alike.push(span);
    }
  }
  return [...works].flatMap(([under, below]) => Array.from(below.values(), alike => ({ under, spans: alike })));
}
