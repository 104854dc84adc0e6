import type { Span } from '../model/trace.ts';
import type { CompiledCriteria } from '../query/compile-criteria.ts';
import { ANY_NAME } from './name-table.ts';
import type { Beginning } from './since.ts';
import type { Snapshot, Snapshots } from './snapshot.ts';
import { indexOf } from './span-rows.ts';
import type { SpanStore } from './span-store.ts';
import type { SpanTable } from './span-table.ts';

/** Which spans are looked at. */
export interface Range {
  /** Only those that count for this wait. */
  readonly beginning?: Beginning;
  /** Only those of these traces. */
  readonly traceIds?: ReadonlySet<string> | undefined;
}

/**
 * The spans that match, in the order of arrival.
 *
 * Names and services are judged once for all spans that share them; only what is left is decoded.
 */
export function matchingSpans(
  store: SpanStore,
  snapshots: Snapshots,
  criteria: CompiledCriteria,
  { beginning, traceIds }: Range = {},
): Span[] {
  const { table } = store;
  const mayMatch = rowFilter(table, criteria);
  const taken = new Map<number, Snapshot>();
  const found: Span[] = [];
  const consider = (row: number): void => {
    if (!mayMatch(row) || beginning?.countsRow(row) === false) return;
    const trace = table.rows.page(row).traceOf[indexOf(row)] as number;
    let snapshot = taken.get(trace);
    if (snapshot === undefined) {
      snapshot = snapshots.ofRow(trace);
      taken.set(trace, snapshot);
    }
    const span = snapshot.span(row);
    if (criteria.matches(span)) found.push(span);
    else snapshot.forget(row);
  };
  const only = criteria.traceId === undefined ? traceIds : [criteria.traceId];
  if (only === undefined) for (let row = 0; row < table.rows.size; row++) consider(row);
  else
    for (const id of only)
      if (traceIds?.has(id) !== false) for (const row of store.record(id)?.rows() ?? []) consider(row);
  return found;
}

/** Whether a row's name and service allow it to match; each distinct one is judged when it is first met. */
function rowFilter({ rows, names, origins }: SpanTable, criteria: CompiledCriteria): (row: number) => boolean {
  const byName: (boolean | undefined)[] = [];
  const byOrigin: (boolean | undefined)[] = [];
  return row => {
    const page = rows.page(row);
    const at = indexOf(row);
    const name = page.nameOf[at] as number;
    const origin = page.originOf[at] as number;
    byName[name] ??= name === ANY_NAME || criteria.accepts('name', names[name] ?? '');
    byOrigin[origin] ??= criteria.accepts('service', origins[origin]?.service ?? '');
    return byName[name] === true && byOrigin[origin] === true;
  };
}
