import { TracewrightError } from '../src/errors.ts';
import { kindOf } from '../src/misuse.ts';
import { isLogRecord, type LogRecord } from '../src/model/log-record.ts';
import { isSpan, isTrace } from '../src/model/trace.ts';

/**
 * The log records that a matcher is to judge: one, or an array of them.
 *
 * @throws {TracewrightError} INVALID_SUBJECT for anything else, and for what is empty.
 */
export function recordsOf(subject: unknown, matcher: string): readonly LogRecord[] {
  const records = Array.isArray(subject) ? (subject as readonly unknown[]) : [subject];
  if (records.length === 0) throw invalid(matcher, 'an empty array: there is nothing to judge.');
  for (const [index, record] of records.entries()) {
    if (isLogRecord(record)) continue;
    const place = Array.isArray(subject) ? ` as element ${index}` : '';
    throw invalid(matcher, `${received(record, place)}`);
  }
  return records as readonly LogRecord[];
}

function received(value: unknown, place: string): string {
  if (isTrace(value)) return `trace ${value.traceId.slice(0, 8)}${place}. Pass its log records: trace.logs.`;
  if (isSpan(value)) return `a Span${place}. Pass log records: span.trace.logs.`;
  const kind = kindOf(value);
  if (kind === 'a Promise') return `a Promise${place}: \`await\` is missing. Write expect(await ...).`;
  return `${kind}${place}. (service.logs and trace.logs hold log records.)`;
}

function invalid(matcher: string, was: string): TracewrightError {
  return new TracewrightError('INVALID_SUBJECT', `${matcher} judges a LogRecord, or an array of them; received ${was}`);
}
