import { type Criteria, isSpan } from '../src/model/trace.ts';
import { compileCriteria } from '../src/query/compile-criteria.ts';
import { judgeChild } from '../src/query/judge-child.ts';
import { childText } from '../src/report/child-text.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertSpans, spansOf } from './subject.ts';

/** Asserts that a span's direct parent is this span, or one that matches. */
export function toBeChildOf(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const spans = spansOf(subject, 'toBeChildOf');
  checkGiven(given, ['the span or criteria'], 1, 'toBeChildOf');
  const [parent] = given;
  const target = isSpan(parent) ? parent : compileCriteria(parent as Criteria, 'toBeChildOf');
  const verdicts = spans.map(span => judgeChild(span, target));
  const call = { matcher: 'toBeChildOf', subject: spans.length === 1 ? 'span' : 'spans', args: ['parent'] };
  return assertSpans(this, call, verdicts, childText);
}
