import { byStartTime, type Span } from '../model/trace.ts';
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
  // Times in columns are whole milliseconds, rounded by a hair: if they are this close, they do not tell.
  if (Math.abs(apartMs) > 1) return apartMs;
  const [startA, startB] = [table.startTimeUnixNano(a), table.startTimeUnixNano(b)];
  if (startA !== startB) return startA < startB ? -1 : 1;
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

/** Compares the trace ids of two rows: the same order as that of their hex digits. */
export function compareTraceIds({ rows, traces }: SpanTable, a: number, b: number): number {
  const traceA = rows.page(a).traceOf[indexOf(a)] as number;
  const traceB = rows.page(b).traceOf[indexOf(b)] as number;
  if (traceA === traceB) return 0;
  const { ids: idsA } = traces.page(traceA);
  const { ids: idsB } = traces.page(traceB);
  for (let word = 0; word < 4; word++) {
    const wordA = idsA[4 * traces.indexOf(traceA) + word] as number;
    const wordB = idsB[4 * traces.indexOf(traceB) + word] as number;
    if (wordA !== wordB) return wordA - wordB;
  }
  return 0;
}

/** Sorts spans of any traces by `byStartTime`. What mostly decides is read once per span, not once per comparison. */
export function inStartOrder(spans: readonly Span[]): Span[] {
  const keyed = spans.map(span => {
    const { traceId, startTimeUnixNano: exact } = span;
    return { span, traceId, exact, start: Number(exact) };
  });
  keyed.sort((a, b) => {
    // As numbers, times that are close can be equal, but none changes places.
    if (a.start !== b.start) return a.start - b.start;
    if (a.traceId !== b.traceId && a.exact === b.exact) return a.traceId < b.traceId ? -1 : 1;
    return byStartTime(a.span, b.span);
  });
  return keyed.map(({ span }) => span);
}
