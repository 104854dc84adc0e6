import '../../matchers/vitest.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ExtendableExpect } from '../../matchers/register.ts';
import { checkoutTrace } from '../checkout-trace.ts';

const FOREIGN = Symbol.for('tracewright.foreignMatchers');
const MARKS = Symbol.for('tracewright.testMarks');
const span = checkoutTrace().get('charge card');

type Matcher = (this: unknown, subject: unknown, ...given: unknown[]) => { pass: boolean; message: () => string };

const domMatcher: Matcher = (subject, key) => ({ pass: subject === 'element' && key === 'href', message: () => 'dom' });

afterEach(() => {
  Reflect.deleteProperty(globalThis, FOREIGN);
  vi.resetModules();
});

beforeEach(() => {
  Reflect.deleteProperty(globalThis, FOREIGN);
  vi.resetModules();
});

/** An `expect` that only keeps what it is extended with. */
function bareExpect(): ExtendableExpect & { readonly matchers: Record<string, Matcher> } {
  const matchers: Record<string, Matcher> = {};
  return {
    matchers,
    extend: added => Object.assign(matchers, added),
    getState: () => ({ currentTestName: 'checkout > charges the card' }),
  };
}

async function registerWith(bare: ExtendableExpect): Promise<void> {
  const { register } = await import('../../matchers/register.ts');
  register(bare);
}

test('registers every matcher, and no more', async () => {
  const bare = bareExpect();
  await registerWith(bare);
  const matchers = await import('../../matchers/index.ts');
  expect(Object.keys(bare.matchers).sort()).toEqual(Object.keys(matchers).sort());
  expect(Object.values(matchers).every(matcher => typeof matcher === 'function')).toBe(true);
});

test('marks where each test begins and ends', () => {
  const { tests } = (globalThis as unknown as { [MARKS]: { tests: { name: string; ended: unknown }[] } })[MARKS];
  expect(tests.at(-1)?.name).toMatch(/marks where each test begins and ends$/);
  expect(tests.filter(({ ended }) => ended === undefined)).toEqual([tests.at(-1)]);
  expect(tests.length).toBeGreaterThan(1);
});

test.each(['before', 'after'])('a toHaveAttribute that is registered %s ours gets what is no span', async order => {
  const bare = bareExpect();
  if (order === 'before') {
    const { standInFrontOf } = await import('../../matchers/foreign-matcher.ts');
    standInFrontOf('toHaveAttribute', domMatcher);
  }
  await registerWith(bare);
  if (order === 'after') bare.extend({ toHaveAttribute: domMatcher, toBeChecked: domMatcher });
  const { toHaveAttribute } = bare.matchers;
  expect(toHaveAttribute?.call({}, 'element', 'href').pass).toBe(true);
  expect(toHaveAttribute?.call({}, 'element', 'src').pass).toBe(false);
  expect(toHaveAttribute?.call({}, span, 'app.amount').pass).toBe(true);
  expect(() => toHaveAttribute?.call({}, [span, 'element'], 'href')).toThrow(/^INVALID_SUBJECT/);
  if (order === 'after') expect(bare.matchers.toBeChecked).toBe(domMatcher);
});

test.each([
  ['a Promise', Promise.resolve('element')],
  ['an empty array', []],
])('%s is refused even so: another matcher might let it pass', async (_label, subject) => {
  const bare = bareExpect();
  await registerWith(bare);
  bare.extend({ toHaveAttribute: () => ({ pass: false, message: () => '' }) });
  expect(() => bare.matchers.toHaveAttribute?.call({ isNot: true }, subject, 'href')).toThrow(/^INVALID_SUBJECT/);
});

test('without another one, what is no span is refused', async () => {
  const bare = bareExpect();
  await registerWith(bare);
  expect(() => bare.matchers.toHaveAttribute?.call({}, 'element', 'href')).toThrow(/^INVALID_SUBJECT/);
});

test('registering twice does not make ours stand in front of ours', async () => {
  const bare = bareExpect();
  await registerWith(bare);
  bare.extend({ toHaveAttribute: domMatcher });
  await registerWith(bare);
  vi.resetModules();
  await registerWith(bare);
  expect(bare.matchers.toHaveAttribute?.call({}, 'element', 'href').pass).toBe(true);
  expect(() => bare.matchers.toHaveSpanAttribute?.call({}, 'element', 'href')).toThrow(/^INVALID_SUBJECT/);
});

test("Vitest's own registry is honoured by a plain expect.extend(matchers)", async () => {
  expect.extend({ toHaveAttribute: domMatcher });
  expect.extend({ ...(await import('../../matchers/index.ts')) });
  expect('element').toHaveAttribute('href');
  expect('element').not.toHaveAttribute('src');
  expect(() => expect('element').toHaveAttribute('src')).toThrow('dom');
  expect({ a: 'element', b: span }).toEqual({
    a: expect.toHaveAttribute('href'),
    b: expect.toHaveAttribute('app.amount'),
  });
  expect({ a: 'element' }).toEqual({ a: expect.not.toHaveAttribute('src') });
  expect({ a: 'element' }).not.toEqual({ a: expect.not.toHaveAttribute('href') });
});
