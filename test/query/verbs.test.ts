import { expect, test } from 'vitest';
import { checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';

const trace = checkoutTrace();

test('get gives the one span that matches', () => {
  expect(trace.get({ service: 'payments', kind: 'SERVER' }).name).toBe('POST /charge');
});

test('find gives the first by start time, or undefined', () => {
  expect(trace.find('POST')).toBe(trace.spans[1]);
  expect(trace.find('refund')).toBeUndefined();
});

test('filter gives all by start time', () => {
  expect(trace.filter('POST').map(span => span.service)).toEqual(['gateway', 'orders']);
  expect(trace.filter('refund')).toEqual([]);
});

test('each refuses what it cannot take, and says who asked', () => {
  expect(() => trace.get({})).toThrow(/^INVALID_CRITERIA: get: /);
  expect(() => trace.find({})).toThrow(/^INVALID_CRITERIA: find: /);
  expect(() => trace.filter({})).toThrow(/^INVALID_CRITERIA: filter: /);
});

test('get shows what comes nearest when none matches', () => {
  expect(failureOf(() => trace.get({ name: 'charge card', kind: 'CLIENT' }))).toMatchInlineSnapshot(`
    "NO_MATCH: no span matches.

    Expected a span:  name "charge card", kind CLIENT
    Nearest of 8:     name "charge card"   matches
                    - kind CLIENT
                    + kind INTERNAL

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

test('get names what was seen when nothing comes near', () => {
  expect(failureOf(() => trace.get('refund'))).toMatchInlineSnapshot(`
    "NO_MATCH: no span matches.

    Expected a span:  name "refund"
    Received:         8 spans, none of that name or near it
    Names seen:       POST /checkout, POST (x2), POST /orders, SELECT orders (x2), POST /charge, charge card
    Services seen:    gateway, orders, payments"
  `);
});

test('get shows those that match when there are several', () => {
  expect(failureOf(() => trace.get('SELECT orders'))).toMatchInlineSnapshot(`
    "SEVERAL_MATCHES: 2 spans match.

    Expected one span:  name "SELECT orders"
    Received:           2 spans

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms  <- matches
    orders    CLIENT          ├─ SELECT orders      3.0 ms  <- matches
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms

    Hint: name more fields (service, kind, attributes), or take filter(criteria) for all of them.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000004"
  `);
});
