import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace } from '../build-trace.ts';
import { checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';

const context = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: 'c'.repeat(16), sampled: false, headers: {} };
const empty = buildTrace([], { captured: { context, unsampled: 'sent' } });
const recorded = checkoutTrace({ captured: { context, unsampled: 'sent' } });
const unread = buildTrace([], { captured: { context, unsampled: 'unread' } });

test('holds for an unsampled capture that stayed empty, and for nothing else', () => {
  expect(empty).toBeUnsampled();
  expect([empty, empty]).toBeUnsampled();
  expect(recorded).not.toBeUnsampled();
  expect(checkoutTrace()).not.toBeUnsampled();
  expect(checkoutTrace({ captured: { context: { ...context, sampled: true } } })).not.toBeUnsampled();
});

test('holds in neither polarity where the context was not sent', () => {
  expect(failureOf(() => expect(unread).toBeUnsampled())).toContain('no service got the context');
  expect(failureOf(() => expect(unread).not.toBeUnsampled())).toContain('no service got the context');
});

test('holds in neither polarity where the time was up too early', () => {
  const early = buildTrace([], { captured: { context, unsampled: 'sent', unsettled: true } });
  expect(failureOf(() => expect(early).toBeUnsampled())).toContain('the time was up');
  expect(failureOf(() => expect(early).not.toBeUnsampled())).toContain('the time was up');
});

test('works as an asymmetric matcher', () => {
  expect({ empty }).toEqual({ empty: expect.toBeUnsampled() });
  expect({ recorded }).toEqual({ recorded: expect.not.toBeUnsampled() });
});

test('shows who recorded spans in spite of the flag', () => {
  expect(failureOf(() => expect(recorded).toBeUnsampled())).toMatchInlineSnapshot(`
    "expect(trace).toBeUnsampled()

    Expected:  an unsampled context, and no span of its trace
    Received:  8 spans of gateway, orders and payments, though the context was sent with the flag 0

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms  <- recorded in spite of the flag
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms

    Hint: gateway does not heed the sampled flag of its caller: a parent-based sampler does (OTEL_TRACES_SAMPLER=parentbased_always_on).

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
  expect(failureOf(() => expect(checkoutTrace()).toBeUnsampled())).toMatch(/a trace that was not captured/);
});

test('negated, says that it is', () => {
  expect(failureOf(() => expect(empty).not.toBeUnsampled())).toMatchInlineSnapshot(`
    "expect(trace).not.toBeUnsampled()

    Expected:  spans, or a context that was sent as sampled
    Received:  an unsampled context, and no span of trace 4bf92f35"
  `);
});
