import type { EarlyRoot, LateRoot } from '../report/late-root-text.ts';
import { beganMs } from './capture-conditions.ts';
import type { CaptureRun } from './capture-run.ts';

/** The first root that matches `root` and began after the function was done, if there is one. */
export function lateRoot(run: CaptureRun): LateRoot | undefined {
  const { state, plan, context, startedMs, done } = run;
  const { root } = plan;
  if (root === undefined || done === undefined) return undefined;
  const { store, snapshots } = state;
  const { wallMs: doneMs } = done;
  const late = store
    .recordsSince(startedMs)
    .filter(({ traceId }) => !store.owns(traceId) || traceId === context.traceId)
    .flatMap(({ traceId }) => snapshots.of(traceId).roots)
    .filter(span => root.matches(span))
    .map(span => ({ span, lateMs: beganMs(run, span) - doneMs }))
    .filter(({ lateMs }) => lateMs > 1);
  const [first] = late.sort((a, b) => a.lateMs - b.lateMs);
  return first && { ...first, others: late.length - 1 };
}

/** The last root that matches `root`, arrived during the capture and began before it by a clock that nothing shows to be right. */
export function earlyRoot(run: CaptureRun): EarlyRoot | undefined {
  const { state, plan, startedMs, startedWallMs } = run;
  const { root } = plan;
  if (root === undefined) return undefined;
  const { store, snapshots } = state;
  const early = store
    .recordsSince(startedMs)
    .filter(({ traceId, firstArrivalMs }) => firstArrivalMs >= startedMs && !store.owns(traceId))
    .flatMap(({ traceId }) => snapshots.of(traceId).roots)
    .filter(span => !store.clocks.of(span.resource).isComparable && root.matches(span))
    .map(span => ({ span, earlyMs: startedWallMs - beganMs(run, span) }))
    .filter(({ earlyMs }) => earlyMs > 0);
  return early.sort((a, b) => a.earlyMs - b.earlyMs)[0];
}
