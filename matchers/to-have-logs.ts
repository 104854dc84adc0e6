import { compileLogCriteria } from '../src/logs/compile-log-criteria.ts';
import { judgeLogs } from '../src/logs/judge-logs.ts';
import type { LogCriteria } from '../src/logs/log-criteria.ts';
import { checkOptions } from '../src/misuse.ts';
import { checkTimes } from '../src/query/times.ts';
import { logsText } from '../src/report/logs/logs-text.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertTraces, traceCall, tracesOf } from './subject.ts';
import { withStrays } from './with-strays.ts';

const NAME = 'toHaveLogs';

/** Asserts that a matching log record names the trace, or one of several; with `times`, how many. */
export function toHaveLogs(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const traces = tracesOf(subject, NAME);
  checkGiven(given, ['criteria', 'options'], 1, NAME);
  const [criteria, options] = given;
  checkOptions(options, ['times'], NAME);
  const { times } = (options ?? {}) as { readonly times?: unknown };
  const compiled = compileLogCriteria(criteria as LogCriteria, NAME);
  const verdict = judgeLogs(traces, compiled, times === undefined ? undefined : checkTimes(times, NAME));
  const args = options === undefined ? ['criteria'] : ['criteria', 'options'];
  return assertTraces(this, traceCall(NAME, traces, args), verdict, withStrays(logsText));
}
