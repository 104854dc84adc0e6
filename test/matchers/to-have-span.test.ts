import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace, type SpanSpec } from '../build-trace.ts';
import { CHARGE, checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';

const trace = checkoutTrace();
const other = buildTrace([{ service: 'worker', name: 'tick' }], { traceId: 'b'.repeat(32) });
const half = checkoutTrace({}, [{ ...CHARGE, parentId: 'abcdef0123456789' }]);
const STRAY_ID = '9d01c2aa00000000000000000000000a';

test('holds when a matching span is there', () => {
  expect(trace).toHaveSpan('charge card');
  expect(trace).toHaveSpan({ name: 'charge card', attributes: { 'app.order.id': expect.any(String) } });
  expect(trace).not.toHaveSpan('refund');
});

test('holds for several traces when one has it, and counts over all', () => {
  expect([other, trace]).toHaveSpan('charge card');
  expect([other, trace]).not.toHaveSpan('refund');
  expect([trace, trace]).toHaveSpan('SELECT orders', { times: 4 });
  expect(() => expect([other, trace]).not.toHaveSpan('charge card')).toThrow(/1 span that matches/);
});

test.each<[times: number | { min?: number; max?: number }, holds: boolean]>([
  [2, true],
  [1, false],
  [3, false],
  [0, false],
  [{ min: 2 }, true],
  [{ min: 3 }, false],
  [{ max: 2 }, true],
  [{ max: 1 }, false],
  [{ min: 1, max: 3 }, true],
])('of two matches, times %j: %s', (times, holds) => {
  const positive = () => expect(trace).toHaveSpan('SELECT orders', { times });
  const negative = () => expect(trace).not.toHaveSpan('SELECT orders', { times });
  (holds ? positive : negative)();
  expect(holds ? negative : positive).toThrow();
});

test('times 0 is absence, and max alone wants one at least', () => {
  expect(trace).toHaveSpan('refund', { times: 0 });
  expect(() => expect(trace).toHaveSpan('refund', { times: { max: 3 } })).toThrow(/Expected 1 to 3 spans/);
});

test('works as an asymmetric matcher', () => {
  expect({ trace }).toEqual({ trace: expect.toHaveSpan('charge card') });
  expect({ trace }).toEqual({ trace: expect.not.toHaveSpan('refund') });
  expect({ trace }).not.toEqual({ trace: expect.toHaveSpan('refund') });
  expect({ half }).not.toEqual({ half: expect.not.toHaveSpan('refund') });
});

test('shows the nearest span, field by field', () => {
  const criteria = { name: 'charge card', kind: 'CLIENT', attributes: { 'app.order.id': expect.any(String) } } as const;
  expect(failureOf(() => expect(trace).toHaveSpan(criteria))).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpan(criteria)

    Expected a span:  name "charge card", kind CLIENT, attribute app.order.id = Any<String>
    Nearest of 8:     name "charge card"                  matches
                    - kind CLIENT
                    + kind INTERNAL
                      attribute app.order.id = "ord-17"   matches

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms  <- differs in kind

    Hint: only the kind differs.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000008"
  `);
});

test('names what was seen when nothing is near', () => {
  expect(failureOf(() => expect(trace).toHaveSpan('refund'))).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpan(criteria)

    Expected a span:  name "refund"
    Received:         8 spans, none of that name or near it
    Names seen:       POST /checkout, POST (x2), POST /orders, SELECT orders (x2), POST /charge, charge card
    Services seen:    gateway, orders, payments

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
});

test('says that a name differs in case only', () => {
  expect(failureOf(() => expect(trace).toHaveSpan('Charge Card'))).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpan(criteria)

    Expected a span:  name "Charge Card"
    Nearest of 8:   - name "Charge Card"
                    + name "charge card"

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms  <- differs in name

    Hint: the name differs in upper and lower case only.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000008"
  `);
});

