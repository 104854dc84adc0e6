import { TracewrightError } from '../errors.ts';
import type { Criteria, Span } from '../model/trace.ts';
import type { CompiledCriteria } from '../query/compile-criteria.ts';
import { timeoutText } from '../report/timeout-text.ts';
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
  const spans = Array.from(state.store.records(), record => state.snapshots.of(record.traceId)).flatMap(trace => trace.spans);
  const older = spans.find(span => !wait.beginning.counts(span) && (compiled === undefined || compiled.matches(span)));
  return new TracewrightError(
    'TRACE_TIMEOUT',
    timeoutText({
      ...meanwhile(state, wait, undefined),
      missing: criteria === undefined ? `no span arrived for ${where}` : `${where} found no matching span`,
      timeoutMs: wait.timeoutMs,
      contextWasSent: false,
      ...(older === undefined ? {} : { first: olderMatch(wait, older) }),
    }),
  );
}

function olderMatch(wait: TimedOutWait, span: Span): string {
  const test = wait.beginning.testOf(span);
  const origin = test === undefined ? 'before the current test began' : `in the test ${JSON.stringify(test)}`;
  return (
    `Only an older span matches: ${span.kind} ${JSON.stringify(span.name)} of ${span.service}, begun ${origin}.\n` +
    "  Spans of earlier tests do not count; { since: 'start' } takes them all."
  );
}
