import { createHash } from 'node:crypto';
import { expect } from 'expect';
import * as matchers from '../../matchers/index.ts';
import type { TraceContextReport } from '../../src/conformance/verdict.ts';
import type { Crossing } from '../../src/model/crossing.ts';
import { spanTimeFaults } from '../../src/model/impossible-time.ts';
import type { Metric } from '../../src/model/metric.ts';
import { type Span, Trace } from '../../src/model/trace.ts';
import { canary } from '../../src/pii/canary/canary.ts';
import { buildMetric } from '../build-metric.ts';
import { buildTrace, type SpanSpec, TRACE_ID, verbs } from '../build-trace.ts';
import { buildReport, lenientReport } from '../conformance/build-report.ts';
import { crossing } from '../propagation/crossing.ts';
import { buildReport as measured } from '../sampling/build-report.ts';
import { besideLinked, besideStray, unsampledWithLost, withLost } from './captures.ts';
import type { Failure } from './failure.ts';
import { logFailures } from './log-failures.ts';
import { brokenTrace, identifiedTrace, mailerTrace, shopTrace } from './shop-trace.ts';

export type { Failure } from './failure.ts';

expect.extend(matchers);

const CLAIM = { margin: 0.025, confidence: 0.9999 };
const STARTS = Array.from({ length: 12 }, (_, index) => 1_793_620_801_000 + index * 150);

/** orders calls payments; both record it, or orders alone. */
function order(traceId: string, children: readonly SpanSpec[]): Trace {
  const attributes = { 'http.request.method': 'POST', 'url.full': 'http://payments:8083/charge' };
  const call: SpanSpec = { kind: 'CLIENT', name: 'POST', attributes, children };
  return buildTrace([{ service: 'orders', kind: 'SERVER', name: 'POST /orders', children: [call] }], { traceId });
}
const CHARGED: SpanSpec = {
  service: 'payments',
  kind: 'SERVER',
  name: 'POST /charge',
  attributes: { 'http.request.method': 'POST', 'http.route': '/charge' },
};

/** An address in an attribute, and another in an exemplar. */
function tellingMetric(): Metric {
  const filteredAttributes = { contact: 'bob@example.com' };
  const exemplar = { traceId: TRACE_ID, spanId: '1'.repeat(16), timeUnixNano: 1n, value: 1, filteredAttributes };
  const attributeSets = [{ region: 'eu' }, { 'user.email': 'ada@example.com' }];
  return buildMetric({ name: 'logins', attributeSets, exemplars: [exemplar] });
}

function tellingBaggage(): Trace {
  const headers = { baggage: ['tier=gold,user.email=ada%40example.com'] };
  return buildTrace([{ name: 'work' }], { captured: { crossings: [crossing({ headers })] } });
}

function spreadTrace(): Trace {
  return buildTrace([{ name: 'work', attributes: { 'app.note': NOTE.split(' ') } }]);
}

const trace = shopTrace();
const mailer = mailerTrace(trace);
const strayed = shopTrace({ captured: { strays: () => [mailer] } });
/** Node's SDK cuts starts to the millisecond. */
const cut = buildTrace([
  {
    name: 'POST /orders',
    kind: 'SERVER',
    ms: 60,
    children: [
      { name: 'reserve', start: 10, ms: 8.4 },
      { name: 'charge', start: 18, ms: 20 },
      { name: 'mail', start: 40, ms: 5 },
    ],
  },
]);
const IN_MS = { startTimeUnixNano: 1_793_620_801_010n, endTimeUnixNano: 1_793_620_801_030n };
const wrongTimes = buildTrace(
  [
    {
      name: 'POST /orders',
      kind: 'SERVER',
      ms: 60,
      children: [
        { name: 'charge', data: IN_MS },
        { name: 'mail', start: 40, ms: 5 },
      ],
    },
  ],
  {
    problems: spanTimeFaults(IN_MS).map(({ field, rule }) => ({
      service: 'gateway',
      span: 'charge',
      traceId: TRACE_ID,
      spanId: '0000000000000002',
      field,
      rule,
      code: 'IMPOSSIBLE_TIME',
    })),
  },
);
const resolvers = buildTrace([
  {
    name: 'POST /graphql',
    kind: 'SERVER',
    ms: 60,
    children: [1, 2, 3, 4].map(index => ({
      name: 'resolve Item.price',
      start: 10 * index,
      ms: 5,
      children: [
        {
          name: 'SELECT prices',
          kind: 'CLIENT',
          start: 10 * index + 1,
          ms: 3,
          attributes: { 'db.query.text': `SELECT * FROM prices WHERE item = ${index}` },
        },
      ],
    })),
  },
]);
const broken = brokenTrace();
const card = trace.get('charge card');
const charge = trace.get('POST /charge');
const orders = trace.get({ service: 'orders', kind: 'SERVER' });
const selects = trace.filter('SELECT shop.items');

const unended = shopTrace({
  unended: [
    {
      name: 'reserve stock',
      service: 'orders',
      traceId: trace.traceId,
      spanId: 'ab'.repeat(8),
      parentSpanId: orders.spanId,
    },
  ],
});

function inTrace(title: string, fails: (trace: Trace) => void): Failure {
  return { title, fails: () => fails(trace) };
}

