import { judgeDescendant } from '../src/query/judge-descendant.ts';
import { descendantText } from '../src/report/descendant-text.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertSpans, spanCall, spansOf } from './subject.ts';
import { wantedSpan } from './wanted-span.ts';

/** Asserts that a span has another, or one that matches, anywhere above it. */
export function toBeDescendantOf(
  this: RunnerContext | undefined,
  subject: unknown,
  ...given: unknown[]
): MatcherResult {
  const spans = spansOf(subject, 'toBeDescendantOf');
  const wanted = wantedSpan(given, 'toBeDescendantOf');
  const verdicts = spans.map(span => judgeDescendant(span, wanted));
  return assertSpans(this, spanCall('toBeDescendantOf', spans, ['ancestor']), verdicts, descendantText);
}
