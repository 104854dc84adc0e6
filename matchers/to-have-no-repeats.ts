import { TracewrightError } from '../src/errors.ts';
import { checkOptions, isAsymmetricMatcher, isPlainObject, kindOf, suggestion } from '../src/misuse.ts';
import type { Criteria } from '../src/model/trace.ts';
import { compileCriteria } from '../src/query/compile-criteria.ts';
import { judgeRepeats } from '../src/query/judge-repeats.ts';
import type { Per } from '../src/query/repeat-groups.ts';
import { repeatsText } from '../src/report/repeats-text.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertTraces, traceCall, tracesOf } from './subject.ts';
import { withStrays } from './with-strays.ts';

const NAME = 'toHaveNoRepeats';

/** Asserts that no more than `max` spans that stand together do the same work: that there is no N+1. */
export function toHaveNoRepeats(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const traces = tracesOf(subject, NAME);
  checkGiven(given, ['the options'], 1, NAME);
  const [options] = given;
  checkOptions(options, ['max', 'of', 'per'], NAME);
  const { max, of, per } = options as { readonly max?: unknown; readonly of?: unknown; readonly per?: unknown };
  const counted = of === undefined ? undefined : compileCriteria(of as Criteria, `${NAME} option of`);
  return assertTraces(
    this,
    traceCall(NAME, traces, ['options']),
    judgeRepeats(traces, { max: checkMax(max), of: counted, per: checkPer(per) }),
    withStrays(repeatsText),
  );
}

const PLACES = ['parent', 'trace'] as const;

function checkPer(per: unknown): Per {
  if (per === undefined) return 'parent';
  const place = PLACES.find(name => name === per);
  if (place !== undefined) return place;
  const takes = `${NAME} option per takes 'parent', 'trace' or { ancestor: criteria }`;
  if (typeof per === 'string') {
    throw new TracewrightError('INVALID_OPTION', `${takes}; received ${kindOf(per)}.${suggestion(per, PLACES)}`);
  }
  if (!isPlainObject(per) || isAsymmetricMatcher(per)) {
    throw new TracewrightError('INVALID_OPTION', `${takes}; received ${kindOf(per)}.`);
  }
  checkOptions(per, ['ancestor'], `${NAME} option per`);
  if (!Object.hasOwn(per, 'ancestor')) throw new TracewrightError('INVALID_OPTION', `${takes}; it names no ancestor.`);
  return { ancestor: compileCriteria(per.ancestor as Criteria, `${NAME} option per.ancestor`) };
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
