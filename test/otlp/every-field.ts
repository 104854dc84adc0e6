import type { SpanData } from '../../src/model/span-data.ts';
import type { RequestJson } from './otlp-json.ts';

/** A request with every field of trace.proto, common.proto and resource.proto set, each to a value of its own. */
export const EVERY_FIELD: RequestJson = {
  resourceSpans: [
    {
      resource: {
        attributes: [
          { key: 'service.name', value: { stringValue: 'orders' } },
          { key: 'host.id', value: { stringValue: 'h-1' } },
        ],
        droppedAttributesCount: 1,
        entityRefs: [
          { schemaUrl: 'https://e/1', type: 'service', idKeys: ['service.name'], descriptionKeys: ['host.id', 'x'] },
        ],
      },
      scopeSpans: [
        {
          scope: {
            name: '@orders/http',
            version: '1.2.3',
            attributes: [{ key: 'lib', value: { boolValue: true } }],
            droppedAttributesCount: 2,
          },
          spans: [
            {
              traceId: '5b8efff798038103d269b633813fc60c',
              spanId: 'eee19b7ec3c1b174',
              traceState: 'vendor=1',
              parentSpanId: 'eee19b7ec3c1b173',
              flags: 0x301,
              name: 'POST /charge',
              kind: 3,
              startTimeUnixNano: '1544712660300000001',
              endTimeUnixNano: '1544712661300000003',
              attributes: [{ key: 'http.request.method', value: { stringValue: 'POST' } }],
              droppedAttributesCount: 3,
              events: [
                {
                  timeUnixNano: '1544712660500000007',
                  name: 'retry',
                  attributes: [{ key: 'n', value: { intValue: '2' } }],
                  droppedAttributesCount: 4,
                },
              ],
              droppedEventsCount: 5,
              links: [
                {
                  traceId: '00000000000000000000000000000001',
                  spanId: '0000000000000002',
                  traceState: 'other=2',
                  attributes: [{ key: 'why', value: { stringValue: 'batch' } }],
                  droppedAttributesCount: 6,
                  flags: 0x100,
                },
              ],
              droppedLinksCount: 7,
              status: { message: 'declined', code: 2 },
            },
          ],
          schemaUrl: 'https://scope/1',
        },
      ],
      schemaUrl: 'https://resource/1',
    },
  ],
};

/** What EVERY_FIELD must decode to. */
export const EVERY_FIELD_SPAN: SpanData = {
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  parentSpanId: 'eee19b7ec3c1b173',
  traceState: 'vendor=1',
  flags: 0x301,
  name: 'POST /charge',
  kind: 'CLIENT',
  startTimeUnixNano: 1544712660300000001n,
  endTimeUnixNano: 1544712661300000003n,
  attributes: { 'http.request.method': 'POST' },
  droppedAttributesCount: 3,
  events: [{ name: 'retry', timeUnixNano: 1544712660500000007n, attributes: { n: 2 }, droppedAttributesCount: 4 }],
  droppedEventsCount: 5,
  links: [
    {
      traceId: '00000000000000000000000000000001',
      spanId: '0000000000000002',
      traceState: 'other=2',
      attributes: { why: 'batch' },
      droppedAttributesCount: 6,
      flags: 0x100,
    },
  ],
  droppedLinksCount: 7,
  status: { code: 'ERROR', message: 'declined' },
  resource: {
    attributes: { 'service.name': 'orders', 'host.id': 'h-1' },
    droppedAttributesCount: 1,
    entityRefs: [
      { schemaUrl: 'https://e/1', type: 'service', idKeys: ['service.name'], descriptionKeys: ['host.id', 'x'] },
    ],
    schemaUrl: 'https://resource/1',
  },
  scope: {
    name: '@orders/http',
    version: '1.2.3',
    attributes: { lib: true },
    droppedAttributesCount: 2,
    schemaUrl: 'https://scope/1',
  },
};
