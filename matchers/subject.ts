import { TracewrightError } from '../src/errors.ts';
import { kindOf } from '../src/misuse.ts';
import { isLogRecord } from '../src/model/log-record.ts';
import { isMetric } from '../src/model/metric.ts';
import { refuseOverflow } from '../src/model/overflow.ts';
import { originalOf } from '../src/model/shown-text.ts';
import { isSpan, isSpanCopy, isTrace, overflowNow, type Span, type Trace } from '../src/model/trace.ts';
import type { Outcome } from '../src/query/verdict.ts';
import type { Style } from '../src/report/page.ts';
import { quote } from '../src/report/quote.ts';
import { reportable } from './reportable.ts';
import { type Call, hintLine, type MatcherResult, type RunnerContext, styleOf } from './runner-context.ts';

const RECEIVER_BRAND = Symbol.for('tracewright.Receiver');

interface Judged {
  readonly outcome: Outcome;
}

/** Judges traces as one. What is incomplete fails in both polarities. */
export function assertTraces<Verdict extends Judged>(
  context: RunnerContext | undefined,
  call: Call,
  verdict: Verdict,
  text: (verdict: Verdict, style: Style) => string,
): MatcherResult {
  const negated = context?.isNot === true;
  const pass = verdict.outcome === 'incomplete' ? negated : verdict.outcome === 'pass';
  const message = () =>
    reportable(`${hintLine(context, negated, call)}\n\n${text(verdict, styleOf(context, negated))}`);
  return { pass, message };
}

/** Judges each span by itself. The assertion holds when it holds for every one; so does its negation. */
export function assertSpans<Verdict extends Judged>(
  context: RunnerContext | undefined,
  call: Call,
  verdicts: readonly Verdict[],
  text: (verdict: Verdict, style: Style) => string,
): MatcherResult {
  return assertEach(context, call, verdicts, text, 'spans');
}

/**
 * Judges each span, or each trace, by itself.
 *
 * @param verdicts none for copies, see {@link spansOf}: an assertion on them fails in both polarities
 */
export function assertEach<Verdict extends Judged>(
  context: RunnerContext | undefined,
  call: Call,
  verdicts: readonly Verdict[],
  text: (verdict: Verdict, style: Style) => string,
  noun: 'spans' | 'traces' | 'log records',
): MatcherResult {
  const negated = context?.isNot === true;
  if (verdicts.length === 0)
    return { pass: negated, message: () => `${hintLine(context, negated, call)}\n\n${COPIED}` };
  const failing = verdicts.filter(({ outcome }) => outcome !== (negated ? 'fail' : 'pass'));
  const [first] = failing;
  const pass = negated === (first !== undefined);
  const message = () => {
    const lead = hintLine(context, negated, call);
    if (first === undefined) return reportable(lead);
    const fail = failing.length === 1 ? 'fails:' : 'fail; the first:';
    const which = `${failing.length} of ${verdicts.length} ${noun} ${fail}`;
    const head = verdicts.length === 1 ? [lead] : [lead, which];
    return reportable([...head, text(first, styleOf(context, negated))].join('\n\n'));
  };
  return { pass, message };
}

const COPIED = 'Received copies, which have lost their trace. Pass the spans themselves.';

/**
 * The traces that a matcher is to judge: one, or an array of them. A copy, which a runner makes of what it prints as a diff,
 * stands for the trace that it is of.
 *
 * @throws {TracewrightError} INVALID_SUBJECT for anything else, and for what is empty.
 */
export function tracesOf(subject: unknown, matcher: string, allow?: 'empty' | 'spans' | 'records'): readonly Trace[] {
  const needs = allow === 'spans' ? NEEDS_EITHER : allow === 'records' ? NEEDS_ANY : NEEDS_TRACE;
  const given = Array.isArray(subject) ? (subject as readonly unknown[]) : [subject];
  const traces = given.map(one => (isTrace(one) ? originalOf(one) : one));
  if (traces.length === 0) throw invalid(matcher, needs, 'an empty array: there is nothing to judge.');
  for (const [index, trace] of traces.entries()) {
    const place = Array.isArray(subject) ? ` as element ${index}` : '';
    if (!isTrace(trace))
      throw invalid(
        matcher,
        needs,
        received(trace, place, allow === 'spans' || allow === 'records' ? 'either' : 'trace'),
      );
    if (trace.spans.length === 0 && allow !== 'empty') {
      const why = trace.unsampled === undefined ? '' : ' It was captured with sampled: false: toBeUnsampled judges it.';
      const empty = `trace ${trace.traceId.slice(0, 8)}${place}, which has no span: nothing of it had arrived. A trace that is empty is never judged.${why}`;
      throw invalid(matcher, needs, empty);
    }
    refuseOverflow(overflowNow(trace));
  }
  return traces as readonly Trace[];
}

