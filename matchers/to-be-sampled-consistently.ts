import { consistencyText } from '../src/report/sampling/consistency-text.ts';
import { judgeConsistency } from '../src/sampling/consistency/judge-consistency.ts';
import { refuseArguments } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertTraces, traceCall, tracesOf } from './subject.ts';

const NAME = 'toBeSampledConsistently';

/** Asserts that all services of each trace decided alike whether to record it. */
export function toBeSampledConsistently(
  this: RunnerContext | undefined,
  subject: unknown,
  ...given: unknown[]
): MatcherResult {
  const traces = tracesOf(subject, NAME);
  refuseArguments(given, NAME);
  return assertTraces(this, traceCall(NAME, traces), judgeConsistency(traces), consistencyText);
}
