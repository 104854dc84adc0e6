import { TracewrightError } from '../src/errors.ts';
import { kindOf } from '../src/misuse.ts';
import { judgeSpanDuration, judgeTraceDuration } from '../src/query/judge-duration.ts';
import { spanTookText, traceTookText } from '../src/report/took-text.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertSpans, assertTraces, isSpanSubject, spanCall, spansOf, traceCall, tracesOf } from './subject.ts';

const NAME = 'toTakeLessThan';

/** Asserts that a span, or a trace from its first start to its last end, took less than so many milliseconds. */
export function toTakeLessThan(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const ofSpans = isSpanSubject(subject);
  const spans = ofSpans ? spansOf(subject, NAME) : [];
  const traces = ofSpans ? [] : tracesOf(subject, NAME, 'spans');
  checkGiven(given, ['the milliseconds'], 1, NAME);
  const maxMs = checkMilliseconds(given[0]);
  if (!ofSpans)
    return assertTraces(this, traceCall(NAME, traces, ['ms']), judgeTraceDuration(traces, maxMs), traceTookText);
  const verdicts = spans.map(span => judgeSpanDuration(span, maxMs));
  return assertSpans(this, spanCall(NAME, spans, ['ms']), verdicts, spanTookText);
}

function checkMilliseconds(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw new TracewrightError(
    'INVALID_OPTION',
    `${NAME} takes milliseconds, a number above 0; received ${kindOf(value)}.`,
  );
}
