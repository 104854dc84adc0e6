import { TracewrightError } from '../src/errors.ts';
import { type CompiledLogCriteria, compileLogCriteria } from '../src/logs/compile-log-criteria.ts';
import { judgeCorrelated } from '../src/logs/judge-correlated.ts';
import type { LogCriteria } from '../src/logs/log-criteria.ts';
import { checkOptions, kindOf } from '../src/misuse.ts';
import { correlatedText } from '../src/report/logs/correlated-text.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertTraces, traceCall, tracesOf } from './subject.ts';

const NAME = 'toHaveCorrelatedLogs';

/** Asserts that every log record that services wrote while they handled the trace's requests names the trace. */
export function toHaveCorrelatedLogs(
  this: RunnerContext | undefined,
  subject: unknown,
  ...given: unknown[]
): MatcherResult {
  const traces = tracesOf(subject, NAME);
  checkGiven(given, ['the options'], 0, NAME);
  const [options] = given;
  checkOptions(options, ['services', 'except'], NAME);
  const { services, except } = (options ?? {}) as { readonly services?: unknown; readonly except?: unknown };
  const verdict = judgeCorrelated(traces, checkServices(services), compileExcepted(except));
  return assertTraces(this, traceCall(NAME, traces, given.length === 0 ? [] : ['options']), verdict, correlatedText);
}

function checkServices(services: unknown): readonly string[] | undefined {
  if (services === undefined) return undefined;
  const names: readonly unknown[] = Array.isArray(services) ? services : [];
  if (names.length > 0 && names.every(name => typeof name === 'string' && name !== ''))
    return [...new Set(names as string[])];
  throw new TracewrightError(
    'INVALID_OPTION',
    `${NAME} option services is ${kindOf(services)}; it takes an array of service names: ['orders', 'payments'].`,
  );
}

function compileExcepted(except: unknown): readonly CompiledLogCriteria[] {
  if (except === undefined) return [];
  if (!Array.isArray(except)) return [compileLogCriteria(except as LogCriteria, `${NAME} option except`)];
  if (except.length === 0) {
    throw new TracewrightError('INVALID_OPTION', `${NAME} option except is an empty array: leave it out.`);
  }
  return except.map((one: unknown, index) => compileLogCriteria(one as LogCriteria, `${NAME} option except[${index}]`));
}
