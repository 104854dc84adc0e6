import { timeFault } from '../model/impossible-time.ts';
import type { LogRecord } from '../model/log-record.ts';
import { isDurationKnown } from '../model/span-times.ts';
import type { Span, Trace } from '../model/trace.ts';
import { invalidIdIn } from './line-ids.ts';
import type { Unnamed } from './verdict.ts';

/** From one moment to another, both included, in nanoseconds since the epoch. */
interface Period {
  readonly from: bigint;
  readonly to: bigint;
}

const MILLISECOND = 1_000_000n;
const SECOND = 1_000n * MILLISECOND;
/** How long after a line was written it may be read, where the line itself has no exact time. */
const READ_WITHIN = 25n * MILLISECOND;

/** The spans in which a service handled this trace's requests: SERVER, CONSUMER, and those whose parent is not of the service. */
export function handlingSpans(trace: Trace, service: string): readonly Span[] {
  return trace.spans.filter(
    span =>
      span.service === service &&
      isDurationKnown(span) &&
      (span.kind === 'SERVER' || span.kind === 'CONSUMER' || span.parent?.service !== service),
  );
}

/**
 * The log records that a service wrote without a valid trace id while it handled this trace's requests, or perhaps then.
 *
 * A record without an exact time of its own counts by the time at which it was read.
 */
export function unnamedRecords(trace: Trace, service: string): readonly Unnamed[] {
  const handled = handlingSpans(trace, service).map(periodOf);
  if (handled.length === 0) return [];
  const records = trace.recordsOf(service);
  const open = records.filter(({ traceId }) => traceId === undefined);
  if (open.length === 0) return [];
  const beside = trace
    .servedBeside(service)
    .flatMap(other => handlingSpans(other, service).map(span => ({ traceId: other.traceId, ...periodOf(span) })));
  return open.flatMap((record): Unnamed[] => {
    const { certain, possible } = writtenIn(record);
    if (!handled.some(period => overlaps(period, possible))) return [];
    const other = beside.find(period => overlaps(period, possible))?.traceId;
    const isCertain = handled.some(period => period.from <= certain.from && certain.to <= period.to);
    const doubt =
      other !== undefined ? 'other request' : trace.straysShared ? 'other capture' : isCertain ? undefined : 'edge';
    return [{ record, service, doubt, other, invalid: invalidIdIn(record.attributes, 'trace') }];
  });
}

function periodOf({ startTimeUnixNano, endTimeUnixNano }: Span): Period {
  return { from: startTimeUnixNano, to: endTimeUnixNano };
}

function overlaps(a: Period, b: Period): boolean {
  return a.from <= b.to && b.from <= a.to;
}

/** When a record was written: its own time as far as that is exact, else by when it was read. */
function writtenIn(record: LogRecord): { readonly certain: Period; readonly possible: Period } {
  const { timeUnixNano: time, observedTimeUnixNano: observed } = record;
  if (timeFault(time, undefined) !== undefined) {
    return { certain: { from: observed, to: observed }, possible: { from: observed - READ_WITHIN, to: observed } };
  }
  const end = time + precisionOf(time) - 1n;
  // A whole second is a time that was cut to it, or one of a thousand times in milliseconds. Both are before it was read.
  const isCut = time % SECOND === 0n;
  const period = { from: time, to: isCut && time <= observed && observed < end ? observed : end };
  return { certain: isCut ? period : { from: end, to: end }, possible: period };
}

/** To what a time is cut, as far as it shows. */
function precisionOf(time: bigint): bigint {
  return [SECOND, MILLISECOND, 1_000n].find(unit => time % unit === 0n) ?? 1n;
}
