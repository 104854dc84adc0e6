import { byStartTime } from '../model/build-tree.ts';
import type { Span } from '../model/trace.ts';
import { indexOf } from './span-rows.ts';
import type { SpanTable } from './span-table.ts';

/** The order of `receiver.spans`: by trace as these began to arrive, then by start time. Below 0 when `a` comes first. */
export function compareRows(table: SpanTable, a: number, b: number): number {
  if (a === b) return 0;
  const { rows } = table;
  const traces = (rows.page(a).traceOf[indexOf(a)] as number) - (rows.page(b).traceOf[indexOf(b)] as number);
  if (traces !== 0) return traces;
  const apartMs = table.beganMs(a) - table.beganMs(b);
  // Times in columns are whole milliseconds, rounded by a hair: if they are this close, they do not tell.
  if (Math.abs(apartMs) > 1) return apartMs;
  const [startA, startB] = [table.startTimeUnixNano(a), table.startTimeUnixNano(b)];
  if (startA !== startB) return startA < startB ? -1 : 1;
  return byStartTime(table.span(a), table.span(b)) || a - b;
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
