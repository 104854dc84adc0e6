import type { Trace } from '../model/trace.ts';
import type { TraceRecord } from '../store/trace-record.ts';
import { ABSURD_MS } from './background-roots.ts';
import type { CaptureRun } from './capture-run.ts';
import { isReadinessRequest } from './readiness-agent.ts';

/** The strays of a capture, and which of them are background by evidence. */
export interface Strays {
  readonly ids: readonly string[];
  readonly background: ReadonlySet<string>;
}

/** Finds the traces that first arrived and began during a capture and that no capture owns. */
export function findStrays(run: CaptureRun, traceId: string): Strays {
  const { snapshots, background } = run.state;
  const named = run.plan.background;
  const ids: string[] = [];
  const ongoing = new Set<string>();
  const behind = servicesBehind(run, traceId);
  for (const record of candidates(run, traceId)) {
    if (!began(run, record, behind)) continue;
    const stray = snapshots.of(record.traceId);
    if (topsOf(stray).some(isReadinessRequest)) continue;
    if (named.length > 0 && topsOf(stray).some(span => named.some(criteria => criteria.matches(span)))) continue;
    ids.push(record.traceId);
    if (stray.roots.length > 0 && stray.roots.every(root => background.includes(root, behind.has(root.service))))
      ongoing.add(record.traceId);
  }
  return { ids, background: ongoing };
}

function candidates(run: CaptureRun, traceId: string): TraceRecord[] {
  const { store } = run.state;
  return store.recordsSince(run.startedMs).filter(record => {
    const owned = store.owns(record.traceId) || record.traceId === traceId;
    if (owned || record.firstArrivalMs < run.startedMs) return false;
    return ![...record.linksTo].some(id => id === traceId || store.owns(id));
  });
}

/** Whether a trace began at or after the start of the capture, or no clock tells. */
function began(run: CaptureRun, record: TraceRecord, behind: ReadonlySet<string>): boolean {
  const { table } = run.state.store;
  const first = Math.floor(run.startedWallMs);
  return record.rows().every(row => {
    const beganMs = table.startMs(row);
    return beganMs >= first || first - beganMs > ABSURD_MS || behind.has(table.originOf(row).service);
  });
}

/** Services whose clock is behind: spans of theirs that the capture caused say that they began before it did. */
function servicesBehind(run: CaptureRun, traceId: string): ReadonlySet<string> {
  const { store } = run.state;
  const { table } = store;
  const first = Math.floor(run.startedWallMs);
  const rows = store.record(traceId)?.rows() ?? [];
  return new Set(rows.filter(row => table.startMs(row) < first).map(row => table.originOf(row).service));
}

function topsOf({ roots, orphans }: Trace): Trace['spans'] {
  return [...roots, ...orphans];
}
