import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace } from '../build-trace.ts';
import { checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';

const trace = checkoutTrace();
const card = trace.get('charge card');
const charge = trace.get('POST /charge');

test('holds when the attribute is there, and has the value when one is given', () => {
  expect(card).toHaveAttribute('app.amount');
  expect(card).toHaveAttribute('app.amount', 4200);
  expect(card).toHaveAttribute('app.amount', 4200n);
  expect(card).toHaveAttribute('app.order.id', /^ord-/);
  expect(card).toHaveAttribute('app.order.id', expect.stringContaining('17'));
  expect(card).not.toHaveAttribute('app.amount', 1);
  expect(card).not.toHaveAttribute('app.none');
  expect(card).not.toHaveAttribute('toString');
});

test('has a name that is ours alone', () => {
  expect(card).toHaveSpanAttribute('app.amount', 4200);
  expect(failureOf(() => expect(card).toHaveSpanAttribute('app.none'))).toContain('toHaveSpanAttribute(key)');
});

test('tells the empty value from none', () => {
  const span = buildTrace([{ attributes: { empty: null } }]).spans;
  expect(span).toHaveAttribute('empty');
  expect(span).toHaveAttribute('empty', null);
  expect(span).not.toHaveAttribute('none', null);
});

test('is asserted of every span of an array, and negated of every one too', () => {
  expect([card, charge]).not.toHaveAttribute('app.none');
  expect(failureOf(() => expect([card, charge]).not.toHaveAttribute('app.amount'))).toContain('1 of 2 spans fails');
  expect(failureOf(() => expect([card, charge]).toHaveAttribute('app.amount'))).toMatchInlineSnapshot(`
    "expect(spans).toHaveAttribute(key)

    1 of 2 spans fails:

    Expected on "POST /charge":  app.amount
    Received:                    no such attribute
    It has:                      http.method, url.path, http.status_code

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms  <- this span
    payments  INTERNAL              └─ charge card   80 ms

    Hint: the attribute is on its child, "charge card" (payments, INTERNAL).

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000007"
  `);
});

test('works as an asymmetric matcher', () => {
  expect({ card }).toEqual({ card: expect.toHaveAttribute('app.amount', expect.any(Number)) });
  expect({ card }).toEqual({ card: expect.not.toHaveAttribute('app.none') });
  expect({ card }).not.toEqual({ card: expect.toHaveAttribute('app.none') });
});

test('shows the other value', () => {
  expect(failureOf(() => expect(card).toHaveAttribute('app.order.id', 'ord-18'))).toMatchInlineSnapshot(`
    "expect(span).toHaveAttribute(key, value)

    Expected on "charge card":  app.order.id = "ord-18"
    Received:                   app.order.id = "ord-17"

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms  <- this span

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000008"
  `);
});

test('shows the keys that are there, nearest first', () => {
  expect(failureOf(() => expect(card).toHaveAttribute('app.orderid'))).toMatchInlineSnapshot(`
    "expect(span).toHaveAttribute(key)

    Expected on "charge card":  app.orderid
    Received:                   no such attribute
    It has:                     app.order.id, app.amount

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms  <- this span

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000008"
  `);
});

test('says which name is the old one', () => {
  expect(failureOf(() => expect(charge).toHaveAttribute('http.request.method', 'POST'))).toMatchInlineSnapshot(`
    "expect(span).toHaveAttribute(key, value)

    Expected on "POST /charge":  http.request.method = "POST"
    Received:                    no such attribute; http.method = "POST"
    It has:                      http.method, http.status_code, url.path

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms  <- this span
    payments  INTERNAL              └─ charge card   80 ms

    Hint: http.method is the name of the old semantic conventions; http.request.method is the stable one.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000007"
  `);
});

test('says where else the attribute is', () => {
  expect(failureOf(() => expect(card).toHaveAttribute('url.path'))).toContain(
    'Hint: the attribute is on its parent, "POST /charge" (payments, SERVER).',
  );
  expect(failureOf(() => expect(charge).toHaveAttribute('app.amount'))).toContain(
    'Hint: the attribute is on its child, "charge card" (payments, INTERNAL).',
  );
});

test('says that only the type differs', () => {
  expect(failureOf(() => expect(card).toHaveAttribute('app.amount', '4200'))).toContain(
    'Hint: the attribute app.amount is the number 4200, not the string "4200".',
  );
});

test('negated, shows what is there', () => {
  expect(failureOf(() => expect(card).not.toHaveAttribute('app.amount'))).toMatchInlineSnapshot(`
    "expect(span).not.toHaveAttribute(key)

    Expected "charge card" not to have:  app.amount
    Received:                            app.amount = 4200

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms  <- has it

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000008"
  `);
});

test('negated, does not pass because the attribute has its other name', () => {
  expect(failureOf(() => expect(charge).not.toHaveAttribute('http.request.method'))).toMatchInlineSnapshot(`
    "expect(span).not.toHaveAttribute(key)

    Expected "POST /charge" not to have:  http.request.method
    Received:                             no such attribute; http.method = "POST"

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms  <- this span
    payments  INTERNAL              └─ charge card   80 ms

    Hint: http.method is the name of the old semantic conventions; http.request.method is the stable one.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000007"
  `);
  expect(charge).not.toHaveAttribute('http.request.method', 'GET');
});

test('negated, does not pass on a span that lost attributes', () => {
  const [span] = buildTrace([{ name: 'busy', attributes: { a: 1 }, data: { droppedAttributesCount: 2 } }]).spans;
  expect(failureOf(() => expect(span).not.toHaveAttribute('b'))).toMatchInlineSnapshot(`
    "expect(span).not.toHaveAttribute(key)

    INCOMPLETE: "busy" has no such attribute, but it lost some: this may be one of them.

    Expected "busy" not to have:  b
    Received:                     no such attribute
    Missing:                      2 of its attributes, dropped by its SDK

    trace 4bf92f35, 1 service, 1 span, 10 ms
    gateway  INTERNAL  busy  10 ms  <- this span

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
  expect(failureOf(() => expect(span).toHaveAttribute('b'))).toContain('no such attribute (2 were dropped by its SDK)');
  expect(span).not.toHaveAttribute('a', 2);
});

test('shows values that cannot be seen, and cuts long ones', () => {
  const [span] = buildTrace([{ attributes: { k: `\u001b[31m${'x'.repeat(5_000)}\n` } }]).spans;
  const text = failureOf(() => expect(span).toHaveAttribute('k', 'y'));
  expect(text).toContain('k = "\\u001b[31mxxx');
  expect(text).toContain('(5,006 characters)');
});
