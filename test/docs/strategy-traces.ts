import type { Trace } from '../../src/model/trace.ts';
import { buildTrace, type SpanSpec, TRACE_ID, type TraceSpec } from '../build-trace.ts';
import { mailerTrace, PUBLISH_ID } from '../gallery/shop-trace.ts';

const SENT = 'c'.repeat(16);
const RESOURCE = {
  'service.version': '1.4.0',
  'deployment.environment.name': 'production',
  'telemetry.sdk.name': 'opentelemetry',
  'telemetry.sdk.language': 'nodejs',
  'telemetry.sdk.version': '2.12.1',
};
const ORDER = { 'app.tenant.id': 'acme', 'app.order.id': 'ord-17' };
const METHOD = { 'http.request.method': 'POST' };

/** An order that two services take, as the strategy wants it. */
export function orderTrace(): Trace<unknown> {
  return capturedTrace(
    [
      {
        kind: 'SERVER',
        name: 'POST /orders',
        ms: 90,
        parentId: SENT,
        attributes: { ...METHOD, ...ORDER, 'http.response.status_code': 201 },
        resource: RESOURCE,
        children: [
          {
            kind: 'CLIENT',
            name: 'POST',
            ms: 80,
            attributes: { ...METHOD, 'http.response.status_code': 201 },
            resource: RESOURCE,
            children: [
              {
                service: 'orders',
                kind: 'SERVER',
                name: 'POST /orders',
                ms: 70,
                attributes: { ...METHOD, ...ORDER, 'http.response.status_code': 201 },
                resource: RESOURCE,
                children: [
                  {
                    name: 'charge card',
                    ms: 20,
                    attributes: { 'app.order.id': 'ord-17', 'app.payment.method': 'card' },
                    resource: RESOURCE,
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
    {
      xray: {
        indexedAttributes: ['app.order.id'],
        logGroups: [],
        source: 'startReceiver({ xray: { indexedAttributes } })',
      },
    },
  );
}

/** A declined card, recorded as the semantic conventions say. */
export function declinedTrace(): Trace<unknown> {
  const exception = { 'exception.type': 'CardDeclined', 'exception.message': 'do not honour' };
  return buildTrace([
    {
      service: 'orders',
      kind: 'SERVER',
      name: 'POST /orders',
      attributes: { ...METHOD, 'http.response.status_code': 402 },
      children: [
        {
          name: 'charge card',
          status: { code: 'ERROR', message: 'do not honour' },
          events: [{ name: 'exception', attributes: exception }],
        },
      ],
    },
  ]);
}

/** An order that sends a message, and the trace of the mailer that is linked to it. */
export function sentTrace(): Trace<unknown> {
  const spans: readonly SpanSpec[] = [
    {
      service: 'orders',
      kind: 'SERVER',
      name: 'POST /orders',
      ms: 90,
      parentId: SENT,
      children: [
        {
          id: PUBLISH_ID,
          kind: 'PRODUCER',
          name: 'send receipts',
          attributes: { 'messaging.system': 'kafka', 'messaging.destination.name': 'receipts' },
        },
      ],
    },
  ];
  const mailer = mailerTrace(capturedTrace(spans));
  return capturedTrace(spans, { linked: () => [mailer] });
}

/** A click, and the request that it caused. */
export function clickedTrace(): Trace<unknown> {
  return buildTrace([
    {
      service: 'shop-page',
      name: 'click',
      ms: 90,
      children: [
        {
          kind: 'CLIENT',
          name: 'POST',
          ms: 80,
          children: [{ service: 'shop', kind: 'SERVER', name: 'POST /orders', ms: 70 }],
        },
      ],
    },
  ]);
}

function capturedTrace(spans: readonly SpanSpec[], spec: TraceSpec = {}): Trace<unknown> {
  const context = { traceId: TRACE_ID, spanId: SENT, sampled: true, headers: {} };
  return buildTrace(spans, { captured: { context }, sentSpanIds: new Set([SENT]), ...spec });
}
