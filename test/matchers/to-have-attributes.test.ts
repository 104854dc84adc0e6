import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace } from '../build-trace.ts';
import { checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';

const trace = checkoutTrace();
const card = trace.get('charge card');

test('holds for a subset, with values that are equal, matched or accepted', () => {
  expect(card).toHaveAttributes({ 'app.order.id': 'ord-17' });
  expect(card).toHaveAttributes({ 'app.order.id': /^ord-/, 'app.amount': expect.any(Number) });
  expect(card).toHaveAttributes({ 'app.amount': 4200n });
  expect(card).not.toHaveAttributes({ 'app.order.id': 'ord-17', 'app.amount': 1 });
  expect(card).not.toHaveAttributes({ 'app.other': 1 });
});

test('is asserted of every span of an array, and negated of every one too', () => {
  expect(trace.filter('SELECT orders')).toHaveAttributes({ 'db.system': 'postgresql' });
  expect(() => expect(trace.spans).toHaveAttributes({ 'db.system': 'postgresql' })).toThrow(/6 of 8 spans fail/);
  expect(() => expect(trace.spans).not.toHaveAttributes({ 'db.system': 'postgresql' })).toThrow(/2 of 8 spans fail/);
});

test('works as an asymmetric matcher', () => {
  expect({ card }).toEqual({ card: expect.toHaveAttributes({ 'app.amount': 4200 }) });
  expect({ card }).toEqual({ card: expect.not.toHaveAttributes({ 'app.amount': 1 }) });
});

test('takes an asymmetric matcher for the whole', () => {
  expect(card).toHaveAttributes(expect.objectContaining({ 'app.amount': 4200 }));
  expect(card).not.toHaveAttributes(expect.objectContaining({ 'app.amount': 1 }));
});

test('an attribute under its other name never makes a negation pass, and is shown', () => {
  const charge = trace.get('POST /charge');
  const wanted = { 'http.request.method': 'POST' };
  expect(failureOf(() => expect(charge).toHaveAttributes(wanted))).toContain(
    'Hint: http.method is the name of the old',
  );
  expect(failureOf(() => expect(charge).not.toHaveAttributes(wanted))).toContain(
    'Hint: http.method is the name of the old',
  );
});

test('an attribute that was dropped never makes a negation pass', () => {
  const dropped = buildTrace([{ attributes: { a: 1 }, data: { droppedAttributesCount: 3 } }]).get('work');
  expect(dropped).toHaveAttributes({ a: 1 });
  expect(dropped).not.toHaveAttributes({ a: 2, b: 1 });
  expect(failureOf(() => expect(dropped).not.toHaveAttributes({ a: 1, b: 1 }))).toMatch(
    /INCOMPLETE: 3 attributes were dropped/,
  );
  expect(failureOf(() => expect(dropped).toHaveAttributes({ a: 1, b: 1 }))).toMatch(
    /3 attributes were dropped by its SDK/,
  );
});

test('shows each that differs', () => {
  const wanted = { 'app.order.id': 'ord-17', 'app.amount': 4100, 'app.currency': 'EUR' };
  expect(failureOf(() => expect(card).toHaveAttributes(wanted))).toMatchInlineSnapshot(`
    "expect(span).toHaveAttributes(attributes)

    Expected on "charge card":  attribute app.order.id = "ord-17", attribute app.amount = 4100, attribute app.currency = "EUR"
    Received:                   attribute app.order.id = "ord-17"   matches
                              - attribute app.amount = 4100
                              + attribute app.amount = 4200
                              - attribute app.currency = "EUR"
                              + attribute app.currency is absent

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms  <- differs in attribute app.amount and attribute app.currency

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000008"
  `);
});

test('negated, shows that all are there', () => {
  expect(failureOf(() => expect(card).not.toHaveAttributes({ 'app.amount': 4200 }))).toMatchInlineSnapshot(`
    "expect(span).not.toHaveAttributes(attributes)

    Expected "charge card" not to have:  attribute app.amount = 4200
    Received:                            all of it

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms  <- has all of it

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000008"
  `);
});
