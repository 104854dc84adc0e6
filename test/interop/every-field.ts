/** OTLP JSON of one trace that uses every field of trace.proto, and attributes of every type. */
export function everyField(traceId: string): unknown {
  const other = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
  return {
    resourceSpans: [
      {
        schemaUrl: 'https://opentelemetry.io/schemas/1.37.0',
        resource: { attributes: [text('service.name', 'every-field'), text('service.version', '1.2.3')] },
        scopeSpans: [
          {
            schemaUrl: 'https://opentelemetry.io/schemas/1.36.0',
            scope: {
              name: 'by hand',
              version: '0.1.0',
              attributes: [text('scope.note', 'a scope has attributes too')],
            },
            spans: [
              {
                traceId,
                spanId: '00f067aa0ba902b7',
                traceState: 'vendor=one,other=two',
                flags: 0x101,
                name: 'consume orders',
                kind: 5,
                startTimeUnixNano: '1767225600000000001',
                endTimeUnixNano: '1767225600123456789',
                attributes: [
                  text('text', 'grün ☂'),
                  { key: 'int', value: { intValue: '9007199254740993' } },
                  { key: 'double', value: { doubleValue: 0.1 } },
                  { key: 'yes', value: { boolValue: true } },
                  { key: 'bytes', value: { bytesValue: 'AAEC/w==' } },
                  { key: 'list', value: { arrayValue: { values: [{ intValue: '1' }, { intValue: '2' }] } } },
                  { key: 'map', value: { kvlistValue: { values: [text('inner', 'value')] } } },
                ],
                droppedAttributesCount: 1,
                events: [
                  {
                    timeUnixNano: '1767225600000000999',
                    name: 'polled',
                    attributes: [{ key: 'messaging.batch.message_count', value: { intValue: '2' } }],
                    droppedAttributesCount: 2,
                  },
                ],
                droppedEventsCount: 3,
                links: [
                  { ...other, traceState: 'vendor=three', attributes: [text('link.note', 'sent it')], flags: 0x301 },
                ],
                droppedLinksCount: 4,
                status: { code: 2, message: 'one order was refused' },
              },
              {
                traceId,
                spanId: '00f067aa0ba902b8',
                parentSpanId: '00f067aa0ba902b7',
                name: 'store order',
                kind: 1,
                startTimeUnixNano: '1767225600000001000',
                endTimeUnixNano: '1767225600000002500',
                status: { code: 1 },
              },
            ],
          },
        ],
      },
    ],
  };
}

function text(key: string, stringValue: string): unknown {
  return { key, value: { stringValue } };
}
