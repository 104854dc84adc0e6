import { TracewrightError } from '../errors.ts';
import { kindOf } from '../misuse.ts';
import type { AttributeValue } from '../model/attributes.ts';
import { isLogRecord, type LogRecord } from '../model/log-record.ts';
import { isMetric, type Metric } from '../model/metric.ts';
import { refuseOverflow } from '../model/overflow.ts';
import { isSpan, isTrace, overflowNow, type Span, type Trace } from '../model/trace.ts';
import { compilePolicy } from './policy/compile-policy.ts';
import type { PolicySource } from './policy/policy.ts';
import { crossingsOf, isOfTraces } from './scan/crossings.ts';
import { recordsOf } from './scan/looked.ts';
import { Scan } from './scan/scan.ts';
import type { Finding } from './verdict.ts';

/** A value by itself, under the key that an attribute would have. */
export interface KeyedValue {
  readonly key?: string;
  readonly value: AttributeValue;
}

/** Whatever holds spans, log records and metrics: a receiver. */
export interface PiiSource {
  readonly traces: readonly Trace[];
  readonly logs: readonly LogRecord[];
  readonly metrics?: readonly Metric[];
}

/**
 * Everything that looks like personal data or a secret in a trace (with those linked to it, and their log records), a span, a log record, a metric, all
 * that a receiver holds, or a value. Synchronous. No value is in what it gives: a mask and a fingerprint are.
 *
 * @param policy kinds, levels, allowances, detectors of your own, or the path of a file that has them; none: the default
 * @throws {TracewrightError} INVALID_SUBJECT, INVALID_POLICY
 *
 * @example
 * findPii({ key: 'db.query.text', value: "SELECT * FROM users WHERE email = 'ada@example.com'" });
 * // [{ kind: 'email', detector: 'email', confidence: 'high', mask: 'a***@e***.com', fingerprint: '5f1c09e2', ... }]
 */
export function findPii(
  subject: Trace | Span | LogRecord | Metric | PiiSource | KeyedValue | readonly (Trace | Span | LogRecord | Metric)[],
  policy?: PolicySource,
): Finding[] {
  const scan = new Scan(compilePolicy(policy, 'findPii()'));
  const given: readonly unknown[] = Array.isArray(subject) ? subject : [subject];
  for (const one of given) scanOne(scan, one);
  return scan.result.found.map(({ finding }) => finding);
}

function scanOne(scan: Scan, subject: unknown): void {
  if (isTrace(subject)) {
    refuseOverflow(overflowNow(subject));
    for (const trace of [subject, ...subject.linked]) {
      for (const span of trace.spans) scan.span(span);
      for (const record of recordsOf(trace)) scan.logRecord(record);
    }
    scanCrossings(scan, [subject]);
  } else if (isMetric(subject)) {
    scan.metric(subject);
  } else if (isSpan(subject)) {
    scan.span(subject);
  } else if (isLogRecord(subject)) {
    scan.logRecord(subject);
  } else if (isSource(subject)) {
    const records = new Set(subject.logs);
    for (const trace of subject.traces) {
      refuseOverflow(overflowNow(trace));
      for (const span of trace.spans) scan.span(span);
      // Those that services wrote to their output are with their traces.
      for (const record of recordsOf(trace)) records.add(record);
    }
    for (const record of records) scan.logRecord(record);
    for (const metric of subject.metrics ?? []) scan.metric(metric);
    scanCrossings(scan, subject.traces);
  } else if (typeof subject === 'object' && subject !== null && 'value' in subject) {
    const { key, value } = subject as { key?: unknown; value: AttributeValue };
    if (key !== undefined && typeof key !== 'string') throw invalid(`the key is ${kindOf(key)}; it takes text.`);
    scan.value(key, value);
  } else {
    throw invalid(
      `it takes a trace, a span, a log record, a metric, a receiver, or { key, value }; received ${kindOf(subject)}.`,
    );
  }
}

function scanCrossings(scan: Scan, traces: readonly Trace[]): void {
  for (const crossing of crossingsOf(traces)) if (isOfTraces(crossing, traces)) scan.crossing(crossing);
}

function isSource(subject: unknown): subject is PiiSource {
  return (
    typeof subject === 'object' &&
    subject !== null &&
    Array.isArray((subject as Partial<PiiSource>).traces) &&
    Array.isArray((subject as Partial<PiiSource>).logs)
  );
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_SUBJECT', `findPii(): ${text}`);
}