test('shows many fields one below the other', () => {
  const criteria = {
    name: /charge$/,
    kind: 'SERVER',
    service: 'payments',
    status: { code: 'ERROR', message: 'declined' },
    scope: { name: 'test', version: '2.0.0' },
    attributes: { 'http.method': 'POST', 'http.status_code': '402', 'app.none': null },
    resource: { 'service.version': '1.0' },
    events: [{ name: 'exception' }],
    links: [{ spanId: 'e'.repeat(16) }],
  } as const;
  expect(failureOf(() => expect(trace).toHaveSpan(criteria))).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpan(criteria)

    Expected a span:  name /charge$/
                      kind SERVER
                      service "payments"
                      status ERROR
                      status message "declined"
                      attribute http.method = "POST"
                      attribute http.status_code = "402"
                      attribute app.none = null
                      resource service.version = "1.0"
                      scope "test"
                      scope version "2.0.0"
                      event { name: "exception" }
                      link { spanId: "eeeeeeeeeeeeeeee" }
    Nearest of 8:     name "POST /charge"              matches
                      kind SERVER                      matches
                      service "payments"               matches
                    - status ERROR
                    + status UNSET
                    - status message "declined"
                    + status message ""
                      attribute http.method = "POST"   matches
                    - attribute http.status_code = "402"
                    + attribute http.status_code = 402
                    - attribute app.none = null
                    + attribute app.none is absent
                    - resource service.version = "1.0"
                    + resource service.version is absent
                      scope "test"                     matches
                    - scope version "2.0.0"
                    + scope version "1.0.0"
                    - event { name: "exception" }
                    + no events
                    - link { spanId: "eeeeeeeeeeeeeeee" }
                    + no links

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms  <- differs in status, status message and 6 more
    payments  INTERNAL              └─ charge card   80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000007"
  `);
});

test('says which name of an attribute is the old one', () => {
  const criteria = { kind: 'CLIENT', attributes: { 'db.system.name': 'postgresql' } } as const;
  expect(failureOf(() => expect(trace).toHaveSpan(criteria))).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpan(criteria)

    Expected a span:  kind CLIENT, attribute db.system.name = "postgresql"
    Nearest of 8:     kind CLIENT   matches
                    - attribute db.system.name = "postgresql"
                    + attribute db.system.name is absent; db.system = "postgresql"

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms  <- differs in attribute db.system.name
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms  <- differs in attribute db.system.name
    orders    CLIENT          ├─ SELECT orders      3.0 ms  <- differs in attribute db.system.name
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms

    Hint: db.system is the name of the old semantic conventions; db.system.name is the stable one.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000004"
  `);
});

test('shows a predicate as it was written', () => {
  expect(failureOf(() => expect(other).toHaveSpan(span => span.durationMs > 1_000))).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpan(criteria)

    Expected a span:  (span) => span.durationMs > 1e3
    Received:         1 span, none that satisfies it
    Names seen:       tick
    Services seen:    worker

    trace bbbbbbbb, 1 service, 1 span, 10 ms
    worker  INTERNAL  tick  10 ms

    trace bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
  `);
});

test('says which service was probably meant', () => {
  expect(failureOf(() => expect(other).toHaveSpan({ service: 'woker' }))).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpan(criteria)

    Expected a span:  service "woker"
    Received:         1 span, none like it
    Names seen:       tick
    Services seen:    worker

    trace bbbbbbbb, 1 service, 1 span, 10 ms
    worker  INTERNAL  tick  10 ms

    Hint: no span is of service "woker". Did you mean "worker"?

    trace bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
  `);
});

test('finds the span in a trace of its own', () => {
  const stray = buildTrace([{ ...CHARGE, start: 53 }], { traceId: STRAY_ID });
  const lost = checkoutTrace({ captured: { strays: () => [stray] } }, []);
  expect(failureOf(() => expect(lost).toHaveSpan({ name: 'charge card' }))).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpan(criteria)

    INCOMPLETE: no span of the trace matches, but a stray has one that does. It may be a part of the captured work
    that lost its trace context.

    Expected a span:  name "charge card"
    Received:         no span that matches in the trace

    Stray:  "charge card" (payments, INTERNAL)
            in trace 9d01c2aa, which began during the capture and belongs to no capture
    Call:   it matches "POST" (orders, CLIENT) in the captured trace, but began a new trace instead of continuing that one
    Why:    Diagnosis:      orders did not inject, or payments did not extract, or a proxy dropped it: the spans alone cannot tell.
            Look at:        orders: is the call made inside the request's context, by a client that injects it?
                            payments: is it instrumented before its server or consumer is loaded?
            To be certain:  put startProbe() between them.

    trace 4bf92f35, 2 services, 6 spans, 212 ms
    gateway  SERVER  POST /checkout          212 ms
    gateway  CLIENT  └─ POST                 198 ms
    orders   SERVER     └─ POST /orders      190 ms
    orders   CLIENT        ├─ SELECT orders  3.0 ms
    orders   CLIENT        ├─ SELECT orders  3.0 ms
    orders   CLIENT        └─ POST           140 ms

    trace 9d01c2aa, 1 service, 2 spans, 120 ms
    payments  SERVER    POST /charge    120 ms
    payments  INTERNAL  └─ charge card   80 ms  <- matches

    Hint: if this is other work, such as a poller, name it as background:
          startReceiver({ background: { name: 'POST /charge', service: 'payments' } }), or capture(fn, { background })

    trace 4bf92f3577b34da6a3ce929d0e0e4736
    trace 9d01c2aa00000000000000000000000a, span 0000000000000002"
  `);
});

test('says that captures ran side by side, when the trace may be of another', () => {
  const stray = buildTrace([{ name: 'refund' }], { traceId: STRAY_ID });
  const lost = buildTrace([{ name: 'root' }], { captured: { strays: () => [stray], straysShared: true } });
  expect(failureOf(() => expect(lost).toHaveSpan('refund'))).toContain(
    'Other captures ran at the same time, so it may belong to one of them.',
  );
});

test('says what is missing when the span may be among it', () => {
  expect(failureOf(() => expect(half).toHaveSpan('refund'))).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpan(criteria)

    Expected a span:  name "refund"
    Received:         8 spans, none of that name or near it
    Names seen:       POST /checkout, POST (x2), POST /orders, SELECT orders (x2), POST /charge, charge card
    Services seen:    gateway, orders, payments

    The trace did not arrive whole; the span may be among what is missing:
      the parent abcdef01 of "POST /charge" (payments, SERVER)

    trace 4bf92f35, 3 services, 8 spans, 212 ms, not complete
    gateway   SERVER    POST /checkout          212 ms
    gateway   CLIENT    └─ POST                 198 ms
    orders    SERVER       └─ POST /orders      190 ms
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          └─ POST           140 ms
    payments  SERVER    POST /charge            120 ms  (parent abcdef01 never arrived)
    payments  INTERNAL  └─ charge card           80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
});

test('shows the spans that match when there are too few', () => {
  expect(
    failureOf(() => expect(trace).toHaveSpan({ name: 'SELECT orders', kind: 'CLIENT' }, { times: 3 })),
  ).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpan(criteria, options)

    Expected 3 spans:  name "SELECT orders", kind CLIENT
    Received:          2 spans that match

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms  <- matches
    orders    CLIENT          ├─ SELECT orders      3.0 ms  <- matches
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000004"
  `);
});