function onSpan(title: string, span: Span, fails: (span: Span) => void): Failure {
  return { title, fails: () => fails(span) };
}

function unsampledTrace(): Trace {
  return buildTrace([
    { kind: 'SERVER', name: 'POST /checkout', children: [{ kind: 'CLIENT', name: 'POST', data: { flags: 0x100 } }] },
  ]);
}

const NOTE = 'please ring twice, the dog is shy';

/** The checkout in X-Ray, and a poll of which much does not fit. */
function inXRay(indexedAttributes: 'all' | readonly string[]): Trace {
  const xray = { indexedAttributes, logGroups: [], source: 'startReceiver({ xray: { indexedAttributes } })' };
  const attributes = {
    'app.order-id': 'ord-17',
    app_note: 'x'.repeat(1_204),
    'app/note': 'ring twice',
    'app.tags': ['a', 'b'],
    'app.answer': 'y'.repeat(70_000),
  };
  const poll: SpanSpec = { name: 'poll', attributes, children: [{ name: 'load {item}' }] };
  const charge: SpanSpec = {
    service: 'payments',
    kind: 'SERVER',
    name: 'POST /charge',
    attributes: { 'http.method': 'POST', 'http.status_code': 402 },
    children: [{ name: 'charge card', attributes: { 'app.order.id': 'ord-17', 'app.amount': 4200 } }, poll],
  };
  return buildTrace([charge], { xray });
}

/** The gateway calls orders; another entry span of orders is in a stray. */
function strayCall(stray: 'with the call' | 'alone'): Trace {
  const serves: SpanSpec = { service: 'orders', kind: 'SERVER', name: 'POST /orders', start: 20, ms: 30 };
  const specs: SpanSpec[] =
    stray === 'alone' ? [serves] : [{ kind: 'CLIENT', name: 'POST', start: 18, children: [serves] }];
  const strays = [buildTrace(specs, { traceId: '9d01c2aa00000000000000000000000a' })];
  const call: SpanSpec = { kind: 'CLIENT', name: 'POST', ms: 40, children: [{ ...serves, start: 5 }] };
  return buildTrace([{ kind: 'SERVER', name: 'POST /checkout', ms: 90, children: [call] }], {
    captured: { strays: () => strays },
  });
}

/** Errors, recorded in every wrong way. */
function carelessTrace(): Trace {
  const rpc = { 'rpc.system': 'grpc', 'rpc.grpc.status_code': 14 };
  return buildTrace([
    {
      kind: 'SERVER',
      name: 'GET /stock',
      attributes: { 'http.request.method': 'GET', 'http.response.status_code': 503 },
      children: [
        { kind: 'CLIENT', name: 'grpc.stock/Get', attributes: rpc },
        { kind: 'CLIENT', name: 'grpc.stock/Get', attributes: rpc },
        { name: 'parse', status: { code: 'ERROR' } },
        { name: 'warm up', attributes: { 'error.type': 'timeout' } },
        {
          kind: 'SERVER',
          service: 'stock',
          name: 'GET /items',
          attributes: { 'http.method': 'GET', 'http.status_code': 404 },
          status: { code: 'ERROR' },
        },
      ],
    },
  ]);
}

/** An order that tells of whom it is. */
function tellingTrace(): Trace {
  const statement = "INSERT INTO customers (email, plan) VALUES ('ada@example.com', 'trial')";
  const body = Buffer.from(JSON.stringify({ order: 17, note: NOTE })).toString('base64');
  const exception = {
    name: 'exception',
    attributes: {
      'exception.message': 'card 4242 4242 4242 4242 was declined',
      'exception.stacktrace': 'CardDeclined: declined\n    at charge (/app/src/bank.js:11:11)',
    },
  };
  return buildTrace([
    {
      service: 'orders',
      kind: 'SERVER',
      name: 'POST /orders',
      ms: 90,
      attributes: { 'app.request.body': body },
      children: [
        { kind: 'CLIENT', name: 'INSERT customers', attributes: { 'db.query.text': statement } },
        {
          service: 'payments',
          name: 'charge card',
          attributes: { 'app.note.digest': createHash('sha256').update(NOTE).digest('hex') },
          events: [exception],
        },
      ],
    },
  ]);
}

/** orders called payments, which began a trace of its own; and what a probe saw between them. */
function lostTrace(seen: readonly Partial<Crossing>[], more: { readonly silent?: true } = {}): Trace {
  const call: SpanSpec = {
    kind: 'CLIENT',
    name: 'POST',
    id: '000000000000ca11',
    ms: 140,
    attributes: { 'http.request.method': 'POST', 'url.full': 'http://payments:8083/charge', 'server.port': 8083 },
  };
  const began: SpanSpec = {
    service: 'payments',
    kind: 'SERVER',
    name: 'POST /charge',
    start: 53,
    ms: 120,
    attributes: { 'http.request.method': 'POST', 'url.path': '/charge' },
  };
  const stray = buildTrace([began], { traceId: '9d01c2aa77b34da6a3ce929d0e0e4799' });
  return buildTrace([{ service: 'orders', kind: 'SERVER', name: 'POST /orders', ms: 190, children: [call] }], {
    captured: { strays: () => (more.silent ? [] : [stray]), crossings: seen.map(crossing) },
  });
}

