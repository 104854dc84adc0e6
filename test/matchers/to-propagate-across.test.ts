import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace } from '../build-trace.ts';
import { CHARGE, checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';

const trace = checkoutTrace();
const context = { traceId: trace.traceId, spanId: 'c'.repeat(16), headers: {}, sampled: true };
const stray = buildTrace([{ ...CHARGE, start: 53 }], { traceId: '9d01c2aa00000000000000000000000a' });
const lost = checkoutTrace({ captured: { strays: () => [stray], context } }, []);
const half = checkoutTrace({}, [{ ...CHARGE, parentId: 'abcdef0123456789' }]);

test('holds when each service continues the one before it', () => {
  expect(trace).toPropagateAcross('gateway', 'orders', 'payments');
  expect(trace).toPropagateAcross('gateway', ['orders', 'payments']);
  expect(trace).toPropagateAcross('gateway', 'orders', 'payments', { direct: true, every: true });
  expect(trace).not.toPropagateAcross('payments', 'orders');
  expect([stray, trace]).toPropagateAcross('orders', 'payments');
});

test('works as an asymmetric matcher', () => {
  expect({ trace }).toEqual({ trace: expect.toPropagateAcross('gateway', 'orders') });
  expect({ trace }).toEqual({ trace: expect.not.toPropagateAcross('orders', 'gateway') });
});

test('shows the call that was sent and the trace that began instead', () => {
  expect(failureOf(() => expect(lost).toPropagateAcross('gateway', 'orders', 'payments'))).toMatchInlineSnapshot(`
    "expect(trace).toPropagateAcross(...services)

    Expected the trace to pass:  gateway -> orders -> payments
    It stops at:                 orders -> payments

    orders sent      CLIENT "POST" to payments:8083 /charge   12:00:01.050, 140 ms, trace 4bf92f35
    payments began   SERVER "POST /charge" as a NEW trace     12:00:01.053, 120 ms, trace 9d01c2aa

    Diagnosis:      orders did not inject, or payments did not extract, or a proxy dropped it: the spans alone cannot tell.
    Look at:        orders: is the call made inside the request's context, by a client that injects it?
                    payments: is it instrumented before its server or consumer is loaded?
    To be certain:  put startProbe() between them.

    trace 4bf92f35, 2 services, 6 spans, 212 ms
    gateway  SERVER  POST /checkout          212 ms
    gateway  CLIENT  └─ POST                 198 ms  <- reached
    orders   SERVER     └─ POST /orders      190 ms  <- reached
    orders   CLIENT        ├─ SELECT orders  3.0 ms
    orders   CLIENT        ├─ SELECT orders  3.0 ms
    orders   CLIENT        └─ POST           140 ms  <- not continued

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000002"
  `);
});

test('negated, holds when the context was lost', () => {
  expect(lost).not.toPropagateAcross('gateway', 'orders', 'payments');
});

test('says that no call was seen, when the client left no span', () => {
  const bare = buildTrace([{ service: 'orders', kind: 'SERVER', name: 'POST /orders', ms: 200 }], {
    captured: { strays: () => [stray], straysShared: true },
  });
  expect(failureOf(() => expect(bare).toPropagateAcross('orders', 'payments'))).toMatchInlineSnapshot(`
    "expect(trace).toPropagateAcross(...services)

    Expected the trace to pass:  orders -> payments
    It stops at:                 orders -> payments

    orders sent      no CLIENT or PRODUCER span that could be this call
    payments began   SERVER "POST /charge" as a NEW trace                 12:00:01.053, 120 ms, trace 9d01c2aa

    Diagnosis:      orders did not inject, or payments did not extract, or a proxy dropped it: the spans alone cannot tell.
    Look at:        orders: is its client instrumented? It has no span of its own for this call.
                    payments: is it instrumented before its server or consumer is loaded?
    To be certain:  put startProbe() between them.
    Captures ran side by side: the new trace may belong to another of them.

    trace 4bf92f35, 1 service, 1 span, 200 ms
    orders  SERVER  POST /orders  200 ms  <- reached

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
});

test('says of the first service that it did not continue what the test sent', () => {
  const text = failureOf(() => expect(lost).toPropagateAcross('payments', 'orders'));
  expect(text).toContain('the call was made without the headers that the capture gave, or payments did not extract');
});

test('says that a service sent nothing, and which was probably meant', () => {
  expect(failureOf(() => expect(trace).toPropagateAcross('gateway', 'order', 'payments'))).toMatchInlineSnapshot(`
    "expect(trace).toPropagateAcross(...services)

    Expected the trace to pass:  gateway -> order -> payments
    It stops at:                 gateway -> order

    order sent no span of this trace. Did you mean "orders"?
    Services seen: gateway, orders, payments

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms  <- reached
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
});

test('negated, does not pass on a service that sent nothing', () => {
  expect(failureOf(() => expect(trace).not.toPropagateAcross('gateway', 'mailer'))).toMatchInlineSnapshot(`
    "expect(trace).not.toPropagateAcross(...services)

    INCOMPLETE: mailer sent nothing, so nothing can be said of how it would continue the trace.

    Expected the trace not to pass:  gateway -> mailer
    It stops at:                     gateway -> mailer

    mailer sent no span of this trace.
    Services seen: gateway, orders, payments

    To say that it was never called: expect(trace).not.toHaveSpan({ service: 'mailer' })

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms  <- reached
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
});

test('says where the service is instead', () => {
  expect(failureOf(() => expect(trace).toPropagateAcross('payments', 'orders'))).toMatchInlineSnapshot(`
    "expect(trace).toPropagateAcross(...services)

    Expected the trace to pass:  payments -> orders
    It stops at:                 payments -> orders

    orders is in this trace, but not below payments:
      SERVER "POST /orders", below gateway

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms  <- not below payments
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms  <- reached
    payments  INTERNAL              └─ charge card   80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000007"
  `);
});

test('says which services lie between', () => {
  expect(
    failureOf(() => expect(trace).toPropagateAcross('gateway', 'payments', { direct: true })),
  ).toMatchInlineSnapshot(`
    "expect(trace).toPropagateAcross(...services)

    Expected the trace to pass:  gateway -> payments (directly)
    It stops at:                 gateway -> payments

    payments continues gateway, but not directly: orders lies between.

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms  <- reached
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms  <- by way of orders
    payments  INTERNAL              └─ charge card   80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
});

test('shows the entry span that does not continue', () => {
  const twice = buildTrace([
    {
      name: 'in',
      kind: 'SERVER',
      children: [{ name: 'out', kind: 'CLIENT', children: [{ service: 'orders', kind: 'SERVER' }] }],
    },
    { service: 'orders', kind: 'CONSUMER', name: 'poll', start: 20 },
  ]);
  expect(failureOf(() => expect(twice).toPropagateAcross('gateway', 'orders', { every: true }))).toMatchInlineSnapshot(`
    "expect(trace).toPropagateAcross(...services)

    Expected the trace to pass:  gateway -> orders (every time)
    Not all of it does:          gateway -> orders

    1 entry span of orders continues gateway; this one does not:
      CONSUMER "poll", a root

    trace 4bf92f35, 2 services, 4 spans, 30 ms
    gateway  SERVER    in          10 ms
    gateway  CLIENT    └─ out      10 ms  <- reached
    orders   SERVER       └─ work  10 ms  <- reached
    orders   CONSUMER  poll        10 ms  <- does not continue

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000002"
  `);
});

test('shows which branch is not reached', () => {
  const text = failureOf(() => expect(trace).toPropagateAcross('orders', ['payments', 'gateway']));
  expect(text).toContain('orders -> [payments, gateway]');
  expect(text).toContain('orders -> gateway');
});

test('negated, shows the path', () => {
  expect(failureOf(() => expect(trace).not.toPropagateAcross('gateway', 'payments'))).toMatchInlineSnapshot(`
    "expect(trace).not.toPropagateAcross(...services)

    Expected the trace not to pass:  gateway -> payments
    It passes:                       gateway, CLIENT "POST"
                                     payments, SERVER "POST /charge"

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms  <- step 1 of 2
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms  <- step 2 of 2
    payments  INTERNAL              └─ charge card   80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000002"
  `);
});

test('says what is missing, when the span between may be among it', () => {
  expect(failureOf(() => expect(half).toPropagateAcross('orders', 'payments'))).toMatchInlineSnapshot(`
    "expect(trace).toPropagateAcross(...services)

    Expected the trace to pass:  orders -> payments
    It stops at:                 orders -> payments
    Missing:                     the parent abcdef01 of "POST /charge" (payments, SERVER)

    orders sent          CLIENT "POST" to payments:8083 /charge                           12:00:01.050, 140 ms, trace 4bf92f35
    payments continues   SERVER "POST /charge" below span abcdef01, which never arrived   12:00:01.060, 120 ms, trace 4bf92f35

    Diagnosis:  parent never exported. payments continues this trace below span abcdef01, which never arrived.
    Look at:    what lies between: orders' own CLIENT span arrived, so that another one made the call to payments, and exports
                elsewhere (a proxy, a mesh).

    trace 4bf92f35, 3 services, 8 spans, 212 ms, not complete
    gateway   SERVER    POST /checkout          212 ms
    gateway   CLIENT    └─ POST                 198 ms
    orders    SERVER       └─ POST /orders      190 ms  <- reached
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          └─ POST           140 ms  <- not continued
    payments  SERVER    POST /charge            120 ms  (parent abcdef01 never arrived)  <- its parent never arrived
    payments  INTERNAL  └─ charge card           80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000003"
  `);
  expect(failureOf(() => expect(half).not.toPropagateAcross('orders', 'payments'))).toMatchInlineSnapshot(`
    "expect(trace).not.toPropagateAcross(...services)

    INCOMPLETE: the trace does not pass them, but it did not arrive whole (1 parent span never arrived): the spans between may be missing.

    Expected the trace not to pass:  orders -> payments
    It stops at:                     orders -> payments
    Missing:                         the parent abcdef01 of "POST /charge" (payments, SERVER)

    orders sent          CLIENT "POST" to payments:8083 /charge                           12:00:01.050, 140 ms, trace 4bf92f35
    payments continues   SERVER "POST /charge" below span abcdef01, which never arrived   12:00:01.060, 120 ms, trace 4bf92f35

    trace 4bf92f35, 3 services, 8 spans, 212 ms, not complete
    gateway   SERVER    POST /checkout          212 ms
    gateway   CLIENT    └─ POST                 198 ms
    orders    SERVER       └─ POST /orders      190 ms  <- reached
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          └─ POST           140 ms  <- not continued
    payments  SERVER    POST /charge            120 ms  (parent abcdef01 never arrived)  <- its parent never arrived
    payments  INTERNAL  └─ charge card           80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000003"
  `);
});

test('that every entry span continues does not pass on half a trace', () => {
  expect(half).toPropagateAcross('gateway', 'orders');
  expect(failureOf(() => expect(half).toPropagateAcross('gateway', 'orders', { every: true }))).toMatchInlineSnapshot(`
    "expect(trace).toPropagateAcross(...services)

    INCOMPLETE: every entry span that arrived continues it, but the trace did not arrive whole (1 parent span never arrived): another may be missing.

    Expected the trace to pass:  gateway -> orders (every time)
    It passes:                   gateway, CLIENT "POST"
                                 orders, SERVER "POST /orders"
    Missing:                     the parent abcdef01 of "POST /charge" (payments, SERVER)

    trace 4bf92f35, 3 services, 8 spans, 212 ms, not complete
    gateway   SERVER    POST /checkout          212 ms
    gateway   CLIENT    └─ POST                 198 ms  <- step 1 of 2
    orders    SERVER       └─ POST /orders      190 ms  <- step 2 of 2
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          └─ POST           140 ms
    payments  SERVER    POST /charge            120 ms  (parent abcdef01 never arrived)
    payments  INTERNAL  └─ charge card           80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000002"
  `);
});

test('of several traces, shows the one that came furthest', () => {
  expect(failureOf(() => expect([stray, trace]).toPropagateAcross('gateway', 'orders', 'gateway'))).toContain(
    'Of 2 traces this one came furthest.',
  );
});
