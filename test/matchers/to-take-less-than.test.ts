import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace } from '../build-trace.ts';
import { checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';

const trace = checkoutTrace();
const charge = trace.get('POST /charge');
const backwards = buildTrace([{ name: 'back', ms: -5 }]);
const half = buildTrace([{ name: 'work', ms: 10, parentId: 'abcdef0123456789' }]);

test('holds for a span, and a trace, that took less', () => {
  expect(charge).toTakeLessThan(120.001);
  expect(charge).not.toTakeLessThan(120);
  expect(trace).toTakeLessThan(213);
  expect(trace).not.toTakeLessThan(212);
});

test('is asserted of every span of an array, and negated of every one too', () => {
  expect(trace.filter('SELECT orders')).toTakeLessThan(4);
  expect(() => expect(trace.spans).toTakeLessThan(100)).toThrow(/6 of 8 spans fail|5 of 8 spans fail/);
  expect(() => expect(trace.spans).not.toTakeLessThan(4)).toThrow(/2 of 8 spans fail/);
});

test('of several traces, every one must', () => {
  const quick = buildTrace([{ ms: 5 }]);
  expect([quick, trace]).toTakeLessThan(300);
  expect([quick, trace]).not.toTakeLessThan(100);
});

test('works as an asymmetric matcher', () => {
  expect({ charge, trace }).toEqual({ charge: expect.toTakeLessThan(200), trace: expect.toTakeLessThan(300) });
  expect({ charge }).toEqual({ charge: expect.not.toTakeLessThan(100) });
});

test('a span that ended before it began took no time that could be judged', () => {
  expect(failureOf(() => expect(backwards.get('back')).toTakeLessThan(100))).toContain(
    'INCOMPLETE: how long the span took cannot be known',
  );
  expect(failureOf(() => expect(backwards.get('back')).not.toTakeLessThan(100))).toContain(
    'INCOMPLETE: how long the span took cannot be known',
  );
  expect(failureOf(() => expect(backwards).toTakeLessThan(100))).toContain('INCOMPLETE');
});

test('a trace that is not whole may have taken longer', () => {
  expect(half).not.toTakeLessThan(10);
  expect(failureOf(() => expect(half).toTakeLessThan(100))).toContain('it may have taken longer');
  expect(failureOf(() => expect(half).not.toTakeLessThan(100))).toContain('it may have taken longer');
  expect(half.get('work')).toTakeLessThan(100);
});

test('attributes that were dropped change no time', () => {
  expect(buildTrace([{ data: { droppedAttributesCount: 1 } }])).toTakeLessThan(100);
});

test('shows how long it took, and what took most of it', () => {
  expect(failureOf(() => expect(charge).toTakeLessThan(100))).toMatchInlineSnapshot(`
    "expect(span).toTakeLessThan(ms)

    Expected "POST /charge" to take:  less than 100 ms
    Received:                         120 ms
    Of that:                          80 ms in "charge card" (payments, INTERNAL)

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms  <- this span
    payments  INTERNAL              └─ charge card   80 ms  <- slow

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000007"
  `);
  expect(failureOf(() => expect(trace).toTakeLessThan(200))).toMatchInlineSnapshot(`
    "expect(trace).toTakeLessThan(ms)

    Expected the trace to take:  less than 200 ms
    Received:                    212 ms
    Slowest:                     80 ms in "charge card" (payments, INTERNAL) itself
                                 44 ms in "POST /orders" (orders, SERVER) itself
                                 40 ms in "POST /charge" (payments, SERVER) itself

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms  <- slow
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms  <- slow
    payments  INTERNAL              └─ charge card   80 ms  <- slow

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000008"
  `);
});

test('negated, shows how long it took', () => {
  expect(failureOf(() => expect(charge).not.toTakeLessThan(200))).toMatchInlineSnapshot(`
    "expect(span).not.toTakeLessThan(ms)

    Expected "POST /charge" to take:  at least 200 ms
    Received:                         120 ms

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms  <- this span
    payments  INTERNAL              └─ charge card   80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000007"
  `);
  expect(failureOf(() => expect([trace]).not.toTakeLessThan(300))).toMatchInlineSnapshot(`
    "expect(trace).not.toTakeLessThan(ms)

    Expected the trace to take:  at least 300 ms
    Received:                    212 ms

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
