import type { Span, Trace } from '../model/trace.ts';
import { besideOf, matchesBeside } from './beside.ts';
import type { CompiledCriteria } from './compile-criteria.ts';
import { gapsOf, hasGaps } from './gaps.ts';
import { nearMisses } from './near-misses.ts';
import { groupRepeats, type Per } from './repeat-groups.ts';
import type { Repeats, RepeatsVerdict } from './verdict.ts';

/** What counts as a repeat. */
export interface RepeatTerms {
  /** So many spans that do the same work may stand together. */
  readonly max: number;
  /** Counts only the spans that match; where none does, nothing was judged. */
  readonly of: CompiledCriteria | undefined;
  /** Which spans stand together. */
  readonly per: Per;
}

/** Judges whether nowhere in these traces more than `max` spans do the same work: an N+1, when they do. */
export function judgeRepeats(traces: readonly Trace[], { max, of, per }: RepeatTerms): RepeatsVerdict {
  const spans = traces.flatMap(trace => trace.spans);
  const groupsOf = (trace: Trace): Repeats[] => groupRepeats(trace, of, per);
  const isTooLarge = (group: Repeats): boolean => group.spans.length > max;
  const groups = [...new Set(traces)].flatMap(groupsOf).sort((a, b) => b.spans.length - a.spans.length);
  const counted = new Set(groups.flatMap(group => group.spans)).size;
  const repeats = groups.filter(isTooLarge);
  const most = groups[0]?.spans.length ?? 0;
  const gaps = gapsOf(traces);
  const ancestor = typeof per === 'string' ? undefined : per.ancestor;
  const facts = {
    traces,
    max,
    of: of?.wanted,
    per: typeof per === 'string' ? per : per.ancestor.wanted,
    counted,
    most,
    repeats: withoutWider(repeats),
    gaps,
    renamed: [],
    beside: [],
  };
  if (repeats.length > 0) return { ...facts, outcome: 'fail', unknown: undefined };
  const asked = [of, ancestor].filter(one => one !== undefined);
  const renamed = asked.flatMap(one => spans.flatMap(span => one.matchesRenamed(span) ?? []));
  if (renamed.length > 0) return { ...facts, outcome: 'incomplete', unknown: 'renamed', renamed };
  if (ancestor !== undefined && !spans.some(ancestor.matches)) {
    return { ...facts, outcome: 'incomplete', unknown: 'no-ancestor', nearMisses: () => nearMisses(ancestor, spans) };
  }
  if (of !== undefined && counted === 0) {
    return { ...facts, outcome: 'incomplete', unknown: 'nothing-counted', nearMisses: () => nearMisses(of, spans) };
  }
  if (counted === 0) return { ...facts, outcome: 'incomplete', unknown: 'nothing-counted' };
  if (hasGaps(gaps)) return { ...facts, outcome: 'incomplete', unknown: 'gaps' };
  const beside = matchesBeside(besideOf(traces), trace =>
    groupsOf(trace)
      .filter(isTooLarge)
      .flatMap(group => group.spans),
  );
  if (beside.length > 0) return { ...facts, outcome: 'incomplete', unknown: 'beside', beside };
  return { ...facts, outcome: 'pass', unknown: undefined };
}

/** Without groups that another one holds already, under an ancestor further down: the nearest one says more. */
function withoutWider(groups: readonly Repeats[]): readonly Repeats[] {
  const nearest = new Map<string, Repeats>();
  for (const group of groups) {
    const [first] = group.spans;
    const key = `${group.spans.length} ${first?.traceId} ${first?.spanId}`;
    const known = nearest.get(key);
    if (known === undefined || depthOf(group.under) > depthOf(known.under)) nearest.set(key, group);
  }
  return [...nearest.values()];
}

function depthOf(span: Span | undefined): number {
  let depth = 0;
  for (let at = span; at !== undefined; at = at.parent) depth++;
  return depth;
}
