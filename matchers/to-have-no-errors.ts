import { judgeNoErrors } from '../src/query/judge-errors.ts';
import { errorsText } from '../src/report/errors-text.ts';
import { assertButExcept } from './assert-but-except.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';

/** Asserts that no span failed, but for those that `except` names. */
export function toHaveNoErrors(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  return assertButExcept(this, 'toHaveNoErrors', { subject, given, judge: judgeNoErrors, text: errorsText });
}