/** A service with faults of several kinds. */
function slippingReport(): TraceContextReport {
  const short = '7c1b0d9e42f84a3c9d5e6f708192837';
  const padded = `0${short}`;
  return buildReport({
    'traceparent-trace-id-short': [
      {
        sent: [['traceparent', `00-${short}-5a3c9e7b1d2f4860-01`]],
        received: [[['traceparent', `00-${padded}-00f067aa0ba902b7-01`]]],
        problem: `the service padded the short trace id with zeros on the left and continued it as ${padded}; it must begin a new trace`,
      },
    ],
    'calls-before-answer': [
      { sent: [], received: [[], []], problem: 'the service answered before it made 1 of its 2 calls' },
    ],
    'traceparent-other-flags': [{ sent: [], received: [[]], problem: 'the flags 0xfc were passed on' }],
  });
}

/** A checkout beside which one more trace began. */
function strayOf(...specs: readonly SpanSpec[]): Trace {
  const strays = [buildTrace(specs, { traceId: '9d01c2aa00000000000000000000000b' })];
  return buildTrace([{ kind: 'SERVER', name: 'POST /checkout', ms: 90 }], { captured: { strays: () => strays } });
}

/** A checkout beside which six traces began, one of which goes on by itself. */
function manyStrays(): Trace {
  const strays = [1, 2, 3, 4, 5, 6].map(id =>
    buildTrace([{ name: `sweep ${id}`, service: 'sweeper' }], { traceId: String(id).repeat(32) }),
  );
  return buildTrace([{ kind: 'SERVER', name: 'POST /checkout', ms: 90 }], {
    captured: { strays: () => strays, background: new Set(['2'.repeat(32)]) },
  });
}

/** A trace that a wait gave. */
function uncaptured(): Trace {
  const { traceId, spans } = buildTrace([{ kind: 'SERVER', name: 'POST /checkout' }]);
  return new Trace({ traceId, spans: spans.map(span => ({ ...span })), verbs });
}

const LOST = {
  rejected: 'a span was rejected',
  refused: 'a request was refused',
  cutOff: 'a request was cut off',
};

/** What rests on absence, where this was lost. */
function lossFailures(kind: keyof typeof LOST): readonly Failure[] {
  const lossy = withLost(kind);
  return [
    { title: `not.toHaveSpan: ${LOST[kind]}`, fails: () => expect(lossy).not.toHaveSpan('charge card') },
    { title: `toHaveSpan: ${LOST[kind]}`, fails: () => expect(lossy).toHaveSpan('charge card') },
    { title: `toHaveNoErrors: ${LOST[kind]}`, fails: () => expect(lossy).toHaveNoErrors() },
    { title: `toBeComplete: ${LOST[kind]}`, fails: () => expect(lossy).toBeComplete() },
    {
      title: `toPropagateAcross: ${LOST[kind]}`,
      fails: () => expect(lossy).toPropagateAcross('gateway', 'orders', 'mailer'),
    },
    {
      title: `not.toPropagateAcross: ${LOST[kind]}`,
      fails: () => expect(lossy).not.toPropagateAcross('gateway', 'orders', 'mailer'),
    },
  ];
}

