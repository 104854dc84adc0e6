import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace } from '../build-trace.ts';
import { CHARGE, checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';

const trace = checkoutTrace();
const card = trace.get('charge card');
const orphan = checkoutTrace({}, [{ ...CHARGE, parentId: 'abcdef0123456789' }]).get('charge card');

test('holds for what is anywhere above, as a span or by criteria', () => {
  expect(card).toBeDescendantOf(trace.get('POST /charge'));
  expect(card).toBeDescendantOf('POST /checkout');
  expect(card).toBeDescendantOf({ service: 'orders', kind: 'SERVER' });
  expect(card).not.toBeDescendantOf('SELECT orders');
  expect(card).not.toBeDescendantOf(card);
  expect(card).not.toBeDescendantOf('charge card');
  expect(trace.get('POST /checkout')).not.toBeDescendantOf(card);
});

test('knows a span by its ids, in whatever snapshot', () => {
  expect(card).toBeDescendantOf(checkoutTrace().get('POST /orders'));
  expect(card).not.toBeDescendantOf(checkoutTrace({ traceId: 'b'.repeat(32) }).get('POST /orders'));
});

test('is asserted of every span of an array, and negated of every one too', () => {
  expect(trace.filter('SELECT orders')).toBeDescendantOf('POST /checkout');
  expect(() => expect(trace.spans).toBeDescendantOf('POST /checkout')).toThrow(/1 of 8 spans fails:/);
  expect(() => expect(trace.spans).not.toBeDescendantOf('POST /charge')).toThrow(/1 of 8 spans fails:/);
});

test('works as an asymmetric matcher', () => {
  expect({ card }).toEqual({ card: expect.toBeDescendantOf('POST /checkout') });
  expect({ card }).toEqual({ card: expect.not.toBeDescendantOf('refund') });
});

test('what never arrived may be the one: neither it nor its negation holds', () => {
  expect(orphan).toBeDescendantOf('POST /charge');
  expect(failureOf(() => expect(orphan).toBeDescendantOf('POST /checkout'))).toMatch(
    /Missing: +the parent abcdef01 of "POST \/charge"/,
  );
  expect(failureOf(() => expect(orphan).not.toBeDescendantOf('POST /checkout'))).toMatch(
    /INCOMPLETE: not all that is above/,
  );
  expect(orphan).not.toBeDescendantOf(buildTrace([{}], { traceId: 'b'.repeat(32) }).get('work'));
});

test('orphans that a capture allows have nothing above them', () => {
  const allowed = checkoutTrace({ captured: { allowOrphans: true } }, [{ ...CHARGE, parentId: 'abcdef0123456789' }]);
  expect(allowed.get('charge card')).not.toBeDescendantOf('POST /checkout');
});

test('an attribute under its other name never makes a negation pass', () => {
  const wanted = { attributes: { 'http.request.method': 'POST' } };
  expect(failureOf(() => expect(card).not.toBeDescendantOf(wanted))).toContain(
    'Hint: http.method is the name of the old',
  );
  expect(failureOf(() => expect(card).toBeDescendantOf(wanted))).toContain('Hint: http.method is the name of the old');
});

test('an attribute that was dropped never makes a negation pass', () => {
  const top = buildTrace([{ name: 'top', data: { droppedAttributesCount: 1 }, children: [{ name: 'work' }] }]);
  const text = failureOf(() => expect(top.get('work')).not.toBeDescendantOf({ attributes: { k: 1 } }));
  expect(text).toMatch(/INCOMPLETE: a span above "work" lost data/);
});

test('shows what is above, and what of it comes nearest', () => {
  expect(failureOf(() => expect(card).toBeDescendantOf({ kind: 'SERVER', service: 'stock' }))).toMatchInlineSnapshot(`
    "expect(span).toBeDescendantOf(ancestor)

    Expected "charge card" to be a descendant of:  kind SERVER, service "stock"
    Above it are:                                  "POST /charge" (payments, SERVER)
                                                   "POST" (orders, CLIENT)
                                                   "POST /orders" (orders, SERVER)
                                                   "POST" (gateway, CLIENT)
                                                   "POST /checkout" (gateway, SERVER)

    Nearest is "POST /charge":   kind SERVER   matches
                               - service "stock"
                               + service "payments"

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms  <- differs in service
    payments  INTERNAL              └─ charge card   80 ms  <- this span

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000008"
  `);
});

test('negated, shows where it is', () => {
  expect(failureOf(() => expect(card).not.toBeDescendantOf('POST /orders'))).toMatchInlineSnapshot(`
    "expect(span).not.toBeDescendantOf(ancestor)

    Expected "charge card" not to be a descendant of:  name "POST /orders"
    Above it are:                                      "POST /charge" (payments, SERVER)
                                                       "POST" (orders, CLIENT)
                                                       "POST /orders" (orders, SERVER)
                                                       "POST" (gateway, CLIENT)
                                                       "POST /checkout" (gateway, SERVER)

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms  <- matches
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms  <- this span

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000008"
  `);
});
