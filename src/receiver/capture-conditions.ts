import { TracewrightError } from '../errors.ts';
import type { Span } from '../model/trace.ts';
import { steadyMs, wallMs } from '../store/clock.ts';
import { familyState, type Quiet, quietOf } from '../store/quiet.ts';
import type { CaptureRun } from './capture-run.ts';
import { needsNoQuiet } from './needs-no-quiet.ts';

/** The trace of this capture: that of its context, or with `root` the one whose root matches. */
export function ownTraceId(run: CaptureRun): string | undefined {
  const { root } = run.plan;
  if (root === undefined) return run.context.traceId;
  const { store, snapshots } = run.state;
  const { done, startedWallMs } = run;
  const firstMs = Math.floor(startedWallMs);
  const lastMs = Math.ceil(done?.wallMs ?? wallMs()) + 1;
  const matching: string[] = [];
  for (const record of store.recordsSince(run.startedMs)) {
    if (store.owns(record.traceId) && record.traceId !== run.context.traceId) continue;
    const began = snapshots
      .of(record.traceId)
      .roots.some(span => isWithin(beganMs(run, span), firstMs, lastMs) && root.matches(span));
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

/** When a span began by the clock of this process, as far as the clock of its sender is known; since the epoch. */
export function beganMs({ state: { store }, startedMs, startedWallMs }: CaptureRun, span: Span): number {
  const { startTimeUnixNano, resource } = span;
  const ownMs = store.openSpans.startedMs(span);
  if (ownMs !== undefined) return startedWallMs + ownMs - startedMs;
  return Number(startTimeUnixNano / 1_000n) / 1_000 - store.clocks.of(resource).offset;
}

function isWithin(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
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
  const { store, logs } = run.state;
  const family = familyState(store, traceId);
  if (!family.knowsEveryParent && !run.plan.allowOrphans) return undefined;
  const lastMs = Math.max(family.lastArrivalMs, logs.lastArrivalMs(traceId), deliveredAt(run));
  return needsNoQuiet(run, traceId) ? lastMs : lastMs + quietOfTrace(run, traceId).ms;
}

/** How long nothing must have come of this trace. */
export function quietOfTrace({ state: { store }, plan }: CaptureRun, traceId: string): Quiet {
  const { services } = familyState(store, traceId);
  // No service takes part in what is not sampled: any may be the one that would have.
  return quietOf(store, plan.quiet, plan.sampled ? [...services, ...plan.services] : store.lags.services);
}

/** When what the function caused last can be here, as far as is known beforehand. */
export function deliveredAt({ plan, done }: CaptureRun): number {
  return (done?.steadyMs ?? steadyMs()) + plan.quiet.upstreamDelayMs;
}
