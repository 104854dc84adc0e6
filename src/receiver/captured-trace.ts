import type { Captured, Trace } from '../model/trace.ts';
import { unixNano, wallMs } from '../store/clock.ts';
import type { LossWindow } from '../store/snapshot.ts';
import type { CaptureRun } from './capture-run.ts';
import { findStrays } from './strays.ts';

/** The trace of a capture as it stands, with what the capture knows of it beside what is given. */
export function capturedTrace<Result>(
  run: CaptureRun,
  traceId: string,
  window: LossWindow,
  known: Pick<Captured<Result>, 'result' | 'unsettled' | 'lateness'>,
): Trace<Result> {
  const { state, plan, context, running, startedMs, startedWallMs } = run;
  const { store, snapshots, attachments } = state;
  const wasSent = run.wasRead() || attachments.sdks.size > 0;
  const { ids, background } = findStrays(run, traceId);
  const captured: Captured<Result> = {
    ...known,
    context: plan.root === undefined ? context : undefined,
    allowOrphans: plan.allowOrphans,
    ...(plan.sampled ? {} : { unsampled: wasSent ? 'sent' : 'unread' }),
    strays: snapshots.later(ids, window),
    background,
    isOfAnotherCapture: (id: string) => id !== traceId && store.owns(id),
    straysShared: running.shared,
    startedMs,
    crossings: attachments.crossings.between(unixNano(startedWallMs), unixNano(wallMs())),
  };
  return snapshots.captured(traceId, captured, window);
}
