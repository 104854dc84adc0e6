import { byStartTime } from '../model/build-tree.ts';
import { indexOf } from './span-rows.ts';
import type { SpanTable } from './span-table.ts';

/** The order of `receiver.spans`: by trace as these began to arrive, then by start time. Below 0 when `a` comes first. */
export function compareRows(table: SpanTable, a: number, b: number): number {
  if (a === b) return 0;
  const { rows } = table;
  const traces = (rows.page(a).traceOf[indexOf(a)] as number) - (rows.page(b).traceOf[indexOf(b)] as number);
  if (traces !== 0) return traces;
  const apartMs = table.beganMs(a) - table.beganMs(b);
  // Times in columns are whole milliseconds, rounded by a hair: of those that are so near, they do not tell.
  if (Math.abs(apartMs) > 1) return apartMs;
  return byStartTime(table.span(a), table.span(b)) || a - b;
}
