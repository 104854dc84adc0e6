import { TracewrightError } from '../src/errors.ts';
import { checkOptions, kindOf } from '../src/misuse.ts';
import { xrayFitText } from '../src/report/xray/fit-text.ts';
import { judgeXRayFit } from '../src/xray/judge-fit.ts';
import { checkGiven } from './check-given.ts';
import { compileExcept } from './compile-except.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertTraces, traceCall, tracesOf } from './subject.ts';

const NAME = 'toFitXRay';

/** Asserts that X-Ray gets all of the traces: nothing is cut off, changed or dropped on the way. */
export function toFitXRay(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const traces = tracesOf(subject, NAME);
  checkGiven(given, ['the options'], 0, NAME);
  const [options] = given;
  checkOptions(options, ['epoch', 'except'], NAME);
  const { epoch = false, except } = (options ?? {}) as { readonly epoch?: unknown; readonly except?: unknown };
  if (typeof epoch !== 'boolean') {
    throw new TracewrightError(
      'INVALID_OPTION',
      `${NAME} option epoch must be true or false; received ${kindOf(epoch)}.`,
    );
  }
  const call = traceCall(NAME, traces, options === undefined ? [] : ['options']);
  const verdict = judgeXRayFit(traces, { epoch, except: compileExcept(except, NAME) });
  return assertTraces(this, call, verdict, xrayFitText);
}
