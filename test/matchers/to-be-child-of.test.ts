import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace } from '../build-trace.ts';
import { CHARGE, checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';

const trace = checkoutTrace();
const card = trace.get('charge card');
const charge = trace.get('POST /charge');
const half = checkoutTrace({}, [{ ...CHARGE, parentId: 'abcdef0123456789' }]);
const orphan = half.get('POST /charge');

test('holds for the direct parent, as a span or by criteria', () => {
  expect(card).toBeChildOf(charge);
  expect(card).toBeChildOf('POST /charge');
  expect(card).toBeChildOf({ kind: 'SERVER', service: 'payments' });
  expect(card).not.toBeChildOf('POST /orders');
  expect(trace.roots).not.toBeChildOf('POST /checkout');
});

test('knows a span by its ids, in whatever snapshot', () => {
  expect(card).toBeChildOf(checkoutTrace().get('POST /charge'));
  const elsewhere = checkoutTrace({ traceId: 'b'.repeat(32) }).get('POST /charge');
  expect(card).not.toBeChildOf(elsewhere);
});

test('knows the parent of an orphan by its id', () => {
  const parent = buildTrace([{ id: 'abcdef0123456789' }]).spans[0];
  if (parent === undefined) throw new Error('no span');
  expect(orphan).toBeChildOf(parent);
});

test('is asserted of every span of an array, and negated of every one too', () => {
  const selects = trace.filter('SELECT orders');
  expect(selects).toBeChildOf('POST /orders');
  expect(() => expect([...selects, card]).toBeChildOf('POST /orders')).toThrow(/1 of 3 spans fails:/);
  expect(() => expect([card, ...selects]).not.toBeChildOf('POST /orders')).toThrow(/2 of 3 spans fail; the first:/);
  expect([card, charge]).not.toBeChildOf('POST /orders');
});

test('works as an asymmetric matcher', () => {
  expect({ card }).toEqual({ card: expect.toBeChildOf('POST /charge') });
  expect({ card }).toEqual({ card: expect.not.toBeChildOf('POST') });
});

test('shows the parent, and that the span is a descendant', () => {
  expect(failureOf(() => expect(card).toBeChildOf({ name: 'POST', kind: 'CLIENT' }))).toMatchInlineSnapshot(`
    "expect(span).toBeChildOf(parent)

    Expected "charge card" to be a child of:  name "POST", kind CLIENT
    Its parent "POST /charge" has:          - name "POST"
                                            + name "POST /charge"
                                            - kind CLIENT
                                            + kind SERVER

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms  <- matches
    payments  SERVER             └─ POST /charge    120 ms  <- its parent
    payments  INTERNAL              └─ charge card   80 ms  <- this span

    Hint: it is a descendant of "POST" (orders, CLIENT), not its child: toBeDescendantOf would hold.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000008"
  `);
});

test('shows the span that was meant', () => {
  expect(failureOf(() => expect(card).toBeChildOf(trace.get('POST /orders')))).toMatchInlineSnapshot(`
    "expect(span).toBeChildOf(parent)

    Expected "charge card" to be a child of:  "POST /orders" (orders, SERVER)
    Its parent is:                            "POST /charge" (payments, SERVER)

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms  <- expected parent
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms  <- its parent
    payments  INTERNAL              └─ charge card   80 ms  <- this span

    Hint: it is a descendant of "POST /orders" (orders, SERVER), not its child: toBeDescendantOf would hold.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000008"
  `);
});

test('says that the parent itself is a child of the one that was meant', () => {
  const text = failureOf(() => expect(card).toBeChildOf(trace.get({ name: 'POST', service: 'orders' })));
  expect(text).toContain('"POST /charge" (payments, SERVER), itself a child of "POST"');
});

test.each<[hint: string, assertion: () => void]>([
  ['it is the other way round', () => expect(charge).toBeChildOf(card)],
  ['that is the same span', () => expect(card).toBeChildOf(card)],
  ['they are of two traces', () => expect(card).toBeChildOf(buildTrace([{}], { traceId: 'b'.repeat(32) }).get('work'))],
  ['none: it is a root', () => expect(trace.get('POST /checkout')).toBeChildOf('POST')],
])('says: %s', (hint, assertion) => {
  expect(failureOf(assertion)).toContain(hint);
});

test('says of a captured root that its parent is the test', () => {
  const captured = buildTrace([{ parentId: 'cccccccccccccccc' }], { sentSpanIds: new Set(['cccccccccccccccc']) });
  expect(failureOf(() => expect(captured.roots).toBeChildOf('x'))).toContain('the context that the test sent');
});

test('negated, shows the parent that matches', () => {
  expect(failureOf(() => expect(card).not.toBeChildOf('POST /charge'))).toMatchInlineSnapshot(`
    "expect(span).not.toBeChildOf(parent)

    Expected "charge card" not to be a child of:  name "POST /charge"
    Its parent is:                                "POST /charge" (payments, SERVER)

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms  <- its parent, matches
    payments  INTERNAL              └─ charge card   80 ms  <- this span

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000008"
  `);
});

test('neither holds nor does not hold for an orphan', () => {
  expect(failureOf(() => expect(orphan).toBeChildOf('POST'))).toMatchInlineSnapshot(`
    "expect(span).toBeChildOf(parent)

    Expected "POST /charge" to be a child of:  name "POST"
    Its parent is:                             abcdef01, a span that never arrived

    trace 4bf92f35, 3 services, 8 spans, 212 ms, not complete
    gateway   SERVER    POST /checkout          212 ms
    gateway   CLIENT    └─ POST                 198 ms
    orders    SERVER       └─ POST /orders      190 ms
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          └─ POST           140 ms
    payments  SERVER    POST /charge            120 ms  (parent abcdef01 never arrived)  <- this span
    payments  INTERNAL  └─ charge card           80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000007"
  `);
  expect(failureOf(() => expect(orphan).not.toBeChildOf('POST'))).toMatchInlineSnapshot(`
    "expect(span).not.toBeChildOf(parent)

    INCOMPLETE: the parent of "POST /charge" never arrived: it may be the one that is meant.

    Expected "POST /charge" not to be a child of:  name "POST"
    Its parent is:                                 abcdef01, a span that never arrived

    trace 4bf92f35, 3 services, 8 spans, 212 ms, not complete
    gateway   SERVER    POST /checkout          212 ms
    gateway   CLIENT    └─ POST                 198 ms
    orders    SERVER       └─ POST /orders      190 ms
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          ├─ SELECT orders  3.0 ms
    orders    CLIENT          └─ POST           140 ms
    payments  SERVER    POST /charge            120 ms  (parent abcdef01 never arrived)  <- this span
    payments  INTERNAL  └─ charge card           80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000007"
  `);
});

test('negated, holds for an orphan that was allowed for', () => {
  const allowed = checkoutTrace({ captured: { allowOrphans: true } }, [{ ...CHARGE, parentId: 'abcdef0123456789' }]);
  expect(allowed.get('POST /charge')).not.toBeChildOf('POST');
});

test('negated, does not pass because an attribute of the parent has its other name, or was dropped', () => {
  const lossy = buildTrace([
    {
      name: 'up',
      attributes: { 'http.method': 'GET' },
      data: { droppedAttributesCount: 1 },
      children: [{ name: 'down' }],
    },
  ]);
  const down = lossy.get('down');
  expect(
    failureOf(() => expect(down).not.toBeChildOf({ attributes: { 'http.request.method': 'GET' } })),
  ).toMatchInlineSnapshot(`
    "expect(span).not.toBeChildOf(parent)

    Expected "down" not to be a child of:  attribute http.request.method = "GET"
    Its parent is:                         "up" (gateway, INTERNAL)

    trace 4bf92f35, 1 service, 2 spans, 11 ms
    gateway  INTERNAL  up       10 ms  <- its parent
    gateway  INTERNAL  └─ down  10 ms  <- this span

    Hint: http.method is the name of the old semantic conventions; http.request.method is the stable one.

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000002"
  `);
  expect(failureOf(() => expect(down).not.toBeChildOf({ attributes: { 'app.id': 1 } }))).toMatchInlineSnapshot(`
    "expect(span).not.toBeChildOf(parent)

    INCOMPLETE: the parent of "down" lost data: it may have matched.

    Expected "down" not to be a child of:  attribute app.id = 1
    Its parent is:                         "up" (gateway, INTERNAL)

    trace 4bf92f35, 1 service, 2 spans, 11 ms
    gateway  INTERNAL  up       10 ms  <- its parent
    gateway  INTERNAL  └─ down  10 ms  <- this span

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000002"
  `);
  expect(down).not.toBeChildOf({ name: 'other', attributes: { 'app.id': 1 } });
});
