import { LogRecord } from '../../src/model/log-record.ts';
import type { LogsRequestJson } from './otlp-json.ts';

/** A request with every field of logs.proto set, each to a value of its own. */
export const EVERY_LOG_FIELD: LogsRequestJson = {
  resourceLogs: [
    {
      resource: {
        attributes: [{ key: 'service.name', value: { stringValue: 'orders' } }],
        droppedAttributesCount: 1,
        entityRefs: [{ schemaUrl: 'https://e/1', type: 'service', idKeys: ['service.name'], descriptionKeys: ['x'] }],
      },
      scopeLogs: [
        {
          scope: {
            name: '@orders/log',
            version: '1.2.3',
            attributes: [{ key: 'lib', value: { boolValue: true } }],
            droppedAttributesCount: 2,
          },
          logRecords: [
            {
              timeUnixNano: '1544712660300000001',
              severityNumber: 17,
              severityText: 'error',
              body: { stringValue: 'card declined' },
              attributes: [{ key: 'order.id', value: { intValue: '42' } }],
              droppedAttributesCount: 3,
              flags: 0x301,
              traceId: '5b8efff798038103d269b633813fc60c',
              spanId: 'eee19b7ec3c1b174',
              observedTimeUnixNano: '1544712660300000002',
              eventName: 'payment.declined',
            },
          ],
          schemaUrl: 'https://scope/1',
        },
      ],
      schemaUrl: 'https://resource/1',
    },
  ],
};

/** What EVERY_LOG_FIELD must decode to. */
export const EVERY_LOG_FIELD_RECORD: LogRecord = new LogRecord({
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  flags: 0x301,
  timeUnixNano: 1544712660300000001n,
  observedTimeUnixNano: 1544712660300000002n,
  severityNumber: 17,
  severityText: 'error',
  body: 'card declined',
  attributes: { 'order.id': 42 },
  droppedAttributesCount: 3,
  eventName: 'payment.declined',
  resource: {
    attributes: { 'service.name': 'orders' },
    droppedAttributesCount: 1,
    entityRefs: [{ schemaUrl: 'https://e/1', type: 'service', idKeys: ['service.name'], descriptionKeys: ['x'] }],
    schemaUrl: 'https://resource/1',
  },
  scope: {
    name: '@orders/log',
    version: '1.2.3',
    attributes: { lib: true },
    droppedAttributesCount: 2,
    schemaUrl: 'https://scope/1',
  },
});
