import { isLogRecord, type LogRecord } from '../src/model/log-record.ts';
import { isMetric, type Metric } from '../src/model/metric.ts';
import { refuseOverflow } from '../src/model/overflow.ts';
import { overflowNow } from '../src/model/trace.ts';
import { type Looked, lookAtMetrics, lookAtRecords, lookAtSpans, lookAtTraces } from '../src/pii/scan/looked.ts';
import type { Call } from './runner-context.ts';
import { isSpanSubject, spanCall, spansOf, traceCall, tracesOf } from './subject.ts';

/** What an assertion on all that a person could read looks through, and how it was written. */
export interface LookedThrough {
  readonly call: Call;
  /** Everything as one. */
  readonly whole: Looked;
  /** Each by itself. */
  readonly each: readonly Looked[];
}

/**
 * Takes a trace, a span, a log record or a metric, or an array of one of them.
 *
 * @throws {TracewrightError} INVALID_SUBJECT for anything else, and for what is empty.
 */
export function lookedThrough(subject: unknown, matcher: string, args: readonly string[]): LookedThrough {
  if (isRecordSubject(subject)) {
    const records: readonly LogRecord[] = Array.isArray(subject) ? subject : [subject];
    const call = { matcher, subject: records.length === 1 ? 'record' : 'records', args };
    return { call, whole: lookAtRecords(records), each: records.map(record => lookAtRecords([record])) };
  }
  if (isMetricSubject(subject)) {
    const metrics: readonly Metric[] = Array.isArray(subject) ? subject : [subject];
    const call = { matcher, subject: metrics.length === 1 ? 'metric' : 'metrics', args };
    return { call, whole: lookAtMetrics(metrics), each: metrics.map(metric => lookAtMetrics([metric])) };
  }
  if (isSpanSubject(subject)) {
    const spans = spansOf(subject, matcher);
    const each = spans.map(span => lookAtSpans([span]));
    return { call: spanCall(matcher, spans, args), whole: lookAtSpans(spans), each };
  }
  const traces = tracesOf(subject, matcher, 'records');
  for (const trace of traces) for (const linked of trace.linked) refuseOverflow(overflowNow(linked));
  const each = traces.map(trace => lookAtTraces([trace]));
  return { call: traceCall(matcher, traces, args), whole: lookAtTraces(traces), each };
}

function isRecordSubject(subject: unknown): subject is LogRecord | readonly LogRecord[] {
  return isLogRecord(subject) || (Array.isArray(subject) && subject.length > 0 && subject.every(isLogRecord));
}

function isMetricSubject(subject: unknown): subject is Metric | readonly Metric[] {
  return isMetric(subject) || (Array.isArray(subject) && subject.length > 0 && subject.every(isMetric));
}
