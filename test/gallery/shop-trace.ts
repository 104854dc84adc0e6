import type { SpanData } from '../../src/model/span-data.ts';
import { Trace } from '../../src/model/trace.ts';
import { buildTrace, type SpanSpec, type TraceSpec, verbs } from '../build-trace.ts';

const MAILER_TRACE = '9d01c2aa77b34da6a3ce929d0e0e4799';
/** The span in which orders hands its message over. */
export const PUBLISH_ID = 'aa00000000000001';

const selects: SpanSpec[] = [1, 2, 3, 4, 5, 6].map(id => ({
  kind: 'CLIENT',
  name: 'SELECT shop.items',
  start: 30 + 6 * id,
  ms: 4,
  attributes: {
    'db.system.name': 'postgresql',
    'db.query.text': `SELECT * FROM items WHERE id = ${id}`,
    'server.address': 'db',
    'server.port': 5432,
  },
}));

const CHARGE: SpanSpec = {
  service: 'payments',
  kind: 'SERVER',
  name: 'POST /charge',
  start: 100,
  ms: 120,
  attributes: { 'http.method': 'POST', 'http.status_code': 402, 'http.target': '/charge' },
  resource: { 'deployment.environment': 'test', 'telemetry.sdk.language': 'java' },
  children: [
    {
      name: 'charge card',
      start: 110,
      ms: 80,
      attributes: { 'app.order.id': 'ord-17', 'app.amount': 4200, 'app.currency': 'EUR' },
      events: [
        { name: 'retry', attributes: { attempt: 1, 'wait.ms': 20 } },
        {
          name: 'exception',
          attributes: { 'exception.type': 'CardDeclined', 'exception.message': 'do not honour' },
        },
      ],
      children: [{ name: 'audit', start: 195, ms: 4 }],
    },
  ],
};

/** A checkout: gateway, orders with its database and its queue, payments, which declines the card. 18 spans. */
export function shopTrace(spec: TraceSpec = {}, charge: readonly SpanSpec[] = [CHARGE]): Trace<unknown> {
  return buildTrace(
    [
      {
        kind: 'SERVER',
        name: 'POST /checkout',
        ms: 260,
        attributes: { 'http.request.method': 'POST', 'http.route': '/checkout', 'http.response.status_code': 502 },
        status: { code: 'ERROR', message: 'orders answered 402' },
        children: [
          { name: 'middleware - session', start: 1, ms: 3, attributes: { 'session.kind': 'cookie' } },
          {
            kind: 'CLIENT',
            name: 'POST',
            start: 6,
            ms: 246,
            attributes: {
              'http.request.method': 'POST',
              'server.address': 'orders',
              'url.full': 'http://orders:8082/orders/42',
            },
            children: [
              {
                service: 'orders',
                kind: 'SERVER',
                name: 'POST /orders/42',
                start: 12,
                ms: 236,
                attributes: { 'http.request.method': 'POST', 'tenant.id': 'acme' },
                children: [
                  { name: 'validate', start: 14, ms: 10 },
                  ...selects,
                  {
                    kind: 'CLIENT',
                    name: 'POST',
                    start: 90,
                    ms: 140,
                    attributes: { 'http.request.method': 'POST', 'server.address': 'payments', 'server.port': 8083 },
                    children: charge,
                  },
                  {
                    id: PUBLISH_ID,
                    kind: 'PRODUCER',
                    name: 'send receipts',
                    start: 232,
                    ms: 6,
                    attributes: { 'messaging.system': 'kafka', 'messaging.destination.name': 'receipts' },
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
    spec,
  );
}

/** The trace that the mailer began for itself when it took the receipt from its queue, linked to the message. */
export function mailerTrace(shop: Trace): Trace<unknown> {
  return buildTrace(
    [
      {
        service: 'mailer',
        kind: 'CONSUMER',
        name: 'process receipts',
        start: 300,
        ms: 30,
        links: [{ traceId: shop.traceId, spanId: PUBLISH_ID }],
        attributes: { 'messaging.system': 'kafka', 'messaging.destination.name': 'receipts' },
        children: [{ name: 'render mail', start: 305, ms: 10 }],
      },
    ],
    { traceId: MAILER_TRACE, spanElsewhere: (_traceId, spanId) => shop.spans.find(span => span.spanId === spanId) },
  );
}

/** The same checkout, of which the span of payments that its work hangs below never arrived. */
export function brokenTrace(): Trace<unknown> {
  return shopTrace({}, [
    { ...CHARGE, name: 'charge card', kind: 'INTERNAL', parentId: 'abcdef0123456789', children: [] },
  ]);
}

/** A span whose resource also says which version of the service and of the SDK sent it. */
export function identified(span: SpanData): SpanData {
  const sdk = { name: 'opentelemetry', language: 'nodejs', version: '2.12.1' };
  const ofSdk = Object.fromEntries(Object.entries(sdk).map(([key, value]) => [`telemetry.sdk.${key}`, value]));
  const attributes = { 'service.version': '1.4.0', ...ofSdk, ...span.resource.attributes };
  return { ...span, resource: { ...span.resource, attributes } };
}

/** The same checkout, of services that say which version they are. */
export function identifiedTrace(): Trace<unknown> {
  const { traceId, spans } = shopTrace();
  return new Trace<unknown>({ traceId, spans: spans.map(identified), verbs });
}