test('shows the spans that match when there are too many', () => {
  expect(failureOf(() => expect(trace).toHaveSpan('SELECT orders', { times: { max: 1 } }))).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpan(criteria, options)

    Expected 1 span:  name "SELECT orders"
    Received:         2 spans that match

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms  <- matches
    orders    CLIENT          ├─ SELECT orders      3.0 ms  <- matches
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000004"
  `);
});

test('negated, shows the spans that match', () => {
  expect(failureOf(() => expect(trace).not.toHaveSpan('SELECT orders'))).toMatchInlineSnapshot(`
    "expect(trace).not.toHaveSpan(criteria)

    Expected no span:  name "SELECT orders"
    Received:          2 spans that match

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms  <- matches
    orders    CLIENT          ├─ SELECT orders      3.0 ms  <- matches
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000004"
  `);
});

test('negated with times, says which number it must not be', () => {
  expect(failureOf(() => expect(other).not.toHaveSpan('tick', { times: 1 }))).toMatchInlineSnapshot(`
    "expect(trace).not.toHaveSpan(criteria, options)

    Expected any number of spans but 1:  name "tick"
    Received:                            1 span that matches

    trace bbbbbbbb, 1 service, 1 span, 10 ms
    worker  INTERNAL  tick  10 ms  <- matches

    trace bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, span 0000000000000001"
  `);
});

test('negated, does not pass because an attribute has its other name', () => {
  const criteria = { attributes: { 'db.system.name': 'postgresql' } };
  expect(failureOf(() => expect(trace).not.toHaveSpan(criteria))).toMatchInlineSnapshot(`
    "expect(trace).not.toHaveSpan(criteria)

    Expected no span:  attribute db.system.name = "postgresql"
    Received:          2 spans that match under the other name of an attribute

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms  <- matches as db.system
    orders    CLIENT          ├─ SELECT orders      3.0 ms  <- matches as db.system
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms

    Hint: db.system is the name of the old semantic conventions; db.system.name is the stable one.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000004"
  `);
});

test('negated, does not pass on half a trace', () => {
  expect(failureOf(() => expect(half).not.toHaveSpan('refund'))).toMatchInlineSnapshot(`
    "expect(trace).not.toHaveSpan(criteria)

    INCOMPLETE: no span matches, but the trace did not arrive whole (1 parent span never arrived): one that matches may be missing.

    Expected no span:  name "refund"
    Received:          no span that matches
    Missing:           the parent abcdef01 of "POST /charge" (payments, SERVER)

    trace 4bf92f35, 3 services, 8 spans, 212 ms, not complete
    gateway   SERVER    POST /checkout          212 ms
    gateway   CLIENT    └─ POST                 198 ms
    orders    SERVER       └─ POST /orders      190 ms
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          └─ POST           140 ms
    payments  SERVER    POST /charge            120 ms  (parent abcdef01 never arrived)
    payments  INTERNAL  └─ charge card           80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
});

