import { judgeChild } from '../src/query/judge-child.ts';
import { childText } from '../src/report/child-text.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertSpans, spanCall, spansOf } from './subject.ts';
import { wantedSpan } from './wanted-span.ts';

/** Asserts that a span's direct parent is this span, or one that matches. */
export function toBeChildOf(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const spans = spansOf(subject, 'toBeChildOf');
  const wanted = wantedSpan(given, 'toBeChildOf');
  const verdicts = spans.map(span => judgeChild(span, wanted));
  return assertSpans(this, spanCall('toBeChildOf', spans, ['parent']), verdicts, childText);
}
