import type { LogRecord } from '../model/log-record.ts';
import type { Trace } from '../model/trace.ts';
import { invalidIdIn } from './line-ids.ts';
import type { CorrelationVerdict } from './verdict.ts';

/**
 * Judges whether the ids of a log record name a span of this trace. In the log data model the span id is optional: such a
 * record belongs to the trace, and names no span.
 *
 * @see https://opentelemetry.io/docs/specs/otel/logs/data-model/#trace-context-fields
 */
export function judgeCorrelation(record: LogRecord, trace: Trace): CorrelationVerdict {
  const { traceId, spanId, attributes } = record;
  const none = { record, trace, span: undefined, invalid: undefined };
  if (traceId === undefined) {
    const invalid = invalidIdIn(attributes, 'trace');
    return { ...none, outcome: 'fail', why: invalid === undefined ? 'no-ids' : 'invalid', invalid };
  }
  if (traceId !== trace.traceId) return { ...none, outcome: 'fail', why: 'other-trace' };
  if (spanId === undefined) {
    const invalid = invalidIdIn(attributes, 'span');
    return { ...none, outcome: 'fail', why: invalid === undefined ? 'no-span-id' : 'invalid', invalid };
  }
  const span = trace.linkTarget({ traceId, spanId });
  if (span !== undefined) return { ...none, outcome: 'pass', why: 'span', span };
  if (spanId === trace.context?.spanId) return { ...none, outcome: 'fail', why: 'sent' };
  return { ...none, outcome: trace.complete ? 'fail' : 'incomplete', why: 'unknown-span' };
}
