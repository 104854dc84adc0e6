import { TracewrightError } from '../src/errors.ts';
import { kindOf } from '../src/misuse.ts';
import { rateText } from '../src/report/sampling/rate-text.ts';
import { judgeRate } from '../src/sampling/judge-rate.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { samplingReportOf } from './sampling-report-subject.ts';
import { assertTraces } from './subject.ts';

const NAME = 'toSampleAtMost';
const LEAST = 0.001;
const MOST = 1_000_000;

/** Asserts that a service samples at most a number of requests in a second. */
export function toSampleAtMost(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const report = samplingReportOf(subject, NAME, '1');
  checkGiven(given, ['the number of requests in a second'], 1, NAME);
  const [perSecond] = given;
  if (given.length > 1)
    throw new TracewrightError(
      'INVALID_OPTION',
      `${NAME} takes one argument; received ${kindOf(given[1])} as another.`,
    );
  if (typeof perSecond !== 'number' || !(perSecond >= LEAST && perSecond <= MOST)) {
    const never = perSecond === 0 ? ' For a service that samples nothing: toSample(0, { margin }).' : '';
    throw new TracewrightError(
      'INVALID_OPTION',
      `${NAME}: the limit is ${kindOf(perSecond)}; it takes a number of requests in a second, from ${LEAST} to ${MOST.toLocaleString('en-US')}.${never}`,
    );
  }
  const call = { matcher: NAME, subject: 'report', args: ['perSecond'] };
  return assertTraces(this, call, judgeRate(report, perSecond), rateText);
}
