import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace } from '../build-trace.ts';
import { checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';

const SENT = 'c'.repeat(16);
const trace = checkoutTrace();
const below = buildTrace([{ name: 'POST /checkout', parentId: SENT }], { sentSpanIds: new Set([SENT]) });
const orphaned = buildTrace([{ name: 'work', parentId: 'abcdef0123456789' }]);
const cycle = buildTrace([
  { name: 'a', id: 'a'.repeat(16), parentId: 'b'.repeat(16) },
  { name: 'b', id: 'b'.repeat(16), parentId: 'a'.repeat(16) },
]);

test('holds for a span without a parent, and for one below the context that was sent', () => {
  expect(trace.get('POST /checkout')).toBeRoot();
  expect(below.get('POST /checkout')).toBeRoot();
  expect(trace.get('charge card')).not.toBeRoot();
});

test('neither an orphan nor what was cut out of a cycle is a root', () => {
  expect(orphaned.get('work')).not.toBeRoot();
  expect(failureOf(() => expect(orphaned.get('work')).toBeRoot())).toContain('its parent abcdef01 never arrived');
  expect(failureOf(() => expect(cycle.get('a')).toBeRoot())).toContain('its parents form a cycle');
});

test('is asserted of every span of an array, and negated of every one too', () => {
  expect(trace.roots).toBeRoot();
  expect(trace.filter('SELECT orders')).not.toBeRoot();
  expect(() => expect(trace.spans).toBeRoot()).toThrow(/7 of 8 spans fail/);
  expect(() => expect(trace.spans).not.toBeRoot()).toThrow(/1 of 8 spans fails/);
});

test('works as an asymmetric matcher', () => {
  expect([...trace.roots]).toEqual([expect.toBeRoot()]);
  expect({ card: trace.get('charge card') }).toEqual({ card: expect.not.toBeRoot() });
});

test('says that a root of a captured trace did not continue its context', () => {
  const context = { traceId: trace.traceId, spanId: SENT, sampled: true, headers: {} };
  const captured = checkoutTrace({ captured: { context } });
  expect(failureOf(() => expect(captured.get('POST /checkout')).not.toBeRoot())).toContain(
    'did not continue the context that was sent',
  );
});

test('shows the parent', () => {
  expect(failureOf(() => expect(trace.get('POST /orders')).toBeRoot())).toMatchInlineSnapshot(`
    "expect(span).toBeRoot()

    Expected:  "POST /orders" to be a root
    Received:  its parent is "POST" (gateway, CLIENT)

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms  <- its parent
    orders    SERVER       └─ POST /orders          190 ms  <- this span
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000003"
  `);
});

test('negated, says why it is a root', () => {
  expect(failureOf(() => expect(below.get('POST /checkout')).not.toBeRoot())).toMatchInlineSnapshot(`
    "expect(span).not.toBeRoot()

    Expected:  "POST /checkout" to have a parent
    Received:  it is a root: its parent is the context that the test sent

    trace 4bf92f35, 1 service, 1 span, 10 ms
    gateway  INTERNAL  POST /checkout  10 ms  <- this span

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
});
