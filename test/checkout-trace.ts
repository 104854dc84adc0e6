import type { Trace } from '../src/model/trace.ts';
import { buildTrace, type SpanSpec, type TraceSpec } from './build-trace.ts';

/** The span in which payments serves its request; its variants differ in what is inside. */
export const CHARGE: SpanSpec = {
  service: 'payments',
  kind: 'SERVER',
  name: 'POST /charge',
  start: 60,
  ms: 120,
  attributes: { 'http.method': 'POST', 'http.status_code': 402, 'url.path': '/charge' },
  children: [
    {
      name: 'charge card',
      start: 80,
      ms: 80,
      attributes: { 'app.order.id': 'ord-17', 'app.amount': 4200 },
      events: [
        {
          name: 'exception',
          attributes: { 'exception.type': 'CardDeclined', 'exception.message': 'do not honour' },
        },
      ],
    },
  ],
};

/** gateway -> orders -> payments, 8 spans; orders asks its database twice. */
export function checkoutTrace(spec: TraceSpec = {}, charge: readonly SpanSpec[] = [CHARGE]): Trace<unknown> {
  const select = { kind: 'CLIENT', name: 'SELECT orders', ms: 3, attributes: { 'db.system': 'postgresql' } } as const;
  return buildTrace(
    [
      {
        kind: 'SERVER',
        name: 'POST /checkout',
        ms: 212,
        children: [
          {
            kind: 'CLIENT',
            name: 'POST',
            start: 5,
            ms: 198,
            children: [
              {
                service: 'orders',
                kind: 'SERVER',
                name: 'POST /orders',
                start: 10,
                ms: 190,
                children: [
                  { ...select, start: 15 },
                  { ...select, start: 20 },
                  {
                    kind: 'CLIENT',
                    name: 'POST',
                    start: 50,
                    ms: 140,
                    attributes: {
                      'server.address': 'payments',
                      'server.port': 8083,
                      'url.full': 'http://payments:8083/charge?sig=s3cr3t',
                    },
                    children: charge,
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
