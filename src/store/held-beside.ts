import { indexOf } from './span-rows.ts';
import type { SpanStore } from './span-store.ts';
import type { SpanTable } from './span-table.ts';
import { TraceRecord } from './trace-record.ts';

/** Services export in batches, and the receiver of a call often before its sender. */
const EARLIER_MS = 1_000;

/** A trace at a moment, and how many rows the whole table had then. */
interface Moment {
  readonly table: SpanTable;
  readonly trace: number | undefined;
  readonly traceId: string;
  readonly spans: number;
  readonly allRows: number;
}

/**
 * The traces with spans of a service that had arrived by this moment, and no earlier than a second before the trace. A
 * trace that a capture owns, or that links into one of a capture, is explained by that capture, and left out.
 */
export function tracesBeside(store: SpanStore, moment: Moment, service: string): readonly string[] {
  const { table, traceId, allRows } = moment;
  const found = new Set<number>();
  for (let row = table.arrivals.firstRowSince(arrivedFrom(store, moment)); row < allRows; row++) {
    if (table.originOf(row).service === service) found.add(table.rows.page(row).traceOf[indexOf(row)] as number);
  }
  const isOwn = (id: string): boolean => id === traceId || store.owns(id);
  return Array.from(found, row => new TraceRecord(table, row))
    .filter(record => !isOwn(record.traceId) && !record.linksTo.some(isOwn))
    .map(record => record.traceId);
}

/** On the steady clock: by the trace's first arrival or, if it is earlier, by its first start. */
function arrivedFrom({ started }: SpanStore, { table, trace, spans }: Moment): number {
  if (trace === undefined) return 0;
  const record = new TraceRecord(table, trace);
  let first = record.firstArrivalMs;
  for (const row of record.rows().slice(0, spans)) {
    first = Math.min(first, started.steadyMs + table.startMs(row) - started.wallMs);
  }
  return first - EARLIER_MS;
}
