import { TracewrightError } from '../src/errors.ts';
import { checkOptions } from '../src/misuse.ts';
import type { Criteria } from '../src/model/trace.ts';
import { type CompiledCriteria, compileCriteria } from '../src/query/compile-criteria.ts';
import { judgeNoErrors } from '../src/query/judge-errors.ts';
import { errorsText } from '../src/report/errors-text.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertTraces, traceCall, tracesOf } from './subject.ts';

const NAME = 'toHaveNoErrors';

/** Asserts that no span failed, but for those that `except` names. */
export function toHaveNoErrors(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const traces = tracesOf(subject, NAME);
  checkGiven(given, ['the options'], 0, NAME);
  const [options] = given;
  checkOptions(options, ['except'], NAME);
  const { except } = (options ?? {}) as { readonly except?: unknown };
  const call = traceCall(NAME, traces, options === undefined ? [] : ['options']);
  return assertTraces(this, call, judgeNoErrors(traces, compileExcept(except)), errorsText);
}

/** One criterion, or an array of them. */
function compileExcept(except: unknown): readonly CompiledCriteria[] {
  if (except === undefined) return [];
  if (!Array.isArray(except)) return [compileCriteria(except as Criteria, `${NAME} option except`)];
  if (except.length === 0) {
    throw new TracewrightError('INVALID_OPTION', `${NAME} option except is an empty array: leave it out.`);
  }
  return except.map((one: unknown, index) => compileCriteria(one as Criteria, `${NAME} option except[${index}]`));
}
