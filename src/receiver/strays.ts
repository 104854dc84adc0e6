import { type Span, Trace } from '../model/trace.ts';
import type { LostSpans } from '../store/loss-log.ts';
import type { TraceRecord } from '../store/trace-record.ts';
import { ABSURD_MS } from './background-roots.ts';
import type { CaptureRun } from './capture-run.ts';
import { isReadinessRequest } from './readiness-agent.ts';
import { traceVerbs } from './trace-verbs.ts';

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
    if (isNamed(named, topsOf(stray))) continue;
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

/** Tells of spans that are not stored whether their trace would have been a stray. */
export function strayTest(run: CaptureRun, traceId: string): (lost: LostSpans) => boolean {
  const behind = servicesBehind(run, traceId);
  return ({ beganMs, tops }) => {
    const { spans } = new Trace({ traceId: tops[0]?.traceId ?? '', spans: tops, verbs: traceVerbs });
    if (spans.some(isReadinessRequest) || isNamed(run.plan.background, spans)) return false;
    return beganIn(run, beganMs) || spans.some(({ service }) => behind.has(service));
  };
}

/** Whether work was named beforehand that no capture causes. */
function isNamed(background: CaptureRun['plan']['background'], tops: readonly Span[]): boolean {
  return tops.some(span => background.some(criteria => criteria.matches(span)));
}

/** Whether a moment is in the capture or after it, or is too far from it to be compared. */
function beganIn({ startedWallMs }: CaptureRun, beganMs: number): boolean {
  const first = Math.floor(startedWallMs);
  return beganMs >= first || first - beganMs > ABSURD_MS;
}

/** Whether a trace began at or after the start of the capture, or no clock tells. */
function began(run: CaptureRun, record: TraceRecord, behind: ReadonlySet<string>): boolean {
  const { table } = run.state.store;
  return record.rows().every(row => beganIn(run, table.startMs(row)) || behind.has(table.originOf(row).service));
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
