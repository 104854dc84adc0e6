import { isReadinessTrace } from '../model/readiness-agent.ts';
import { type Span, Trace } from '../model/trace.ts';
import { answersCallOf } from '../propagation/answers-call.ts';
import type { LostSpans } from '../store/loss-log.ts';
import type { TraceRecord } from '../store/trace-record.ts';
import { ABSURD_MS } from './background-roots.ts';
import type { CaptureRun } from './capture-run.ts';
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
  const ongoing: Trace[] = [];
  const behind = servicesBehind(run, traceId);
  for (const record of candidates(run, traceId)) {
    if (!began(run, record, behind)) continue;
    const stray = snapshots.of(record.traceId);
    if (isReadinessTrace(stray) || isNamedBackground(named, topsOf(stray))) continue;
    ids.push(record.traceId);
    if (stray.roots.length > 0 && stray.roots.every(root => background.includes(root, behind.has(root.service))))
      ongoing.push(stray);
  }
  return { ids, background: withoutCalled(ongoing, () => snapshots.of(traceId)) };
}

/** Those that took up no call of the captured trace: a call explains a stray better than that its root is not new. */
function withoutCalled(ongoing: readonly Trace[], captured: () => Trace): ReadonlySet<string> {
  if (ongoing.length === 0) return new Set();
  const answersCall = answersCallOf(captured());
  return new Set(ongoing.filter(stray => !answersCall(stray)).map(stray => stray.traceId));
}

function candidates(run: CaptureRun, traceId: string): TraceRecord[] {
  const { store } = run.state;
  return store.recordsSince(run.startedMs).filter(record => {
    const owned = store.owns(record.traceId) || record.traceId === traceId;
    if (owned || record.firstArrivalMs < run.startedMs) return false;
    return !record.linksTo.some(id => store.owns(id)) && !leadsTo(run, record, traceId);
  });
}

/** Tells of spans that are not stored whether their trace would have been a stray. */
export function strayTest(run: CaptureRun, traceId: string): (lost: LostSpans) => boolean {
  const behind = servicesBehind(run, traceId);
  return ({ beganMs, tops }) => {
    const lost = new Trace({ traceId: tops[0]?.traceId ?? '', spans: tops, verbs: traceVerbs });
    if (isReadinessTrace(lost) || isNamedBackground(run.plan.background, lost.spans)) return false;
    return beganIn(run, beganMs) || lost.spans.some(({ service }) => behind.has(service));
  };
}

/** Whether work was named beforehand that no capture causes. */
export function isNamedBackground(background: CaptureRun['plan']['background'], tops: readonly Span[]): boolean {
  return tops.some(span => background.some(criteria => criteria.matches(span)));
}

/** Whether a moment is in the capture or after it, or is too far from it to be compared. */
function beganIn({ startedWallMs }: CaptureRun, beganMs: number): boolean {
  const first = Math.floor(startedWallMs);
  return beganMs >= first || first - beganMs > ABSURD_MS;
}

/** Whether a trace is linked to the captured one, directly or by way of others: then it is no stray of it. */
function leadsTo({ state: { store } }: CaptureRun, { traceId: from }: TraceRecord, traceId: string): boolean {
  const found = new Set([from]);
  for (const id of found) {
    if (id === traceId) return true;
    for (const next of store.record(id)?.linksTo ?? []) found.add(next);
  }
  return false;
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
