import { TracewrightError } from '../src/errors.ts';
import { checkOptions } from '../src/misuse.ts';
import { judgeNoStrays } from '../src/query/judge-strays.ts';
import { straysText } from '../src/report/strays-text.ts';
import { checkGiven } from './check-given.ts';
import { compileExcept } from './compile-except.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertTraces, traceCall, tracesOf } from './subject.ts';
import { withStrays } from './with-strays.ts';

const NAME = 'toHaveNoStrays';

/** Asserts that no trace began during a capture that belongs to no capture, but for those that `except` names. */
export function toHaveNoStrays(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const traces = tracesOf(subject, NAME);
  const other = traces.find(({ isCaptured }) => !isCaptured);
  if (other !== undefined) {
    throw new TracewrightError(
      'INVALID_SUBJECT',
      `${NAME} needs a trace that receiver.capture() returned; trace ${other.traceId.slice(0, 8)} was not captured, so its strays are not known.`,
    );
  }
  checkGiven(given, ['the options'], 0, NAME);
  const [options] = given;
  checkOptions(options, ['except'], NAME);
  const { except } = (options ?? {}) as { readonly except?: unknown };
  const call = traceCall(NAME, traces, options === undefined ? [] : ['options']);
  return assertTraces(this, call, judgeNoStrays(traces, compileExcept(except, NAME)), withStrays(straysText));
}
