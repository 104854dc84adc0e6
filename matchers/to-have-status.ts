import { compileStatus, judgeStatus } from '../src/query/judge-status.ts';
import { statusText } from '../src/report/status-text.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertSpans, spanCall, spansOf } from './subject.ts';

/** Asserts a span's status code, and when a message is given, its message. */
export function toHaveStatus(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const spans = spansOf(subject, 'toHaveStatus');
  checkGiven(given, ['the code', 'the message'], 1, 'toHaveStatus');
  const [code, message] = given;
  const wanted = compileStatus(code, given.length > 1 ? { value: message } : undefined, 'toHaveStatus');
  const verdicts = spans.map(span => judgeStatus(span, wanted));
  const args = given.length > 1 ? ['code', 'message'] : ['code'];
  return assertSpans(this, spanCall('toHaveStatus', spans, args), verdicts, statusText);
}
