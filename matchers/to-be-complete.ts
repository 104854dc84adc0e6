import { judgeComplete } from '../src/query/judge-complete.ts';
import { completeText } from '../src/report/complete-text.ts';
import { refuseArguments } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertTraces, traceCall, tracesOf } from './subject.ts';

/** Asserts that traces arrived whole and sound. */
export function toBeComplete(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const traces = tracesOf(subject, 'toBeComplete');
  refuseArguments(given, 'toBeComplete');
  return assertTraces(this, traceCall('toBeComplete', traces), judgeComplete(traces), completeText);
}
