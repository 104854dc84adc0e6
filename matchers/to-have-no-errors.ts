import { checkOptions } from '../src/misuse.ts';
import { judgeNoErrors } from '../src/query/judge-errors.ts';
import { errorsText } from '../src/report/errors-text.ts';
import { checkGiven } from './check-given.ts';
import { compileExcept } from './compile-except.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertTraces, traceCall, tracesOf } from './subject.ts';
import { withStrays } from './with-strays.ts';

const NAME = 'toHaveNoErrors';

/** Asserts that no span failed, but for those that `except` names. */
export function toHaveNoErrors(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const traces = tracesOf(subject, NAME);
  checkGiven(given, ['the options'], 0, NAME);
  const [options] = given;
  checkOptions(options, ['except'], NAME);
  const { except } = (options ?? {}) as { readonly except?: unknown };
  const call = traceCall(NAME, traces, options === undefined ? [] : ['options']);
  return assertTraces(this, call, judgeNoErrors(traces, compileExcept(except, NAME)), withStrays(errorsText));
}
