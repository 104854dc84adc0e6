import { judgeUnsampled } from '../src/query/judge-unsampled.ts';
import { unsampledText } from '../src/report/unsampled-text.ts';
import { refuseArguments } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertEach, traceCall, tracesOf } from './subject.ts';

/** Asserts that a capture which sent an unsampled context got no span of it. */
export function toBeUnsampled(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const traces = tracesOf(subject, 'toBeUnsampled', 'empty');
  refuseArguments(given, 'toBeUnsampled');
  return assertEach(this, traceCall('toBeUnsampled', traces), traces.map(judgeUnsampled), unsampledText, 'traces');
}
