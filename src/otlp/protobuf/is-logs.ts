import { everyItem } from './every-item.ts';
import { readLogRecord } from './log-record.ts';

const TRACE_ID_DIGITS = 32;

/**
 * Whether a body is an `ExportLogsServiceRequest`, and cannot be one of spans: all of it can be read as log records, and each
 * of them has a time, a severity, attributes, a body or a trace id. A record with a `severity_text` and no more can be a span
 * that has nothing but a trace state.
 *
 * @throws {TracewrightError} MALFORMED_PROTOBUF
 */
export function isLogsProtobuf(body: Uint8Array): boolean {
  return everyItem(body, (reader, resource, scope) => {
    const record = readLogRecord(reader, resource, scope);
    reader.findings.take();
    return (
      record.timeUnixNano > 0n ||
      record.observedTimeUnixNano > 0n ||
      record.severityNumber > 0 ||
      record.body !== null ||
      record.traceId?.length === TRACE_ID_DIGITS ||
      Object.keys(record.attributes).length > 0
    );
  });
}
