import { checkOptions } from '../src/misuse.ts';
import type { Criteria } from '../src/model/trace.ts';
import { compileCriteria } from '../src/query/compile-criteria.ts';
import { judgePresence } from '../src/query/judge-presence.ts';
import { checkTimes } from '../src/query/times.ts';
import { presenceText } from '../src/report/presence-text.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertTraces, traceCall, tracesOf } from './subject.ts';
import { withStrays } from './with-strays.ts';

/** Asserts that a matching span is in the trace, or in one of several; with `times`, how many. */
export function toHaveSpan(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const traces = tracesOf(subject, 'toHaveSpan');
  checkGiven(given, ['criteria', 'options'], 1, 'toHaveSpan');
  const [criteria, options] = given;
  checkOptions(options, ['times'], 'toHaveSpan');
  const { times } = (options ?? {}) as { readonly times?: unknown };
  const verdict = judgePresence(
    traces,
    compileCriteria(criteria as Criteria, 'toHaveSpan'),
    times === undefined ? undefined : checkTimes(times, 'toHaveSpan'),
  );
  const args = options === undefined ? ['criteria'] : ['criteria', 'options'];
  return assertTraces(this, traceCall('toHaveSpan', traces, args), verdict, withStrays(presenceText));
}
