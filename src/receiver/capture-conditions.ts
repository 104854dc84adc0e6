import { TracewrightError } from '../errors.ts';
import { steadyMs, unixNano, wallMs } from '../store/clock.ts';
import { familyState, quietMs } from '../store/quiet.ts';
import type { CaptureRun } from './capture-run.ts';
import { needsNoQuiet } from './needs-no-quiet.ts';

/** The trace of this capture: that of its context, or with `root` the one whose root matches. */
export function ownTraceId(run: CaptureRun): string | undefined {
  const { root } = run.plan;
  if (root === undefined) return run.context.traceId;
  const { store, snapshots } = run.state;
  const { done, startedWallMs } = run;
  const first = unixNano(startedWallMs);
  const last = unixNano(Math.ceil(done?.wallMs ?? wallMs()) + 1);
  const matching: string[] = [];
  for (const record of store.recordsSince(run.startedMs)) {
    if (store.owns(record.traceId) && record.traceId !== run.context.traceId) continue;
    const began = snapshots
      .of(record.traceId)
      .roots.some(span => span.startTimeUnixNano >= first && span.startTimeUnixNano <= last && root.matches(span));
    if (began) matching.push(record.traceId);
  }
  if (matching.length > 1) {
    const ids = matching.slice(0, 10).map(id => id.slice(0, 8));
    throw new TracewrightError(
      'SEVERAL_MATCHES',
      `${matching.length} traces with a matching root began while the export function ran: ${ids.join(', ')}. Make root narrower.`,
    );
  }
  return matching[0];
}

/** Whether a service is missing, `until` does not hold, or nothing arrived at all. */
export function unmetCondition(run: CaptureRun, traceId: string): boolean {
  const { store, snapshots } = run.state;
  const family = familyState(store, traceId);
  if (family.spans === 0 || run.plan.services.some(service => !family.services.has(service))) return true;
  return run.plan.until !== undefined && !run.plan.until(snapshots.of(traceId));
}

/** From when on the trace counts as settled if nothing more comes; undefined while a parent is missing. */
export function settledAt(run: CaptureRun, traceId: string): number | undefined {
  const { store } = run.state;
  const family = familyState(store, traceId);
  if (!family.knowsEveryParent && !run.plan.allowOrphans) return undefined;
  // Counted from the function's end too: what it caused last may not have been exported yet.
  const from = Math.max(family.lastArrivalMs, run.state.logs.lastArrivalMs(traceId), run.done?.steadyMs ?? steadyMs());
  return needsNoQuiet(run, traceId) ? from : from + quietMs(store, run.plan.quietMs);
}
