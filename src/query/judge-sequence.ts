import type { Span, Trace } from '../model/trace.ts';
import { besideOf, matchesBeside } from './beside.ts';
import type { CompiledCriteria } from './compile-criteria.ts';
import { gapsOf, hasGaps } from './gaps.ts';
import { nearMisses } from './near-misses.ts';
import { meets } from './relation.ts';
import { SequenceSearch } from './sequence-search.ts';
import type { SequenceVerdict } from './verdict.ts';

/** What else may occur: nothing that these criteria match, or nothing at all. */
export interface Exactly {
  readonly of: CompiledCriteria | undefined;
}

/**
 * Judges whether there is a span for each step so that none begins before the one before it ended.
 *
 * A step that no span matches makes it false in neither polarity: then nothing was judged.
 *
 * @param exactly undefined where other spans may occur
 */
export function judgeSequence(
  traces: readonly Trace[],
  steps: readonly CompiledCriteria[],
  exactly: Exactly | undefined,
): SequenceVerdict {
  const spans = [...new Set(traces)].flatMap(trace => trace.spans);
  const gaps = gapsOf(traces);
  const sure = steps.map(step => spans.filter(step.matches));
  const missing = sure.findIndex(matching => matching.length === 0);
  const facts = {
    traces,
    steps: steps.map(({ wanted }) => wanted),
    exact: exactly !== undefined,
    of: exactly?.of?.wanted,
    matching: sure,
    missing: missing < 0 ? undefined : missing,
    gaps,
    beside: [],
    others: [],
    placed: [],
    blocking: undefined,
  };
  const counts = (span: Span) => exactly !== undefined && (exactly.of?.matches(span) ?? true);
  const found = missing < 0 ? new SequenceSearch(sure, spans.filter(counts), 'sure').find() : undefined;
  if (found !== undefined) {
    const renamed = exactly?.of === undefined ? [] : spans.filter(span => isDoubtful(span, exactly.of));
    const othersBeside = besideMatches(traces, exactly === undefined ? [] : [exactly.of]);
    if (exactly === undefined) return { ...facts, outcome: 'pass', placed: found, unknown: undefined };
    if (hasGaps(gaps)) return { ...facts, outcome: 'incomplete', placed: found, unknown: 'gaps' };
    if (renamed.length > 0)
      return { ...facts, outcome: 'incomplete', placed: found, others: renamed, unknown: 'other-may-count' };
    if (othersBeside.length > 0)
      return { ...facts, outcome: 'incomplete', placed: found, beside: othersBeside, unknown: 'beside' };
    return { ...facts, outcome: 'pass', placed: found, unknown: undefined };
  }
  const prefix = new SequenceSearch(sure, [], 'sure').longest();
  const others = exactly === undefined ? [] : spans.filter(span => counts(span) && !prefix.includes(span));
  const partial = { ...facts, placed: prefix, others, blocking: blockingOf(prefix, sure) };
  const may = steps.map(step => spans.filter(span => meets(span, step) !== false));
  const mayBe = new SequenceSearch(may, spans.filter(counts), 'possible').find() !== undefined;
  if (missing >= 0) {
    const step = steps[missing];
    const beside = besideMatches(traces, step === undefined ? [] : [step]);
    const looked = step === undefined ? {} : { nearMisses: () => nearMisses(step, spans) };
    const unknown = hasGaps(gaps) ? 'gaps' : beside.length > 0 ? 'beside' : 'missing-step';
    return { ...partial, ...looked, outcome: 'incomplete', beside, unknown };
  }
  if (mayBe) {
    const unknown = steps.some((_, index) => may[index]?.length !== sure[index]?.length) ? 'doubt' : 'times';
    return { ...partial, outcome: 'incomplete', unknown };
  }
  // No span that is missing changes that there are others which count.
  const counted = spans.filter(counts);
  const areOthers = counted.length > steps.length || counted.some(span => !may.some(some => some.includes(span)));
  if (areOthers) return { ...partial, outcome: 'fail', unknown: undefined };
  if (hasGaps(gaps)) return { ...partial, outcome: 'incomplete', unknown: 'gaps' };
  const beside = besideMatches(traces, steps);
  if (beside.length > 0) return { ...partial, outcome: 'incomplete', beside, unknown: 'beside' };
  return { ...partial, outcome: 'fail', unknown: undefined };
}

function isDoubtful(span: Span, criteria: CompiledCriteria | undefined): boolean {
  if (criteria === undefined) return false;
  const answer = meets(span, criteria);
  return answer === 'renamed' || answer === 'dropped';
}

/** Spans of traces beside captured ones; criteria that are undefined match any. */
function besideMatches(traces: readonly Trace[], criteria: readonly (CompiledCriteria | undefined)[]) {
  if (criteria.length === 0) return [];
  return matchesBeside(besideOf(traces), trace =>
    trace.spans.filter(span => criteria.some(one => one?.matches(span) ?? true)),
  );
}

/** The step that finds no span after the ones before it, and the match of it that begins last. */
function blockingOf(prefix: readonly Span[], matching: readonly (readonly Span[])[]): SequenceVerdict['blocking'] {
  const candidates = matching[prefix.length];
  if (candidates === undefined || candidates.length === 0) return undefined;
  const span = candidates.reduce((latest, one) => (one.startTimeUnixNano > latest.startTimeUnixNano ? one : latest));
  return { step: prefix.length, span };
}
