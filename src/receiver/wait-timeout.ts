import { TracewrightError } from '../errors.ts';
import { byStartTime, type Criteria, type Span } from '../model/trace.ts';
import type { CompiledCriteria } from '../query/compile-criteria.ts';
import { quote } from '../report/quote.ts';
import { spanLabel } from '../report/span-label.ts';
import { timeoutText } from '../report/timeout-text.ts';
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
  const older = heldSpans(state, compiled)
    .filter(span => !wait.beginning.counts(span))
    .sort(byStartTime)
    .at(-1);
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
      ...misses,
      ...(older === undefined ? {} : { first: olderMatch(wait, older) }),
    }),
  );
}

/** The spans that match; without criteria all. */
function heldSpans({ store, snapshots }: ReceiverState, compiled: CompiledCriteria | undefined): Span[] {
  if (compiled !== undefined) return matchingSpans(store, snapshots, compiled);
  return Array.from(store.records()).flatMap(({ traceId }) => [...snapshots.of(traceId).spans]);
}

function olderMatch(wait: TimedOutWait, span: Span): string[] {
  const test = wait.beginning.testOf(span);
  const origin = test === undefined ? 'earlier' : `in the test ${quote(test)}`;
  return [
    `Only an older span matches: ${spanLabel(span)}, begun ${origin}.`,
    "Spans from before do not count; { since: 'start' } takes all that are held.",
  ];
}
