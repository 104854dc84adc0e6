import { orderInTrace } from '../model/trace-order.ts';
import { indexOf } from './span-rows.ts';
import type { SpanTable } from './span-table.ts';
import { TraceRecord } from './trace-record.ts';

/** The order of `receiver.spans`: by trace as these began to arrive, then as in the trace. Below 0 when `a` comes first. */
export function compareRows(table: SpanTable, a: number, b: number): number {
  if (a === b) return 0;
  const { rows } = table;
  const traceOfA = rows.page(a).traceOf[indexOf(a)] as number;
  const traceOfB = rows.page(b).traceOf[indexOf(b)] as number;
  if (traceOfA !== traceOfB) return traceOfA - traceOfB;
  const apartMs = table.beganMs(a) - table.beganMs(b);
  // Times in columns are whole milliseconds, rounded by a hair: of those that are so near, they do not tell.
  if (Math.abs(apartMs) > 1) return apartMs;
  const places = placesIn(table, traceOfA);
  return (places.get(a) ?? 0) - (places.get(b) ?? 0);
}

interface PlacesOfTrace {
  readonly trace: number;
  /** How many rows the trace had. */
  readonly size: number;
  readonly places: ReadonlyMap<number, number>;
}

/** Of each table, the trace whose rows were compared last: who compares rows has those of one trace together. */
const lastPlaces = new WeakMap<SpanTable, PlacesOfTrace>();

/** By row, its place in the trace. */
function placesIn(table: SpanTable, trace: number): ReadonlyMap<number, number> {
  const record = new TraceRecord(table, trace);
  const last = lastPlaces.get(table);
  if (last?.trace === trace && last.size === record.size) return last.places;
  const rows = record.rows();
  const order = orderInTrace(
    rows.map(row => table.span(row)),
    index => table.exportPlaceOf(rows[index] as number),
  );
  const places = new Map(order.map((index, place) => [rows[index] as number, place]));
  lastPlaces.set(table, { trace, size: rows.length, places });
  return places;
}
