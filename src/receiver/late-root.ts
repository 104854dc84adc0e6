import { byStartTime } from '../model/trace.ts';
import type { EarlyRoot, LateRoot } from '../report/late-root-text.ts';
import { steadyMs, unixNano, wallMs } from '../store/clock.ts';
import type { CaptureRun } from './capture-run.ts';

/** The first root that matches `root` and began after the function was done, if there is one. */
export function lateRoot({ state, plan, context, startedMs, done }: CaptureRun): LateRoot | undefined {
  const { root } = plan;
  if (root === undefined || done === undefined) return undefined;
  const { store, snapshots } = state;
  const doneNano = unixNano(Math.ceil(done.wallMs) + 1);
  const late = store
    .recordsSince(startedMs)
    .filter(({ traceId }) => !store.owns(traceId) || traceId === context.traceId)
    .flatMap(record => {
      const roots = snapshots.of(record.traceId).roots;
      return roots
        .filter(span => span.startTimeUnixNano > doneNano && root.matches(span))
        .map(span => ({ span, arrivedWallMs: wallMs() - (steadyMs() - record.lastArrivalMs) }));
    })
    .sort((a, b) => byStartTime(a.span, b.span));
  const [first] = late;
  if (first === undefined) return undefined;
  const { span, arrivedWallMs } = first;
  const aheadMs = millisecondsOf(span.endTimeUnixNano) - arrivedWallMs;
  return {
    span,
    lateMs: millisecondsOf(span.startTimeUnixNano) - done.wallMs,
    clockAheadMs: aheadMs > CLOCK_GRAIN_MS ? aheadMs : undefined,
    others: late.length - 1,
  };
}

/** The last root that matches `root`, arrived during the capture and began before it by a clock that nothing shows to be right. */
export function earlyRoot({ state, plan, startedMs, startedWallMs }: CaptureRun): EarlyRoot | undefined {
  const { root } = plan;
  if (root === undefined) return undefined;
  const { store, snapshots } = state;
  const early = store
    .recordsSince(startedMs)
    .filter(({ traceId, firstArrivalMs }) => firstArrivalMs >= startedMs && !store.owns(traceId))
    .flatMap(({ traceId }) => snapshots.of(traceId).roots)
    .filter(span => !store.clocks.of(span.resource).isComparable && root.matches(span))
    .map(span => ({ span, earlyMs: startedWallMs - millisecondsOf(span.startTimeUnixNano) }))
    .filter(({ earlyMs }) => earlyMs > 0);
  return early.sort((a, b) => a.earlyMs - b.earlyMs)[0];
}

/** Clocks of one machine that are read with different precision differ by less. */
const CLOCK_GRAIN_MS = 2;

function millisecondsOf(unixNanos: bigint): number {
  return Number(unixNanos / 1_000n) / 1_000;
}
