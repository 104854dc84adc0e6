import type { Span, Trace } from '../model/trace.ts';
import { besideOf, matchesBeside } from './beside.ts';
import type { CompiledCriteria } from './compile-criteria.ts';
import { gapsOf, hasGaps, NO_GAPS } from './gaps.ts';
import { type NearTrace, unsampledHint } from './hints.ts';
import { nearMisses } from './near-misses.ts';
import type { Outcome, PresenceVerdict, RenamedSpan, Times } from './verdict.ts';

/** Judges whether these traces hold a span that matches, or the wanted number of them. */
export function judgePresence(
  traces: readonly Trace[],
  criteria: CompiledCriteria,
  times: Times | undefined,
): PresenceVerdict {
  const spans = traces.flatMap(trace => trace.spans);
  const matched = spans.filter(criteria.matches);
  const { min, max } = times ?? { min: 1, max: undefined };
  const enough = max === undefined && matched.length >= min;
  const renamed = enough ? [] : spans.flatMap(span => renamedSpan(criteria, span));
  const gaps = enough ? NO_GAPS : gapsOf(traces);
  // What a selector asks of a span may be told by another that did not arrive: one in whose trace nothing is missing.
  const doubtful = enough || hasGaps(gaps) ? [] : doubtfulSpans(criteria, spans, renamed);
  const beside = enough ? [] : matchesBeside(besideOf(traces), trace => trace.spans.filter(criteria.matches));
  const uncertain = renamed.length + doubtful.length + beside.reduce((sum, { spans }) => sum + spans.length, 0);
  const most = hasGaps(gaps) ? Number.POSITIVE_INFINITY : matched.length + uncertain;
  const outcome = outcomeOf({ least: matched.length, most }, min, max ?? Number.POSITIVE_INFINITY);
  const look = () => {
    const misses = nearMisses(criteria, unmatched(spans, matched), tracesBeside(traces));
    return misses.nearest.length > 0 ? misses : { ...misses, hints: [...misses.hints, ...unsampledHint(spans)] };
  };
  return {
    outcome,
    traces,
    wanted: criteria.wanted,
    times,
    matched,
    renamed,
    doubtful,
    beside,
    gaps,
    nearMisses: look,
  };
}

function doubtfulSpans(
  criteria: CompiledCriteria,
  spans: readonly Span[],
  renamed: readonly RenamedSpan[],
): readonly Span[] {
  const named = new Set(renamed.map(({ span }) => span));
  return spans.filter(span => !named.has(span) && !criteria.matches(span) && criteria.mayHaveMatched(span));
}

function renamedSpan(criteria: CompiledCriteria, span: Span): RenamedSpan[] {
  const renamed = criteria.matchesRenamed(span);
  return renamed === undefined ? [] : [{ span, renamed }];
}

/** At least `least` spans match; up to `most` may, counting those that did not arrive and those of other names. */
function outcomeOf(count: { readonly least: number; readonly most: number }, min: number, max: number): Outcome {
  if (count.least >= min && count.most <= max) return 'pass';
  if (count.most < min || count.least > max) return 'fail';
  return 'incomplete';
}

function unmatched(spans: readonly Span[], matched: readonly Span[]): readonly Span[] {
  if (matched.length === 0) return spans;
  const matches = new Set(matched);
  return spans.filter(span => !matches.has(span));
}

/** Traces that link into these, and their strays; those that are not among them. */
function tracesBeside(traces: readonly Trace[]): readonly NearTrace[] {
  const own = new Set(traces.map(({ traceId }) => traceId));
  const others = (beside: readonly Trace[]) => beside.filter(({ traceId }) => !own.has(traceId));
  return traces.flatMap(({ linked, strays, straysShared }) => [
    ...others(linked).map(trace => ({ trace, kind: 'linked', shared: false }) as const),
    ...others(strays).map(trace => ({ trace, kind: 'stray', shared: straysShared }) as const),
  ]);
}
