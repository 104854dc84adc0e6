import { isEndKnown, isStartKnown } from '../model/span-times.ts';
import { type Span, type Trace, wasExportedBefore } from '../model/trace.ts';
import { MILLISECOND, resourceKey, resourcesOfWholeMilliseconds } from '../model/whole-milliseconds.ts';
import { isSameSpan } from './relation.ts';

/**
 * Whether a span ended before, or as, another began.
 *
 * `overlap`: they overlap by less than a millisecond, and the start of one was cut to the millisecond. `times`: a time
 * that decides it cannot be right.
 */
export type Sequence = 'before' | 'not-before' | 'overlap' | 'times';

/** Holds the end of one span against the start of another. */
export function sequenceOf(span: Span, later: Span): Sequence {
  if (isSameSpan(span, later)) return 'not-before';
  if (!isEndKnown(span) || !isStartKnown(later)) return 'times';
  const overlap = span.endTimeUnixNano - later.startTimeUnixNano;
  if (overlap <= 0n) return 'before';
  if (overlap >= MILLISECOND || !mayBeCut(span, later)) return 'not-before';
  // What is above a span began before it, whatever the milliseconds say.
  if (isAbove(later, span)) return 'not-before';
  return !isAbove(span, later) && wasExportedBefore(span, later) ? 'before' : 'overlap';
}

/** Whether the start of one may have been cut. Of two traces, the spans of both show which clocks cut. */
function mayBeCut(span: Span, later: Span): boolean {
  if (span.trace === later.trace || span.traceId === later.traceId) return hasCutTimes(span) || hasCutTimes(later);
  const known = resourcesOfWholeMilliseconds([...span.trace.spans, ...later.trace.spans]);
  return known.has(resourceKey(span.resource)) || known.has(resourceKey(later.resource));
}

/** Whether a span began before another: of two whose starts do not tell, whether it is known. */
export function beganBefore(span: Span, other: Span): boolean | undefined {
  if (!isStartKnown(span) || !isStartKnown(other)) return undefined;
  const [start, otherStart] = [span.startTimeUnixNano, other.startTimeUnixNano];
  const [isCut, isOtherCut] = [hasCutTimes(span), hasCutTimes(other)];
  const areOfOneClock = isCut && isOtherCut && resourceKey(span.resource) === resourceKey(other.resource);
  if (start !== otherStart) {
    if (areOfOneClock || !(isCut || isOtherCut)) return start < otherStart;
    const latest = start + (isCut ? MILLISECOND - 1n : 0n);
    const otherLatest = otherStart + (isOtherCut ? MILLISECOND - 1n : 0n);
    return latest < otherStart ? true : otherLatest < start ? false : undefined;
  }
  if (wasExportedBefore(span, other)) return true;
  if (wasExportedBefore(other, span)) return false;
  if (isCut || isOtherCut || span.endTimeUnixNano === other.endTimeUnixNano) return undefined;
  return span.endTimeUnixNano < other.endTimeUnixNano;
}

const wholeMilliseconds = new WeakMap<Trace, ReadonlySet<string>>();

/** Whether a span may lie later by less than a millisecond, its start and its end alike. */
export function hasCutTimes(span: Span): boolean {
  const { trace } = span;
  const known = wholeMilliseconds.get(trace) ?? resourcesOfWholeMilliseconds(trace.spans);
  wholeMilliseconds.set(trace, known);
  return known.has(resourceKey(span.resource));
}

function isAbove(above: Span, span: Span): boolean {
  for (let at = span.parent; at !== undefined; at = at.parent) if (isSameSpan(at, above)) return true;
  return false;
}
