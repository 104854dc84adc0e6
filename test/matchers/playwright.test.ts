import { expect as base, mergeExpects } from '@playwright/test';
import { expect, test } from 'vitest';
import { withTraces } from '../../matchers/playwright.ts';
import { checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';

const traced = withTraces(base);
const trace = checkoutTrace();
const span = trace.get('charge card');
/** Not a Locator either, but past our types: Playwright says so itself when the call reaches it. */
const page = {} as Parameters<typeof base>[0] & { readonly any: true };

test('traces and spans get our matchers, negated and with a message too', () => {
  traced(trace).toHaveSpan('charge card');
  traced(trace).not.toHaveSpan('refund');
  traced(span).toHaveAttribute('app.amount', 4200);
  traced(trace.spans).not.toHaveAttribute('app.none');
  expect(() => traced(span).toHaveAttribute('app.none')).toThrow(/no such attribute/);
  expect(failureOf(() => traced(span, 'the charge').toHaveStatus('ERROR'))).toMatch(/^the charge\n\nexpect\(span\)/);
});

test("what is not ours keeps Playwright's own matchers", async () => {
  traced(3).toBe(3);
  traced({ a: 1 }).not.toEqual({ a: 2 });
  const locator = traced(page) as unknown as { toHaveAttribute(key: string): Promise<void>; not: typeof locator };
  await expect((async () => locator.toHaveAttribute('href'))()).rejects.toThrow(/can be only used with Locator/);
  await expect((async () => locator.not.toHaveAttribute('href'))()).rejects.toThrow(/can be only used with Locator/);
});

test('a subject that is neither is refused with a reason', () => {
  const unknown = traced(undefined) as unknown as { toHaveSpan(criteria: string): void; not: typeof unknown };
  expect(() => unknown.toHaveSpan('x')).toThrow(/^INVALID_SUBJECT: toHaveSpan judges a Trace/);
  expect(() => unknown.not.toHaveSpan('x')).toThrow(/^INVALID_SUBJECT/);
});

test('soft, configure, extend, poll, resolves and asymmetric matchers keep working', async () => {
  expect(() => traced.soft(span).toHaveAttribute('app.none')).toThrow(/no such attribute/);
  expect(() => traced.configure({ message: 'mine' })(span).toHaveAttribute('app.none')).toThrow(/^mine/);
  await traced.poll(() => span, { timeout: 500 }).toHaveAttribute('app.amount');
  await traced.poll(() => trace, { timeout: 500 }).not.toHaveSpan('refund');
  await traced(Promise.resolve(trace)).resolves.toHaveSpan('charge card');
  await expect(traced(Promise.resolve(trace)).resolves.toHaveSpan('refund')).rejects.toThrow(/Names seen/);
  traced({ span }).toEqual({ span: traced.toHaveAttribute('app.amount') });
  traced({ span }).toEqual({ span: traced.not.toHaveAttribute('app.none') });
  const more = traced.extend({ toBeMine: () => ({ pass: true, message: () => '' }) });
  more(span).toHaveAttribute('app.amount');
  more(3).toBeMine();
});

test('after mergeExpects each subject still finds its matcher', async () => {
  const other = base.extend({ toBeMine: () => ({ pass: true, message: () => '' }) });
  const merged = mergeExpects(traced, other) as unknown as (subject: unknown) => {
    toHaveAttribute(key: string): Promise<void>;
    toBeMine(): void;
  };
  merged(3).toBeMine();
  merged(span).toHaveAttribute('app.amount');
  await expect((async () => merged(page).toHaveAttribute('href'))()).rejects.toThrow(/can be only used with Locator/);
});

test('refuses an empty array, which is a slip and no Locator', () => {
  expect(() => traced([]).toHaveAttribute('k')).toThrow(/INVALID_SUBJECT/);
  expect(() => traced([]).not.toHaveAttribute('k')).toThrow(/INVALID_SUBJECT/);
});
