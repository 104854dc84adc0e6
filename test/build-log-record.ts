import { LogRecord, type LogRecordData } from '../src/model/log-record.ts';

/** A log record of `orders`; what is not given is as an SDK leaves it. */
export function buildLogRecord(data: Partial<LogRecordData> = {}): LogRecord {
  return new LogRecord({
    traceId: undefined,
    spanId: undefined,
    flags: 0,
    timeUnixNano: 1n,
    observedTimeUnixNano: 2n,
    severityNumber: 9,
    severityText: 'INFO',
    body: 'paid',
    attributes: {},
    droppedAttributesCount: 0,
    eventName: '',
    resource: { attributes: { 'service.name': 'orders' }, droppedAttributesCount: 0, entityRefs: [], schemaUrl: '' },
    scope: { name: '', version: '', attributes: {}, droppedAttributesCount: 0, schemaUrl: '' },
    ...data,
  });
}
