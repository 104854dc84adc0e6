import { TracewrightError } from '../src/errors.ts';
import { checkOptions, kindOf } from '../src/misuse.ts';
import type { Criteria } from '../src/model/trace.ts';
import { compileCriteria } from '../src/query/compile-criteria.ts';
import { judgeRepeats } from '../src/query/judge-repeats.ts';
import { repeatsText } from '../src/report/repeats-text.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertTraces, traceCall, tracesOf } from './subject.ts';
import { withStrays } from './with-strays.ts';

const NAME = 'toHaveNoRepeats';

/** Asserts that no more than `max` siblings do the same work: that there is no N+1. */
export function toHaveNoRepeats(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const traces = tracesOf(subject, NAME);
  checkGiven(given, ['the options'], 1, NAME);
  const [options] = given;
  checkOptions(options, ['max', 'of'], NAME);
  const { max, of } = options as { readonly max?: unknown; readonly of?: unknown };
  const counted = of === undefined ? undefined : compileCriteria(of as Criteria, `${NAME} option of`);
  return assertTraces(
    this,
    traceCall(NAME, traces, ['options']),
    judgeRepeats(traces, checkMax(max), counted),
    withStrays(repeatsText),
  );
}

function checkMax(max: unknown): number {
  if (typeof max === 'number' && Number.isSafeInteger(max) && max > 0) return max;
  const hint =
    max === undefined ? ', as in { max: 3 }' : max === 0 ? '; for absence write .not.toHaveSpan(criteria)' : '';
  throw new TracewrightError(
    'INVALID_OPTION',
    `${NAME} option max is ${kindOf(max)}; it takes a whole number from 1 on${hint}.`,
  );
}