test('a number does not pass on half a trace', () => {
  expect(half).toHaveSpan('SELECT orders', { times: { min: 2 } });
  expect(failureOf(() => expect(half).toHaveSpan('SELECT orders', { times: 2 }))).toMatchInlineSnapshot(`
    "expect(trace).toHaveSpan(criteria, options)

    INCOMPLETE: 2 spans match, but the trace did not arrive whole (1 parent span never arrived): there may be more.

    Expected 2 spans:  name "SELECT orders"
    Received:          2 spans that match
    Missing:           the parent abcdef01 of "POST /charge" (payments, SERVER)

    trace 4bf92f35, 3 services, 8 spans, 212 ms, not complete
    gateway   SERVER    POST /checkout          212 ms
    gateway   CLIENT    └─ POST                 198 ms
    orders    SERVER       └─ POST /orders      190 ms
    orders    CLIENT          ├─ SELECT orders  3.0 ms  <- matches
    orders    CLIENT          ├─ SELECT orders  3.0 ms  <- matches
    orders    CLIENT          └─ POST           140 ms
    payments  SERVER    POST /charge            120 ms  (parent abcdef01 never arrived)
    payments  INTERNAL  └─ charge card           80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000004"
  `);
});

test('absence holds on a trace whose capture allowed for orphans', () => {
  const allowed = checkoutTrace({ captured: { allowOrphans: true } }, [{ ...CHARGE, parentId: 'abcdef0123456789' }]);
  expect(allowed).not.toHaveSpan('refund');
});

test('negated, does not pass on what was dropped or still on its way', () => {
  const lossy = buildTrace([{ name: 'root', data: { droppedAttributesCount: 3, droppedEventsCount: 1 } }], {
    captured: { unsettled: true },
  });
  expect(lossy).toHaveSpan('root');
  expect(failureOf(() => expect(lossy).not.toHaveSpan('refund'))).toMatchInlineSnapshot(`
    "expect(trace).not.toHaveSpan(criteria)

    INCOMPLETE: no span matches, but the trace did not arrive whole (spans were still arriving and 1 span lost data): one that matches may be missing.

    Expected no span:  name "refund"
    Received:          no span that matches
    Missing:           spans of trace 4bf92f35: some were still arriving when the wait timed out
                       3 attributes of "root" (gateway, INTERNAL), dropped by its SDK
                       1 event of "root" (gateway, INTERNAL), dropped by its SDK

    trace 4bf92f35, 1 service, 1 span, 10 ms, not complete
    gateway  INTERNAL  root  10 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
});

test('shows where in several traces it is near', () => {
  expect(
    failureOf(() => expect([trace, other, other, other]).toHaveSpan({ name: 'tick', kind: 'SERVER' })),
  ).toMatchInlineSnapshot(`
    "expect(traces).toHaveSpan(criteria)

    Expected a span:  name "tick", kind SERVER
    Nearest of 11:    name "tick"   matches
                    - kind SERVER
                    + kind INTERNAL

    trace bbbbbbbb, 1 service, 1 span, 10 ms
    worker  INTERNAL  tick  10 ms  <- differs in kind

    trace bbbbbbbb, 1 service, 1 span, 10 ms
    worker  INTERNAL  tick  10 ms  <- differs in kind

    trace bbbbbbbb, 1 service, 1 span, 10 ms
    worker  INTERNAL  tick  10 ms  <- differs in kind

    ... and 1 more trace

    Hint: only the kind differs.

    trace bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, span 0000000000000001"
  `);
});

test('has at most 60 lines, whatever the trace and the criteria', () => {
  const wide = (depth: number): SpanSpec[] =>
    Array.from({ length: 12 }, (_, n) => ({
      name: `item ${n}`,
      service: `service-${n}`,
      attributes: Object.fromEntries(Array.from({ length: 40 }, (_value, k) => [`key.${k}`, k])),
      ...(depth === 0 ? { parentId: `${n}`.padStart(16, 'f') } : { children: wide(depth - 1) }),
    }));
  const large = buildTrace(wide(2));
  const attributes = Object.fromEntries(Array.from({ length: 40 }, (_, k) => [`key.${k}`, -k]));
  for (const assertion of [
    () => expect(large).toHaveSpan({ name: 'item 3', attributes }),
    () => expect([large, large, large, large]).toHaveSpan({ name: 'item 3', attributes }),
    () => expect(large).toHaveSpan('no such'),
    () => expect(large).not.toHaveSpan('no such'),
    () => expect(large).not.toHaveSpan(/item/),
    () => expect(large).toHaveSpan(/item/, { times: 3 }),
  ]) {
    expect(failureOf(assertion).split('\n').length).toBeLessThanOrEqual(60);
  }
});
