import type { Span, Trace } from '../model/trace.ts';
import { type Gaps, gapsOf, hasGaps } from './gaps.ts';
import type { DurationVerdict, TraceDurationVerdict } from './verdict.ts';

/** Judges whether a span took less than `maxMs`. One that ended before it began took no time that could be judged. */
export function judgeSpanDuration(span: Span, maxMs: number): DurationVerdict {
  const backwards = span.endTimeUnixNano < span.startTimeUnixNano;
  const outcome = backwards ? 'incomplete' : span.durationMs < maxMs ? 'pass' : 'fail';
  return { outcome, span, maxMs, backwards };
}

/** Judges whether each of these traces took less than `maxMs`: a span that is missing may have made one longer. */
export function judgeTraceDuration(traces: readonly Trace[], maxMs: number): TraceDurationVerdict {
  const slow = traces.filter(trace => trace.durationMs >= maxMs);
  const backwards = traces.flatMap(trace =>
    trace.spans.filter(({ startTimeUnixNano, endTimeUnixNano }) => endTimeUnixNano < startTimeUnixNano),
  );
  // What was dropped from spans changes no time.
  const gaps: Gaps = { ...gapsOf(traces), dropped: [] };
  const unknown = hasGaps(gaps) || backwards.length > 0;
  return { outcome: slow.length > 0 ? 'fail' : unknown ? 'incomplete' : 'pass', traces, maxMs, slow, backwards, gaps };
}
