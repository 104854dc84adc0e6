import { indexOf } from './span-rows.ts';
import type { SpanStore } from './span-store.ts';
import type { SpanTable } from './span-table.ts';
import { TraceRecord } from './trace-record.ts';

/** The clocks of two machines differ by as much. */
const SKEW_MS = 50;

/** A trace at a moment, and how many rows the whole table had then. */
interface Moment {
  readonly table: SpanTable;
  readonly trace: number | undefined;
  readonly traceId: string;
  readonly spans: number;
  readonly allRows: number;
  /** When its capture began, on the steady clock. */
  readonly startedMs: number | undefined;
}

/**
 * The traces with spans of a service that had arrived by this moment, and since the trace or its capture began. A trace
 * that a capture owns, or that links into one of a capture, is explained by that capture, and left out.
 */
export function tracesBeside(store: SpanStore, moment: Moment, service: string): readonly string[] {
  const isOwn = (id: string): boolean => id === moment.traceId || store.owns(id);
  return recordsSince(store, moment, service)
    .filter(record => !isOwn(record.traceId) && !record.linksTo.some(isOwn))
    .map(record => record.traceId);
}

/** All other traces of which spans of a service arrived since then, those of captures too. */
export function tracesServedBeside(store: SpanStore, moment: Moment, service: string): readonly string[] {
  const ids = recordsSince(store, moment, service).map(record => record.traceId);
  return ids.filter(id => id !== moment.traceId);
}

function recordsSince(store: SpanStore, moment: Moment, service: string): readonly TraceRecord[] {
  const { table, allRows } = moment;
  const found = new Set<number>();
  for (let row = table.arrivals.firstRowSince(arrivedFrom(store, moment)); row < allRows; row++) {
    if (table.originOf(row).service === service) found.add(table.rows.page(row).traceOf[indexOf(row)] as number);
  }
  return Array.from(found, row => new TraceRecord(table, row));
}

/** On the steady clock: the start of the capture, else the first start of a span or its arrival if that is earlier. */
function arrivedFrom({ started }: SpanStore, { table, trace, spans, startedMs }: Moment): number {
  if (startedMs !== undefined) return startedMs;
  if (trace === undefined) return 0;
  const record = new TraceRecord(table, trace);
  let first = record.firstArrivalMs;
  for (const row of record.rows().slice(0, spans)) {
    first = Math.min(first, started.steadyMs + table.startMs(row) - started.wallMs);
  }
  return first - SKEW_MS;
}
