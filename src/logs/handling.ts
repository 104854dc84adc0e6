import { timeFault } from '../model/impossible-time.ts';
import type { LogRecord } from '../model/log-record.ts';
import { isDurationKnown } from '../model/span-times.ts';
import type { Span, Trace } from '../model/trace.ts';
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
  const precisionOf = precisionIn(records);
  const open = records.filter(({ traceId }) => traceId === undefined);
  if (open.length === 0) return [];
  const beside = trace
    .servedBeside(service)
    .flatMap(other => handlingSpans(other, service).map(span => ({ traceId: other.traceId, ...periodOf(span) })));
  return open.flatMap((record): Unnamed[] => {
    const { certain, possible } = writtenIn(record, precisionOf(record));
    if (!handled.some(period => overlaps(period, possible))) return [];
    const other = beside.find(period => overlaps(period, possible))?.traceId;
    const isCertain = handled.some(period => period.from <= certain.to && certain.to <= period.to);
    const doubt =
      other !== undefined ? 'other request' : trace.straysShared ? 'other capture' : isCertain ? undefined : 'edge';
    return [{ record, service, doubt, other }];
  });
}

function periodOf({ startTimeUnixNano, endTimeUnixNano }: Span): Period {
  return { from: startTimeUnixNano, to: endTimeUnixNano };
}

function overlaps(a: Period, b: Period): boolean {
  return a.from <= b.to && b.from <= a.to;
}

/** When a record was written: its own time as far as that is exact, else by when it was read. */
function writtenIn(record: LogRecord, precision: bigint): { readonly certain: Period; readonly possible: Period } {
  const { timeUnixNano: time, observedTimeUnixNano: observed } = record;
  if (precision <= MILLISECOND && timeFault(time, undefined) === undefined) {
    const period = { from: time, to: time + precision - 1n };
    return { certain: period, possible: period };
  }
  return { certain: { from: observed, to: observed }, possible: { from: observed - READ_WITHIN, to: observed } };
}

/**
 * To what the time of each record is cut. Seconds only where that holds for all: one of a thousand times in milliseconds is a
 * whole second as well. A service can have several loggers, so the rest is told by each time itself.
 */
function precisionIn(records: readonly LogRecord[]): (record: LogRecord) => bigint {
  const times = records.map(({ timeUnixNano }) => timeUnixNano).filter(time => time > 0n);
  if (times.every(time => time % SECOND === 0n)) return () => SECOND;
  return ({ timeUnixNano }) => [MILLISECOND, 1_000n].find(unit => timeUnixNano % unit === 0n) ?? 1n;
}
