import { judgeOrder } from '../src/query/judge-order.ts';
import { orderText } from '../src/report/order-text.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertSpans, spanCall, spansOf } from './subject.ts';
import { wantedSpan } from './wanted-span.ts';

/** Asserts that a span ended before, or as, another began. */
export function toHappenBefore(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const spans = spansOf(subject, 'toHappenBefore');
  const wanted = wantedSpan(given, 'toHappenBefore');
  const verdicts = spans.map(span => judgeOrder(span, wanted));
  return assertSpans(this, spanCall('toHappenBefore', spans, ['later']), verdicts, orderText);
}
