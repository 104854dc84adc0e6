import type { Loss } from '../../src/model/loss.ts';
import type { Trace } from '../../src/model/trace.ts';
import { buildTrace, type SpanSpec } from '../build-trace.ts';
import { shopTrace } from './shop-trace.ts';

const STRAY_TRACE = '9d01c2aa00000000000000000000000b';
const LINKED_TRACE = '7e02d3bb00000000000000000000000c';

const query = (id: number): SpanSpec => ({
  kind: 'CLIENT',
  name: 'SELECT shop.stock',
  ms: 3,
  attributes: { 'db.system.name': 'postgresql', 'db.query.text': `SELECT * FROM stock WHERE id = ${id}` },
});

/** Work that orders does in a timer, in which it lost its context. */
const REFRESH: SpanSpec = {
  service: 'orders',
  name: 'refresh stock',
  start: 60,
  ms: 40,
  attributes: { 'app.contact': 'ada@example.com' },
  status: { code: 'ERROR', message: 'stock is locked' },
  children: [query(1), query(2), query(3)],
};

/** The checkout as it was captured, beside which orders began a trace of its own. */
export function besideStray(more: { readonly shared?: boolean; readonly background?: boolean } = {}): Trace<unknown> {
  const strays = [buildTrace([REFRESH], { traceId: STRAY_TRACE })];
  return captured({
    strays: () => strays,
    straysShared: more.shared === true,
    ...(more.background === true ? { background: new Set([STRAY_TRACE]) } : {}),
  });
}

/** The checkout, and a trace whose consumer links to its message. */
export function besideLinked(): Trace<unknown> {
  const links = [{ traceId: shopTrace().traceId, spanId: 'aa00000000000001' }];
  const linked = buildTrace([{ ...REFRESH, kind: 'CONSUMER', name: 'process receipts', service: 'mailer', links }], {
    traceId: LINKED_TRACE,
  });
  return buildTrace(CHECKOUT, { linked: () => [linked] });
}

const CHECKOUT: readonly SpanSpec[] = [
  {
    kind: 'SERVER',
    name: 'POST /checkout',
    ms: 120,
    children: [
      {
        kind: 'CLIENT',
        name: 'POST',
        ms: 100,
        children: [
          {
            service: 'orders',
            kind: 'SERVER',
            name: 'POST /orders',
            ms: 90,
            children: [{ id: 'aa00000000000001', kind: 'PRODUCER', name: 'send receipts', ms: 5 }],
          },
        ],
      },
    ],
  },
];

type Spec = NonNullable<Parameters<typeof buildTrace>[1]>;

function captured(more: Spec['captured'] = {}): Trace<unknown> {
  return buildTrace(CHECKOUT, { captured: more });
}

/** What an exporter sent and the receiver did not store. */
const LOSSES = {
  rejected: {
    signal: 'traces',
    reason: 'spanId is 16 bytes; it must be 8 bytes, not all zero (span "charge card" of service "payments")',
    protocol: 'http',
    status: 200,
    from: '127.0.0.1:50122',
    path: '/v1/traces',
    traceId: shopTrace().traceId,
    services: ['payments'],
    count: 1,
    atMs: 0,
  },
  refused: {
    signal: 'unknown',
    reason: 'content type "text/plain"; OTLP/HTTP is application/x-protobuf or application/json.',
    protocol: 'http',
    status: 415,
    from: '127.0.0.1:50124',
    path: '/v1/traces',
    traceId: undefined,
    services: [],
    count: 0,
    atMs: 0,
  },
  cutOff: {
    signal: 'traces',
    reason: 'the client went away in the middle of its request.',
    protocol: 'http',
    status: 0,
    from: '127.0.0.1:50126',
    path: '/v1/traces',
    traceId: undefined,
    services: [],
    count: 0,
    atMs: 0,
  },
  logRecord: {
    signal: 'logs',
    reason: 'no OTLP endpoint at "/v1/log": logs go to /v1/logs.',
    protocol: 'http',
    status: 404,
    from: '127.0.0.1:50128',
    path: '/v1/log',
    traceId: shopTrace().traceId,
    services: ['payments'],
    count: 1,
    atMs: 0,
  },
} satisfies Record<string, Loss>;

/** The checkout, during whose capture these were lost. */
export function withLost(...kinds: readonly (keyof typeof LOSSES)[]): Trace<unknown> {
  return buildTrace(CHECKOUT, { losses: kinds.map(kind => LOSSES[kind]) });
}

/** A capture with `sampled: false` whose trace is empty, and during which a request was lost. */
export function unsampledWithLost(): Trace<unknown> {
  const context = { traceId: shopTrace().traceId, spanId: 'c'.repeat(16), sampled: false, headers: {} };
  return buildTrace([], { captured: { context, unsampled: 'sent' }, losses: [LOSSES.cutOff] });
}
