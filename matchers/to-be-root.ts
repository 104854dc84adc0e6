import { judgeRoot } from '../src/query/judge-root.ts';
import { rootText } from '../src/report/root-text.ts';
import { refuseArguments } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertSpans, spanCall, spansOf } from './subject.ts';

/** Asserts that a span has no parent, or the captured context as its parent. */
export function toBeRoot(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const spans = spansOf(subject, 'toBeRoot');
  refuseArguments(given, 'toBeRoot', 'toBeChildOf and toBeDescendantOf take the span that is above');
  return assertSpans(this, spanCall('toBeRoot', spans), spans.map(judgeRoot), rootText);
}
