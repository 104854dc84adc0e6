import { impossibleTimes, knownDurationMs, spansOfImpossibleTimes } from '../model/span-times.ts';
import type { Span, Trace } from '../model/trace.ts';
import { type Gaps, gapsOf, hasGaps } from './gaps.ts';
import type { DurationVerdict, TraceDurationVerdict } from './verdict.ts';

/** Judges whether a span took less than `maxMs`. It cannot be known where one of its times cannot be right. */
export function judgeSpanDuration(span: Span, maxMs: number): DurationVerdict {
  const impossible = impossibleTimes(span);
  const outcome = impossible.length > 0 ? 'incomplete' : span.durationMs < maxMs ? 'pass' : 'fail';
  return { outcome, span, maxMs, impossible };
}

/**
 * Judges whether each of these traces took less than `maxMs`: a span that is missing may have made one longer, and so may
 * one with a time that cannot be right.
 */
export function judgeTraceDuration(traces: readonly Trace[], maxMs: number): TraceDurationVerdict {
  const slow = traces.filter(trace => knownDurationMs(trace) >= maxMs);
  const impossible = traces.flatMap(spansOfImpossibleTimes);
  // What was dropped from spans changes no time.
  const gaps: Gaps = { ...gapsOf(traces), dropped: [] };
  const unknown = hasGaps(gaps) || impossible.length > 0;
  return { outcome: slow.length > 0 ? 'fail' : unknown ? 'incomplete' : 'pass', traces, maxMs, slow, impossible, gaps };
}
