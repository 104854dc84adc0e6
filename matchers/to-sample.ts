import { TracewrightError } from '../src/errors.ts';
import { checkOptions, kindOf } from '../src/misuse.ts';
import { sampleText } from '../src/report/sampling/sample-text.ts';
import { judgeSample } from '../src/sampling/judge-sample.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { samplingReportOf } from './sampling-report-subject.ts';
import { assertTraces } from './subject.ts';

/** Options of `toSample`. */
export interface SampleOptions {
  /** By how much the ratio may differ, as a ratio itself: 0.025 is 2.5 percentage points. From 0.0001 to 0.5. */
  readonly margin: number;
  /** How certain a verdict must be: a service that samples the ratio fails in at most 1 of 10,000 runs with 0.9999, the default. */
  readonly confidence?: number;
}

const NAME = 'toSample';
const LEAST_MARGIN = 0.0001;
const MOST_CONFIDENCE = 0.999999999;
const DEFAULT_CONFIDENCE = 0.9999;

/** Asserts that a service samples a ratio of its requests. */
export function toSample(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const report = samplingReportOf(subject, NAME, '0.05, { margin: 0.025 }');
  checkGiven(given, ['the ratio', 'the options: { margin }'], 2, NAME);
  const [ratio, options] = given;
  checkOptions(options, ['margin', 'confidence'], NAME);
  const { margin, confidence = DEFAULT_CONFIDENCE } = options as Partial<SampleOptions>;
  const claim = {
    ratio: numberIn(ratio, 0, 1, 'the ratio', `a number from 0 to 1: 0.05 for 5 %`),
    margin: numberIn(
      margin,
      LEAST_MARGIN,
      0.5,
      'option margin',
      `a number from ${LEAST_MARGIN} to 0.5: 0.025 for 2.5 %`,
    ),
    confidence: numberIn(
      confidence,
      0.5,
      MOST_CONFIDENCE,
      'option confidence',
      `a number from 0.5 to ${MOST_CONFIDENCE}: 0.9999 for 1 false alarm in 10,000 runs`,
    ),
  };
  const call = { matcher: NAME, subject: 'report', args: ['ratio', 'options'] };
  return assertTraces(this, call, judgeSample(report, claim), sampleText);
}

function numberIn(value: unknown, least: number, most: number, what: string, wants: string): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new TracewrightError('INVALID_OPTION', `${NAME}: ${what} is ${kindOf(value)}; it takes ${wants}.`);
}