/** What goes wrong in tests of a shop, one of each kind. */
export const FAILURES: readonly Failure[] = [
  inTrace('toHaveSpan: only the kind differs', t =>
    expect(t).toHaveSpan({ name: 'charge card', kind: 'CLIENT', attributes: { 'app.order.id': expect.any(String) } }),
  ),
  inTrace('toHaveSpan: nothing like it', t => expect(t).toHaveSpan('refund')),
  inTrace('toHaveSpan: the name differs in case', t => expect(t).toHaveSpan('Charge Card')),
  inTrace('toHaveSpan: the name holds an id', t => expect(t).toHaveSpan('POST /orders/:id')),
  inTrace('toHaveSpan: the attribute is on the parent', t =>
    expect(t).toHaveSpan({ name: 'validate', attributes: { 'tenant.id': 'acme' } }),
  ),
  inTrace('toHaveSpan: the old name of an attribute', t =>
    expect(t).toHaveSpan({ service: 'payments', kind: 'SERVER', attributes: { 'http.request.method': 'POST' } }),
  ),
  {
    title: 'toHaveSpan: it is in another trace',
    fails: () => expect(strayed).toHaveSpan({ kind: 'CONSUMER', service: 'mailer' }),
  },
  {
    title: 'toHaveSpan: it is in a linked trace',
    fails: () => expect(shopTrace({ linked: () => [mailer] })).toHaveSpan({ kind: 'CONSUMER', service: 'mailer' }),
  },
  {
    title: 'toHaveSpan: unsampled upstream',
    fails: () => expect(unsampledTrace()).toHaveSpan({ service: 'payments' }),
  },
  inTrace('toHaveSpan: too few', t => expect(t).toHaveSpan('SELECT shop.items', { times: 7 })),
  inTrace('toHaveSpan: too many', t => expect(t).toHaveSpan({ operation: 'database' }, { times: { max: 1 } })),
  inTrace('not.toHaveSpan: it is there', t => expect(t).not.toHaveSpan({ kind: 'PRODUCER' })),
  { title: 'not.toHaveSpan: the trace is not whole', fails: () => expect(broken).not.toHaveSpan('refund') },
  inTrace('not.toHaveSpan: only the names of attributes differ', t =>
    expect(t).not.toHaveSpan({ attributes: { 'http.response.status_code': 402 } }),
  ),
  {
    title: 'toHaveSpan: several traces, in none',
    fails: () => expect([trace, mailer]).toHaveSpan({ name: 'render mail', kind: 'CLIENT' }),
  },
  inTrace('toHaveSpanTree: a child differs', t =>
    expect(t).toHaveSpanTree({
      name: 'POST /orders/42',
      service: 'orders',
      children: [
        { name: 'validate' },
        {
          kind: 'CLIENT',
          name: 'POST',
          children: [{ name: 'POST /charge', kind: 'CLIENT', children: ['charge card'] }],
        },
      ],
    }),
  ),
  inTrace('toHaveSpanTree: a child is deeper', t =>
    expect(t).toHaveSpanTree({ name: 'POST /orders/42', children: ['validate', 'charge card'] }),
  ),
  inTrace('toHaveSpanTree: exact', t =>
    expect(t).toHaveSpanTree({ name: 'POST /checkout', children: [{ kind: 'CLIENT' }] }, { exact: true }),
  ),
  inTrace('toHaveSpanTree: another order', t =>
    expect(t).toHaveSpanTree(
      { name: 'POST /orders/42', children: [{ kind: 'CLIENT' }, 'validate'] },
      { ordered: true },
    ),
  ),
  inTrace('not.toHaveSpanTree', t => expect(t).not.toHaveSpanTree({ name: 'POST /charge', children: ['charge card'] })),
  onSpan('toBeChildOf: it is a descendant', card, s => expect(s).toBeChildOf(orders)),
  onSpan('toBeChildOf: the parent differs', charge, s => expect(s).toBeChildOf({ kind: 'CLIENT', service: 'gateway' })),
  onSpan('not.toBeChildOf', card, s => expect(s).not.toBeChildOf('POST /charge')),
  onSpan('toBeDescendantOf: nothing above is it', card, s =>
    expect(s).toBeDescendantOf({ service: 'stock', kind: 'SERVER' }),
  ),
  onSpan('toBeDescendantOf: the other way round', orders, s => expect(s).toBeDescendantOf(card)),
  {
    title: 'not.toBeDescendantOf: what is above never arrived',
    fails: () => expect(broken.get('charge card')).not.toBeDescendantOf('POST /checkout'),
  },
  onSpan('toBeRoot: it has a parent', orders, s => expect(s).toBeRoot()),
  { title: 'toBeComplete: a span never ended', fails: () => expect(unended).toBeComplete() },
  { title: 'not.toHaveSpan: a span never ended', fails: () => expect(unended).not.toHaveSpan('refund card') },
  { title: 'toBeRoot: an orphan is none', fails: () => expect(broken.get('charge card')).toBeRoot() },
  onSpan('toBeLinkedTo: no link', card, s => expect(s).toBeLinkedTo('send receipts')),
  {
    title: 'toBeLinkedTo: linked to another',
    fails: () => expect(mailer.get('process receipts')).toBeLinkedTo({ name: 'send invoices' }),
  },
  onSpan('toHappenBefore: they overlap', trace.get('validate'), s =>
    expect(s).toHappenBefore(trace.get({ service: 'gateway', kind: 'CLIENT' })),
  ),
  onSpan('toHappenBefore: several match', trace.get('validate'), s => expect(s).toHappenBefore('SELECT shop.items')),
  {
    title: 'toHappenBefore: a start that was cut to the millisecond',
    fails: () => expect(cut.get('reserve')).toHappenBefore('charge'),
  },
  {
    title: 'toHappenBefore: times in milliseconds',
    fails: () => expect(wrongTimes.get('charge')).toHappenBefore('mail'),
  },
  inTrace('toHappenInOrder: a step begins too early', t =>
    expect(t).toHappenInOrder(['validate', 'charge card', { kind: 'PRODUCER' }, 'POST /charge']),
  ),
  inTrace('toHappenInOrder: no span matches a step', t => expect(t).toHappenInOrder(['validate', 'charge cart'])),
  {
    title: 'toHappenInOrder: another span that counts',
    fails: () => expect(cut).toHappenInOrder(['reserve', 'mail'], { of: { kind: 'INTERNAL' }, exact: true }),
  },
  { title: 'not.toHappenInOrder', fails: () => expect(cut).not.toHappenInOrder(['reserve', 'mail']) },
  onSpan('toHaveAttribute: under its old name', charge, s => expect(s).toHaveAttribute('http.request.method', 'POST')),
  onSpan('toHaveAttribute: another type', card, s => expect(s).toHaveAttribute('app.amount', '4200')),
  onSpan('not.toHaveAttribute', card, s => expect(s).not.toHaveAttribute('app.order.id')),
  {
    title: 'toHaveAttribute: of every span of an array',
    fails: () => expect(trace.filter({ service: 'orders' })).toHaveAttribute('tenant.id'),
  },
  onSpan('toHaveAttributes: one differs', card, s =>
    expect(s).toHaveAttributes({ 'app.order.id': 'ord-17', 'app.amount': 4100, 'app.currency': /^[A-Z]{3}$/ }),
  ),
  onSpan('toHaveResourceAttribute: under its old name', charge, s =>
    expect(s).toHaveResourceAttribute('deployment.environment.name', 'test'),
  ),
  onSpan('toHaveEvent: other attributes', card, s => expect(s).toHaveEvent('retry', { attempt: 2 })),
  onSpan('toHaveEvent: on its child', charge, s => expect(s).toHaveEvent('retry')),
  onSpan('toHaveException: another message', card, s =>
    expect(s).toHaveException({ type: 'CardDeclined', message: /insufficient funds/ }),
  ),
  onSpan('toHaveStatus: an exception, but no status', card, s => expect(s).toHaveStatus('ERROR')),
  inTrace('toHaveNoErrors', t => expect(t).toHaveNoErrors()),
  inTrace('toHaveNoRepeats: an N+1', t => expect(t).toHaveNoRepeats({ max: 3 })),
  inTrace('toHaveNoRepeats: nothing is counted', t => expect(t).toHaveNoRepeats({ max: 3, of: 'SELECT shop.item' })),
  {
    title: 'toHaveNoRepeats: an N+1 behind resolvers',
    fails: () =>
      expect(resolvers).toHaveNoRepeats({ max: 2, of: { kind: 'CLIENT' }, per: { ancestor: { kind: 'SERVER' } } }),
  },
  inTrace('toHaveNoRepeats: in the whole trace', t => expect(t).toHaveNoRepeats({ max: 3, per: 'trace' })),
  inTrace('toHaveNoRepeats: no such ancestor', t =>
    expect(t).toHaveNoRepeats({ max: 3, per: { ancestor: 'POST /order' } }),
  ),
  { title: 'toBeComplete: times in milliseconds', fails: () => expect(wrongTimes).toBeComplete() },
  { title: 'toTakeLessThan: times in milliseconds', fails: () => expect(wrongTimes.get('charge')).toTakeLessThan(5) },
  { title: 'toTakeLessThan: a trace with such a span', fails: () => expect(wrongTimes).toTakeLessThan(500) },
  { title: 'toBeComplete: a parent never arrived', fails: () => expect(broken).toBeComplete() },
  {
    title: 'toHaveNoErrors: the trace is not whole',
    fails: () => expect(buildTrace([{ name: 'work', parentId: 'abcdef0123456789' }])).toHaveNoErrors(),
  },
  onSpan('toTakeLessThan: a span', charge, s => expect(s).toTakeLessThan(100)),
  inTrace('toTakeLessThan: a trace', t => expect(t).toTakeLessThan(250)),
  inTrace('toBeUnsampled: spans came', () => expect(shopTrace({ captured: { unsampled: 'sent' } })).toBeUnsampled()),
  {
    title: 'toBeUnsampled: the context was not sent',
    fails: () => expect(buildTrace([], { captured: { unsampled: 'unread' } })).toBeUnsampled(),
  },
  {
    title: 'toHonorTraceContext: a rule is broken',
    fails: () => expect(lenientReport()).toHonorTraceContext(),
  },
  {
    title: 'toHonorTraceContext: calls come after the answer, and a short id is padded',
    fails: () => expect(slippingReport()).toHonorTraceContext({ known: { 'traceparent-missing': 'fixed in 2.1' } }),
  },
  { title: 'toHonorTraceContext: negated', fails: () => expect(buildReport()).not.toHonorTraceContext() },
  { title: 'toHonorTraceContext: no report', fails: () => expect('http://127.0.0.1:8083').toHonorTraceContext() },
  {
    title: 'toHonorTraceContext: no await',
    fails: () => expect(Promise.resolve(lenientReport())).toHonorTraceContext(),
  },
  { title: 'toSample: twice as many', fails: () => expect(measured({ sampled: 201 })).toSample(0.05, CLAIM) },
  {
    title: 'toSample: too few requests',
    fails: () => expect(measured({ requests: 100, sampled: 5 })).toSample(0.05, CLAIM),
  },
  {
    title: 'toSample: more traces than requests',
    fails: () => expect(measured({ sampled: 2_100, doubts: { surplus: 100 } })).toSample(0.05, CLAIM),
  },
  {
    title: 'toSample: nothing shows that the service exports',
    fails: () => expect(measured({ sampled: 0, services: [], hasExported: false })).toSample(0, CLAIM),
  },
  {
    title: 'toSample: requests carried a context',
    fails: () => expect(measured({ sampled: 0, services: [], doubts: { withParent: 12 } })).toSample(0.05, CLAIM),
  },
  {
    title: 'toSample: the requests began with another root',
    fails: () =>
      expect(
        measured({
          sampled: 0,
          services: [],
          others: Array.from({ length: 2_000 }, () => ({ name: 'GET /orders/{id}', service: 'orders', startMs: 0 })),
        }),
      ).toSample(0.05, CLAIM),
  },
  { title: 'not.toSample: it does', fails: () => expect(measured({})).not.toSample(0.05, CLAIM) },
  {
    title: 'toSampleAtMost: too many',
    fails: () => expect(measured({ sampled: 12, startTimesMs: STARTS })).toSampleAtMost(1),
  },
  {
    title: 'toSampleAtMost: too short',
    fails: () => expect(measured({ requests: 50, sampled: 1, durationMs: 412 })).toSampleAtMost(1),
  },
  {
    title: 'not.toSampleAtMost: the limit is kept',
    fails: () => expect(measured({ sampled: 4, startTimesMs: STARTS.slice(0, 1) })).not.toSampleAtMost(1),
  },
  {
    title: 'toBeSampledConsistently: the service that was called recorded nothing',
    fails: () => expect([order(TRACE_ID, [CHARGED]), order(TRACE_ID.replace(/^./, '5'), [])]).toBeSampledConsistently(),
  },
  { title: 'toBeSampledConsistently: a parent never arrived', fails: () => expect(broken).toBeSampledConsistently() },
  { title: 'not.toBeSampledConsistently: it is', fails: () => expect(trace).not.toBeSampledConsistently() },
  {
    title: 'toPropagateAcross: the spans alone cannot tell',
    fails: () => expect(lostTrace([])).toPropagateAcross('orders', 'payments'),
  },
  {
    title: 'toPropagateAcross: not injected, as a probe saw',
    fails: () => expect(lostTrace([{}])).toPropagateAcross('orders', 'payments'),
  },
  {
    title: 'toPropagateAcross: a format that the other does not read, as a probe saw',
    fails: () =>
      expect(
        lostTrace([{ headers: { b3: ['4bf92f3577b34da6a3ce929d0e0e4736-000000000000ca11-1'] } }]),
      ).toPropagateAcross('orders', 'payments'),
  },
  {
    title: 'toPropagateAcross: the context in a header of another name',
    fails: () =>
      expect(
        lostTrace([{ headers: { 'ce-traceparent': ['00-4bf92f3577b34da6a3ce929d0e0e4736-000000000000ca11-01'] } }]),
      ).toPropagateAcross('orders', 'payments'),
  },
  {
    title: 'toPropagateAcross: a value that looks like a context',
    fails: () =>
      expect(
        lostTrace([{ headers: { 'x-old': ['00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-00f067aa0ba902b7-01'] } }]),
      ).toPropagateAcross('orders', 'payments'),
  },
  {
    title: 'toPropagateAcross: a trace id cut to 64 bits',
    fails: () =>
      expect(
        lostTrace([{ headers: { traceparent: ['00-0000000000000000a3ce929d0e0e4736-000000000000ca11-01'] } }]),
      ).toPropagateAcross('orders', 'payments'),
  },
  {
    title: 'toPropagateAcross: a decision not to sample',
    fails: () =>
      expect(lostTrace([{ headers: { b3: ['0'] } }], { silent: true })).toPropagateAcross('orders', 'payments'),
  },
  {
    title: 'toPropagateAcross: flags of Level 2',
    fails: () =>
      expect(
        lostTrace([{ headers: { traceparent: ['00-4bf92f3577b34da6a3ce929d0e0e4736-000000000000ca11-03'] } }]),
      ).toPropagateAcross('orders', 'payments'),
  },
  {
    title: 'toPropagateAcross: the other sent nothing',
    fails: () => expect(lostTrace([], { silent: true })).toPropagateAcross('orders', 'payments'),
  },
  {
    title: 'toPropagateAcross: each call, one is in a stray',
    fails: () => expect(strayCall('with the call')).toPropagateAcross('gateway', 'orders', { every: true }),
  },
  {
    title: 'toPropagateAcross: each call, nobody knows who made one',
    fails: () => expect(strayCall('alone')).toPropagateAcross('gateway', 'orders', { every: true }),
  },
  {
    title: 'not.toPropagateAcross: each call, nobody knows who made one',
    fails: () => expect(strayCall('alone')).not.toPropagateAcross('gateway', 'orders', { every: true }),
  },
  inTrace('toPropagateAcross: by a link it should be', t =>
    expect(t).toPropagateAcross('gateway', 'orders', { via: 'link' }),
  ),
  inTrace('toPropagateAcross: it stops', t => expect(t).toPropagateAcross('gateway', 'payments', 'orders')),
  {
    title: 'toBeFreeOfPii: an address in a statement, a card in an exception',
    fails: () => expect(tellingTrace()).toBeFreeOfPii(),
  },
  {
    title: 'toBeFreeOfPii: content of a model, where none may be recorded',
    fails: () =>
      expect(
        buildTrace([
          { service: 'help', name: 'chat', attributes: { 'gen_ai.prompt.0.content': 'Where is my order?' } },
        ]),
      ).toBeFreeOfPii({ kinds: ['gen-ai-content'] }),
  },
  {
    title: 'toBeFreeOfPii: the trace is not whole',
    fails: () => expect(buildTrace([{ name: 'work', parentId: 'abcdef0123456789' }])).toBeFreeOfPii(),
  },
  {
    title: 'toBeFreeOfPii: a metric, and one of its exemplars',
    fails: () => expect([tellingMetric()]).toBeFreeOfPii(),
  },
  {
    title: 'not.toBeFreeOfPii: a metric without any',
    fails: () => expect([buildMetric()]).not.toBeFreeOfPii(),
  },
  {
    title: 'toBeFreeOfPii: a metric has more than is kept',
    fails: () => expect([buildMetric({ omitted: 1_203 })]).toBeFreeOfPii(),
  },
  {
    title: 'toBeFreeOfPii: baggage that crossed',
    fails: () => expect(tellingBaggage()).toBeFreeOfPii(),
  },
  {
    title: 'not.toLeak: in a metric',
    fails: () => expect([tellingMetric()]).not.toLeak(canary.track('the address', 'ada@example.com')),
  },
  {
    title: 'not.toLeak: in baggage that crossed',
    fails: () => expect(tellingBaggage()).not.toLeak(canary.track('the address', 'ada@example.com')),
  },
  {
    title: 'not.toLeak: spread over a list',
    fails: () => expect(spreadTrace()).not.toLeak(canary.track('the note', NOTE)),
  },
  {
    title: 'not.toLeak: in base64, and in a digest',
    fails: () => expect(tellingTrace()).not.toLeak(canary.track('the note', NOTE)),
  },
  {
    title: 'not.toLeak: it was never sent',
    fails: () => expect(trace).not.toLeak(canary.person({ seed: 7 })),
  },
  {
    title: 'toHaveNoStrays: a call of the captured trace fits',
    fails: () => expect(lostTrace([])).toHaveNoStrays(),
  },
  {
    title: 'toHaveNoStrays: why the call was lost, as a probe saw',
    fails: () => expect(lostTrace([{}])).toHaveNoStrays(),
  },
  {
    title: 'toHaveNoStrays: the context was lost inside a service',
    fails: () => expect(besideStray()).toHaveNoStrays(),
  },
  {
    title: 'toHaveNoStrays: it has nothing to do with the captured trace',
    fails: () =>
      expect(strayOf({ kind: 'SERVER', name: 'GET /stock', service: 'stock' })).toHaveNoStrays({ except: 'poll' }),
  },
  {
    title: 'toHaveNoStrays: a name that must not be shown',
    fails: () => expect(strayOf({ name: 'mail to ada@example.com', service: 'mailer', start: -5 })).toHaveNoStrays(),
  },
  {
    title: 'toHaveNoStrays: more than are shown, and some that are excepted',
    fails: () => expect(manyStrays()).toHaveNoStrays({ except: 'sweep 1' }),
  },
  {
    title: 'toHaveNoStrays: captures ran at the same time',
    fails: () => expect(besideStray({ shared: true })).toHaveNoStrays(),
  },
  { title: 'toHaveNoStrays: a request was refused', fails: () => expect(withLost('refused')).toHaveNoStrays() },
  { title: 'not.toHaveNoStrays: there is none', fails: () => expect(withLost()).not.toHaveNoStrays() },
  {
    title: 'not.toHaveNoStrays: there is only background',
    fails: () => expect(besideStray({ background: true })).not.toHaveNoStrays(),
  },
  {
    title: 'not.toHaveNoStrays: captures ran at the same time',
    fails: () => expect(besideStray({ shared: true })).not.toHaveNoStrays(),
  },
  { title: 'toHaveNoStrays: the trace was not captured', fails: () => expect(uncaptured()).toHaveNoStrays() },
  onSpan('toHaveXRayAnnotation: it is metadata', inXRay(['app.amount']).get('charge card'), s =>
    expect(s).toHaveXRayAnnotation('app.order.id', 'ord-17'),
  ),
  onSpan('toHaveXRayAnnotation: another value', inXRay('all').get('charge card'), s =>
    expect(s).toHaveXRayAnnotation('app.order.id', 'ord-18'),
  ),
  onSpan('toHaveXRayAnnotation: the exporter puts it elsewhere', inXRay('all').get('POST /charge'), s =>
    expect(s).toHaveXRayAnnotation('http.status_code', 402),
  ),
  onSpan('not.toHaveXRayAnnotation: a key whose characters change', inXRay('all').get('poll'), s =>
    expect(s).not.toHaveXRayAnnotation('app.order-id'),
  ),
  onSpan('toHaveXRayAnnotation: a type that no annotation has', inXRay('all').get('poll'), s =>
    expect(s).toHaveXRayAnnotation('app.tags'),
  ),
  onSpan('toHaveXRayMetadata: it is an annotation', inXRay(['app.order.id']).get('charge card'), s =>
    expect(s).toHaveXRayMetadata('app.order.id'),
  ),
  onSpan('toHaveXRayMetadata: of the resource, on a subsegment', inXRay([]).get('charge card'), s =>
    expect(s).toHaveXRayMetadata('service.name'),
  ),
  onSpan('toHaveXRayAnnotation: the receiver was not told', card, s => expect(s).toHaveXRayAnnotation('app.order.id')),
  { title: 'toFitXRay: much does not fit', fails: () => expect(inXRay('all')).toFitXRay({ epoch: true }) },
  { title: 'toFitXRay: the trace is not whole', fails: () => expect(broken).toFitXRay() },
  { title: 'toFitXRay: every span is excepted', fails: () => expect(trace).toFitXRay({ except: /./ }) },
  inTrace('not.toFitXRay: it does', t => expect(t).not.toFitXRay()),
  { title: 'toHaveSpan: only a stray has it', fails: () => expect(besideStray()).toHaveSpan('refresh stock') },
  { title: 'not.toHaveSpan: only a stray has it', fails: () => expect(besideStray()).not.toHaveSpan('refresh stock') },
  {
    title: 'not.toHaveSpan: only a stray has it, of a call that fits',
    fails: () => expect(lostTrace([])).not.toHaveSpan({ service: 'payments' }),
  },
  {
    title: 'not.toHaveSpan: only a linked trace has it',
    fails: () => expect(besideLinked()).not.toHaveSpan({ service: 'mailer' }),
  },
  {
    title: 'toHaveSpan: a stray has more of them',
    fails: () => expect(besideStray()).toHaveSpan({ service: 'orders' }, { times: 2 }),
  },
  inTrace('toRecordErrors: an exception without a status', t => expect(t).toRecordErrors()),
  {
    title: 'toRecordErrors: rules for servers, clients, gRPC and reasons',
    fails: () => expect(carelessTrace()).toRecordErrors(),
  },
  {
    title: 'toRecordErrors: only a span of a stray breaks a rule',
    fails: () => expect(strayOf({ name: 'refund', service: 'stock', status: { code: 'ERROR' } })).toRecordErrors(),
  },
  { title: 'toRecordErrors: a parent never arrived', fails: () => expect(broken).toRecordErrors({ except: /./ }) },
  inTrace('not.toRecordErrors: all are', t => expect(t).not.toRecordErrors({ except: /^charge/ })),
  inTrace('toHaveServiceIdentity: nobody says it', t => expect(t).toHaveServiceIdentity()),
  { title: 'not.toHaveServiceIdentity: all do', fails: () => expect(identifiedTrace()).not.toHaveServiceIdentity() },
  inTrace('toFollowAttributePolicy: missing, forbidden, not allowed, too many', t =>
    expect(t).toFollowAttributePolicy({
      attributes: {
        'app.tenant.id': { description: 'who pays', required: { kind: 'SERVER' } },
        'app.currency': { values: ['CHF', 'USD'] },
        'app.amount': { type: 'string' },
        'http.target': { forbidden: true },
        'db.query.text': { cardinality: { max: 3 } },
        'app.cart.id': { type: 'string' },
      },
      resource: { 'deployment.environment.name': { required: { service: 'payments' } } },
      allowed: { 'app.*': ['app.order.*'] },
    }),
  ),
  inTrace('toFollowAttributePolicy: nothing was judged', t =>
    expect(t).toFollowAttributePolicy({ attributes: { 'app.tenant.id': { required: { service: 'billing' } } } }),
  ),
  inTrace('not.toFollowAttributePolicy: no deviation', t =>
    expect(t).not.toFollowAttributePolicy({ attributes: { 'card.*': { forbidden: true } } }),
  ),
  { title: 'toHaveNoErrors: only a span of a stray failed', fails: () => expect(besideStray()).toHaveNoErrors() },
  {
    title: 'toHaveNoErrors: only a span of a linked trace failed',
    fails: () => expect(besideLinked()).toHaveNoErrors(),
  },
  {
    title: 'toHaveNoRepeats: only a stray repeats its work',
    fails: () => expect(besideStray()).toHaveNoRepeats({ max: 2 }),
  },
  {
    title: 'not.toHaveSpanTree: only a stray holds the tree',
    fails: () => expect(besideStray()).not.toHaveSpanTree({ name: 'refresh stock', children: ['SELECT shop.stock'] }),
  },
  {
    title: 'not.toHaveSpanTree: only a linked trace holds the tree',
    fails: () => expect(besideLinked()).not.toHaveSpanTree({ kind: 'CONSUMER', children: ['SELECT shop.stock'] }),
  },
  { title: 'toBeFreeOfPii: only a stray holds an address', fails: () => expect(besideStray()).toBeFreeOfPii() },
  { title: 'toBeFreeOfPii: a linked trace holds an address', fails: () => expect(besideLinked()).toBeFreeOfPii() },
  {
    title: 'not.toLeak: it leaked in a stray',
    fails: () => expect(besideStray()).not.toLeak(canary.track('the contact', 'ada@example.com')),
  },
  {
    title: 'not.toLeak: it leaked in a linked trace',
    fails: () => expect(besideLinked()).not.toLeak(canary.track('the contact', 'ada@example.com')),
  },
  ...(['rejected', 'refused', 'cutOff'] as const).flatMap(kind => lossFailures(kind)),
  { title: 'toBeFreeOfPii: a log record was refused', fails: () => expect(withLost('logRecord')).toBeFreeOfPii() },
  {
    title: 'not.toLeak: a log record was refused',
    fails: () => expect(withLost('logRecord')).not.toLeak(canary.person({ seed: 7 }).sent()),
  },
  { title: 'toBeUnsampled: a request was cut off', fails: () => expect(unsampledWithLost()).toBeUnsampled() },
  {
    title: 'toBeComplete: several were lost',
    fails: () => expect(withLost('rejected', 'refused', 'cutOff')).toBeComplete(),
  },
  ...logFailures,
  { title: 'several spans: which of them fails', fails: () => expect([...selects, card]).toBeChildOf(orders) },
];
