import type { TimeFault } from '../model/impossible-time.ts';
import { impossibleTimes, isOfAnotherTime, spansOfImpossibleTimes } from '../model/span-times.ts';
import type { Span, Trace } from '../model/trace.ts';
import { durationText } from './duration-text.ts';
import { plain } from './quote.ts';
import { spanLabel, spanName } from './span-label.ts';

const MAX_RULE = 140;

/** How long a span took: `80 ms`; where its times cannot be right, what is wrong with them, in two words. */
export function spanDurationText(span: Span): string {
  const faults = impossibleTimes(span);
  return faults.length === 0 || isOfAnotherTime(span) ? durationText(span.durationMs) : faultText(faults);
}

function faultText(faults: readonly TimeFault[]): string {
  const unset = faults.filter(({ kind }) => kind === 'zero');
  if (unset.length === 2) return 'no times';
  if (unset.length === 1) return unset[0]?.field === 'endTimeUnixNano' ? 'no end' : 'no start';
  if (faults.some(({ kind }) => kind === 'unit')) return 'wrong unit';
  return faults.every(({ kind }) => kind === 'backwards') ? 'ends early' : 'wrong clock';
}

/** Several spans as one, such as siblings that look alike. */
export function spansDurationText(spans: readonly Span[]): string {
  const wrong = spans.find(span => impossibleTimes(span).length > 0 && !isOfAnotherTime(span));
  if (wrong !== undefined) return spanDurationText(wrong);
  return durationText(spans.reduce((sum, { durationMs }) => sum + durationMs, 0));
}

/** `212 ms`, or that it cannot be known. */
export function traceDurationText(trace: Trace): string {
  const isKnown = spansOfImpossibleTimes(trace).length === 0 || trace.spans.every(isOfAnotherTime);
  return isKnown ? durationText(trace.durationMs) : 'duration unknown';
}

/** `the end time of "charge card" is not set`: which times of a span cannot be right, a line each. */
export function impossibleTimeLines(span: Span): string[] {
  return impossibleTimes(span).map(fault => `${spanName(span)}, ${fieldText(fault)}`);
}

/** The same of several spans, with their services. */
export function impossibleSpanLines(spans: readonly Span[]): string[] {
  return spans.flatMap(span =>
    impossibleTimes(span)
      .slice(0, 1)
      .map(fault => `${spanLabel(span)}, ${fieldText(fault)}`),
  );
}

function fieldText({ field, rule }: TimeFault): string {
  return `${field}: broke the rule "${plain(rule, MAX_RULE)}"`;
}
