import { checkOptions } from '../src/misuse.ts';
import type { Trace } from '../src/model/trace.ts';
import type { CompiledCriteria } from '../src/query/compile-criteria.ts';
import type { Outcome } from '../src/query/verdict.ts';
import type { ExplainStray } from '../src/report/beside-text.ts';
import type { Style } from '../src/report/page.ts';
import { checkGiven } from './check-given.ts';
import { compileExcept } from './compile-except.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertTraces, traceCall, tracesOf } from './subject.ts';
import { withStrays } from './with-strays.ts';

/** What a matcher of traces was called with, and how it judges and words. */
interface Assertion<Verdict> {
  readonly subject: unknown;
  readonly given: readonly unknown[];
  readonly judge: (traces: readonly Trace[], except: readonly CompiledCriteria[]) => Verdict;
  readonly text: (verdict: Verdict, style: Style, explain: ExplainStray) => string;
}

/** A matcher of traces whose only argument is `{ except? }`. */
export function assertButExcept<Verdict extends { readonly outcome: Outcome }>(
  context: RunnerContext | undefined,
  matcher: string,
  { subject, given, judge, text }: Assertion<Verdict>,
): MatcherResult {
  const traces = tracesOf(subject, matcher);
  checkGiven(given, ['the options'], 0, matcher);
  const [options] = given;
  checkOptions(options, ['except'], matcher);
  const { except } = (options ?? {}) as { readonly except?: unknown };
  const call = traceCall(matcher, traces, options === undefined ? [] : ['options']);
  return assertTraces(context, call, judge(traces, compileExcept(except, matcher)), withStrays(text));
}
