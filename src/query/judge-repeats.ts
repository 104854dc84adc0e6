import type { Span, Trace } from '../model/trace.ts';
import { workOf } from './alike.ts';
import { besideOf, matchesBeside } from './beside.ts';
import type { CompiledCriteria } from './compile-criteria.ts';
import { gapsOf, hasGaps } from './gaps.ts';
import { nearMisses } from './near-misses.ts';
import type { Repeats, RepeatsVerdict } from './verdict.ts';

/**
 * Judges whether no span of these traces has more than `max` children that do the same work: an N+1, when it has.
 *
 * @param of counts only the spans that match; where none does, nothing was judged
 */
export function judgeRepeats(traces: readonly Trace[], max: number, of: CompiledCriteria | undefined): RepeatsVerdict {
  const spans = traces.flatMap(trace => trace.spans);
  const counted = of === undefined ? spans : spans.filter(of.matches);
  const groupsOf = (trace: Trace): Repeats[] =>
    groupSiblings(of === undefined ? trace.spans : trace.spans.filter(of.matches));
  const isTooLarge = (group: Repeats): boolean => group.spans.length > max;
  const groups = [...new Set(traces)].flatMap(groupsOf).sort((a, b) => b.spans.length - a.spans.length);
  const repeats = groups.filter(isTooLarge);
  const most = groups.reduce((largest, group) => Math.max(largest, group.spans.length), 0);
  const gaps = gapsOf(traces);
  const facts = { traces, max, of: of?.wanted, counted: counted.length, most, repeats, gaps, renamed: [], beside: [] };
  if (repeats.length > 0) return { ...facts, outcome: 'fail', unknown: undefined };
  const renamed = of === undefined ? [] : spans.flatMap(span => of.matchesRenamed(span) ?? []);
  if (renamed.length > 0) return { ...facts, outcome: 'incomplete', unknown: 'renamed', renamed };
  if (of !== undefined && counted.length === 0) {
    return { ...facts, outcome: 'incomplete', unknown: 'nothing-counted', nearMisses: () => nearMisses(of, spans) };
  }
  if (hasGaps(gaps)) return { ...facts, outcome: 'incomplete', unknown: 'gaps' };
  const beside = matchesBeside(besideOf(traces), trace =>
    groupsOf(trace)
      .filter(isTooLarge)
      .flatMap(group => group.spans),
  );
  if (beside.length > 0) return { ...facts, outcome: 'incomplete', unknown: 'beside', beside };
  return { ...facts, outcome: 'pass', unknown: undefined };
}

/** The spans of one trace, by their parent and the work that they do. */
function groupSiblings(spans: readonly Span[]): Repeats[] {
  const groups = new Map<string, Span[]>();
  for (const span of spans) {
    const key = `${span.parentSpanId ?? ''} ${workOf(span)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [span]);
    else group.push(span);
  }
  return Array.from(groups.values(), alike => ({ parent: alike[0]?.parent, spans: alike }));
}
