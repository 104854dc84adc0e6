import { TracewrightError } from '../src/errors.ts';
import { kindOf } from '../src/misuse.ts';
import type { Span, Trace } from '../src/model/trace.ts';
import { judgeSpanContinues, judgeTraceContinues, type WantedContext } from '../src/propagation/judge-continue.ts';
import { readHeader } from '../src/propagation/read-header.ts';
import { continueText } from '../src/report/continue-text.ts';
import { checkGiven } from './check-given.ts';
import type { MatcherResult, RunnerContext } from './runner-context.ts';
import { assertEach, isSpanSubject, spanCall, spansOf, traceCall, tracesOf } from './subject.ts';

const NAME = 'toContinue';

/** Asserts that a span, or every root of a trace, continues a header, or without one the context that was sent. */
export function toContinue(this: RunnerContext | undefined, subject: unknown, ...given: unknown[]): MatcherResult {
  const args = given.length > 0 ? ['header'] : [];
  if (isSpanSubject(subject)) {
    const spans = spansOf(subject, NAME);
    const wanted = wantedContext(given);
    const verdicts = spans.map(span => judgeSpanContinues(span, wanted ?? sentContext(span.trace, span)));
    return assertEach(this, spanCall(NAME, spans, args), verdicts, continueText, 'spans');
  }
  const traces = tracesOf(subject, NAME, 'spans');
  const wanted = wantedContext(given);
  const verdicts = traces.map(trace => judgeTraceContinues(trace, wanted ?? sentContext(trace)));
  return assertEach(this, traceCall(NAME, traces, args), verdicts, continueText, 'traces');
}

function wantedContext(given: readonly unknown[]): WantedContext | undefined {
  checkGiven(given, ['the header'], 0, NAME);
  if (given.length === 0) return undefined;
  const [value] = given;
  if (typeof value !== 'string') {
    throw new TracewrightError(
      'INVALID_HEADER',
      `${NAME} takes the value of a traceparent, X-Amzn-Trace-Id or b3 header; received ${kindOf(value)}.`,
    );
  }
  const header = readHeader(value, NAME);
  return { header, context: header.context };
}

function sentContext({ context, traceId }: Trace, span?: Span): WantedContext {
  if (context !== undefined) return { header: undefined, context };
  const whose = span === undefined ? `trace ${traceId.slice(0, 8)}` : `the trace of the span, ${traceId.slice(0, 8)},`;
  throw new TracewrightError(
    'INVALID_SUBJECT',
    `${NAME} without a header asks for the context that a capture sent, but ${whose} was not captured with one. Give the header that was sent.`,
  );
}
