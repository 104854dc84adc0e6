import { IMPOSSIBLE_TIME, type SpanTimeField, spanTimeFaults, type TimeFault } from './impossible-time.ts';
import type { Span, Trace } from './trace.ts';

/** By trace, then by span id: the times that are too far from their arrival, which only the receiver can tell. */
const farTimes = new WeakMap<Trace, ReadonlyMap<string, readonly TimeFault[]>>();

/**
 * The times of a span that cannot be right.
 *
 * One that is far from its arrival says nothing against the other: a span of 26 hours may have ended just now.
 */
export function impossibleTimes(span: Span): readonly TimeFault[] {
  const own = spanTimeFaults(span);
  const far = farIn(span.trace).get(span.spanId);
  return far === undefined || own.some(({ kind }) => kind !== 'backwards') ? own : [...far, ...own];
}

/** Whether it is known when the span began. */
export function isStartKnown(span: Span): boolean {
  return isKnown(span, 'startTimeUnixNano');
}

/** Whether it is known when the span ended. */
export function isEndKnown(span: Span): boolean {
  return isKnown(span, 'endTimeUnixNano');
}

/** Whether both times are far from their arrival, as those of a recording that is sent again: they may still fit each other. */
export function isOfAnotherTime(span: Span): boolean {
  const faults = impossibleTimes(span);
  return faults.length === 2 && faults.every(({ kind }) => kind === 'far');
}

/** Whether it is known how long the span took. */
export function isDurationKnown(span: Span): boolean {
  return impossibleTimes(span).length === 0;
}

/** Spans of a trace with a time that cannot be right. */
export function spansOfImpossibleTimes({ spans }: Trace): readonly Span[] {
  return spans.filter(span => !isDurationKnown(span));
}

/** From the earliest start to the latest end of the spans whose times are possible, in milliseconds. */
export function knownDurationMs({ spans }: Trace): number {
  let start: bigint | undefined;
  let end: bigint | undefined;
  for (const span of spans) {
    if (!isDurationKnown(span)) continue;
    const { startTimeUnixNano, endTimeUnixNano } = span;
    if (start === undefined || startTimeUnixNano < start) start = startTimeUnixNano;
    if (end === undefined || endTimeUnixNano > end) end = endTimeUnixNano;
  }
  return start === undefined || end === undefined ? 0 : Number(end - start) / 1e6;
}

/** A time that is wrong by itself makes the other one doubtful too: they are of one clock, or one of them was made up. */
function isKnown(span: Span, field: SpanTimeField): boolean {
  return impossibleTimes(span).every(fault => fault.kind === 'far' && fault.field !== field);
}

function farIn(trace: Trace): ReadonlyMap<string, readonly TimeFault[]> {
  const known = farTimes.get(trace);
  if (known !== undefined) return known;
  const far = new Map<string, TimeFault[]>();
  for (const { code, field, spanId, rule } of trace.problems) {
    if (code !== IMPOSSIBLE_TIME || !isSpanTime(field)) continue;
    const fault: TimeFault = { field, kind: 'far', rule };
    const others = far.get(spanId);
    if (others === undefined) far.set(spanId, [fault]);
    else others.push(fault);
  }
  farTimes.set(trace, far);
  return far;
}

function isSpanTime(field: string): field is SpanTimeField {
  return field === 'startTimeUnixNano' || field === 'endTimeUnixNano';
}
