import { judgeLink } from '../src/query/judge-link.ts';
import { linkText } from '../src/report/link-text.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertSpans, spanCall, spansOf } from './subject.ts';
import { wantedSpan } from './wanted-span.ts';

/** Asserts that a span links to another, or to one that matches, of whatever trace. */
export function toBeLinkedTo(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const spans = spansOf(subject, 'toBeLinkedTo');
  const wanted = wantedSpan(given, 'toBeLinkedTo');
  const verdicts = spans.map(span => judgeLink(span, wanted));
  return assertSpans(this, spanCall('toBeLinkedTo', spans, ['linked']), verdicts, linkText);
}
