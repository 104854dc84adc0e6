import { TracewrightError } from '../errors.ts';
import type { TooOld } from '../model/too-old.ts';
import { byStartTime, type Criteria, type Span } from '../model/trace.ts';
import type { CompiledCriteria } from '../query/compile-criteria.ts';
import { timeoutText } from '../report/timeout-text.ts';
import { tooOldLines } from '../report/too-old-text.ts';
import { matchingSpans } from '../store/matching.ts';
import { nearMissesHeld } from '../store/nearest-rows.ts';
import type { Beginning } from '../store/since.ts';
import type { ReceiverState } from './state.ts';
import { meanwhile, type WaitStart } from './timeout-facts.ts';

interface TimedOutWait extends WaitStart {
  readonly beginning: Beginning;
  readonly timeoutMs: number;
}

/** Why a wait for a span, a trace or all of them came to nothing when its time was up. */
export function waitTimeout(
  state: ReceiverState,
  wait: TimedOutWait,
  where: string,
  criteria: Criteria | undefined,
  compiled: CompiledCriteria | undefined,
): TracewrightError {
  const { store, snapshots } = state;
  const older = latestOld(state, wait.beginning, compiled);
  const misses =
    compiled === undefined || older !== undefined
      ? {}
      : { nearMisses: nearMissesHeld(store, snapshots, compiled, wait.beginning) };
  return new TracewrightError(
    'TRACE_TIMEOUT',
    timeoutText({
      ...meanwhile(state, wait, undefined),
      missing: criteria === undefined ? `no span arrived for ${where}` : `${where} found no matching span`,
      timeoutMs: wait.timeoutMs,
      silentServices: [],
      oneTrace: false,
      sentHeaders: [],
      rootAlone: false,
      ...misses,
      ...(older === undefined ? {} : { first: tooOldLines(older.span, older.reason) }),
    }),
  );
}

/** The spans that match; without criteria all. */
function heldSpans({ store, snapshots }: ReceiverState, compiled: CompiledCriteria | undefined): Span[] {
  if (compiled !== undefined) return matchingSpans(store, snapshots, compiled);
  return Array.from(store.records()).flatMap(({ traceId }) => [...snapshots.of(traceId).spans]);
}

/** The match that began last of those that do not count; a newer one is of more interest than what had arrived before. */
function latestOld(
  state: ReceiverState,
  beginning: Beginning,
  compiled: CompiledCriteria | undefined,
): { readonly span: Span; readonly reason: TooOld } | undefined {
  const old = heldSpans(state, compiled)
    .sort(byStartTime)
    .flatMap(span => {
      const reason = beginning.whyOld(span);
      return reason === undefined ? [] : [{ span, reason }];
    });
  return old.findLast(({ reason }) => reason.why !== 'arrived-before') ?? old.at(-1);
}