/**
 * The spans that a matcher is to judge: one, or an array of them. None for copies, which a runner makes of what it prints as
 * a diff, and then asks an asymmetric matcher about: a copy of a span has lost its trace.
 *
 * @throws {TracewrightError} INVALID_SUBJECT for anything else, and for what is empty.
 */
export function spansOf(subject: unknown, matcher: string): readonly Span[] {
  const spans = Array.isArray(subject) ? (subject as readonly unknown[]) : [subject];
  if (spans.length === 0) throw invalid(matcher, NEEDS_SPAN, 'an empty array: there is nothing to judge.');
  for (const [index, span] of spans.entries()) {
    const place = Array.isArray(subject) ? ` as element ${index}` : '';
    if (!isSpan(span)) throw invalid(matcher, NEEDS_SPAN, received(span, place, 'span'));
    if (isSpanCopy(span)) return [];
    refuseOverflow(overflowNow(span.trace));
  }
  return spans as readonly Span[];
}

/** Whether spans were meant where traces could be too: a span, or an array that begins with one. */
export function isSpanSubject(subject: unknown): boolean {
  return isSpan(Array.isArray(subject) ? subject[0] : subject);
}

/** How an assertion on traces was written. */
export function traceCall(matcher: string, { length }: readonly Trace[], args: readonly string[] = []): Call {
  return { matcher, subject: length === 1 ? 'trace' : 'traces', args };
}

/** How an assertion on spans was written. */
export function spanCall(matcher: string, { length }: readonly Span[], args: readonly string[] = []): Call {
  return { matcher, subject: length === 1 ? 'span' : 'spans', args };
}

/** Whether a matcher of ours was meant: a span, a trace, a log record, a metric, a receiver, or an array that holds one of them. */
export function isOurs(subject: unknown): boolean {
  if (Array.isArray(subject)) return subject.some(isOurs);
  return isSpan(subject) || isTrace(subject) || isLogRecord(subject) || isMetric(subject) || isReceiver(subject);
}

/** Whether a subject is a slip whosever matcher was meant: a Promise that is not awaited, an empty array. */
export function isSlip(subject: unknown): boolean {
  return (Array.isArray(subject) && subject.length === 0) || kindOf(subject) === 'a Promise';
}

function isReceiver(value: unknown): boolean {
  return typeof value === 'object' && value !== null && RECEIVER_BRAND in value;
}

const NEEDS_TRACE = 'a Trace, or an array of them';
const NEEDS_SPAN = 'a Span, or an array of them';
const NEEDS_EITHER = 'a Trace or a Span, or an array of either';
const NEEDS_ANY = 'a Trace, a Span, a LogRecord or a Metric, or an array of one of them';

function invalid(matcher: string, needs: string, was: string): TracewrightError {
  return new TracewrightError('INVALID_SUBJECT', `${matcher} judges ${needs}; received ${was}`);
}

/** What was received, and what to pass in its place. */
function received(value: unknown, place: string, wanted: 'trace' | 'span' | 'either'): string {
  if (isReceiver(value)) {
    const then = wanted === 'span' ? ', and of a trace its spans: trace.get(criteria)' : '';
    return `a receiver${place}, to which spans may still come. Pass a snapshot: receiver.traces, await receiver.settled(), or what await receiver.capture(...) gives${then}.`;
  }
  if (wanted === 'either' && (isSpan(value) || isTrace(value) || isLogRecord(value) || isMetric(value))) {
    const what = isSpan(value) ? 'Span' : isTrace(value) ? 'Trace' : isMetric(value) ? 'Metric' : 'LogRecord';
    return `traces, spans, log records or metrics mixed. Judge them apart: element${place.slice(11)} is a ${what}.`;
  }
  if (isSpan(value)) return `the Span ${quote(value.name)}${place}. Pass its trace: span.trace.`;
  if (isTrace(value)) {
    return `trace ${value.traceId.slice(0, 8)}${place}. Pass a span of it: trace.get(criteria), or several: trace.filter(criteria), trace.spans.`;
  }
  const kind = kindOf(value);
  if (kind === 'a Promise') return `a Promise${place}: \`await\` is missing. Write expect(await ...).`;
  const source = wanted === 'span' ? 'trace.get(criteria) gives a span' : 'await receiver.capture(...) gives a trace';
  return `${kind}${place}. (${source}.)`;
}
