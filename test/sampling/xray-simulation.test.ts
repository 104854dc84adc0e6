import { describe, expect, test } from 'vitest';
import type { XRayRequest } from '../../src/sampling/xray/match-rule.ts';
import type { XRaySamplingRule } from '../../src/sampling/xray/rule.ts';
import { simulateXRaySampling } from '../../src/sampling/xray/simulate.ts';

const AT = 1_790_000_000_000;
const every = (ms: number, count: number, request: Omit<XRayRequest, 'at'> = {}): XRayRequest[] =>
  Array.from({ length: count }, (_, index) => ({ at: AT + index * ms, ...request }));
const rule = (RuleName: string, fields: Partial<XRaySamplingRule> = {}): XRaySamplingRule => ({
  RuleName,
  Priority: 1,
  ReservoirSize: 0,
  FixedRate: 0,
  ...fields,
});

test('the default rule takes the first request each second, and 5 % of the others', () => {
  const { decisions, rules, requests, sampled, expected } = simulateXRaySampling([], every(10, 1_000));
  expect(decisions.map(({ by }, index) => (by === 'reservoir' ? index : -1)).filter(index => index >= 0)).toEqual(
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(second => second * 100),
  );
  expect(expected.mean).toBeCloseTo(10 + 990 * 0.05);
  expect(rules).toMatchObject([{ rule: 'Default', requests: 1_000, reservoir: 10, sampled }]);
  expect(requests).toBe(1_000);
  expect(sampled).toBe(decisions.filter(decision => decision.sampled).length);
  expect(sampled).toBeGreaterThanOrEqual(expected.low);
  expect(sampled).toBeLessThanOrEqual(expected.high);
});

test('a reservoir is full again with each second of the given clock, whatever the order of the requests', () => {
  const rules = [rule('two', { ReservoirSize: 2 })];
  const at = [900, 100, 200, 1_000, 1_999, 1_500].map(ms => ({ at: new Date(AT + ms) }));
  const { decisions } = simulateXRaySampling(rules, at);
  expect(decisions.map(({ sampled }) => sampled)).toEqual([false, true, true, true, false, true]);
});

test('the same seed gives the same decisions, another seed others', () => {
  const decisions = (seed?: number) =>
    simulateXRaySampling([rule('half', { FixedRate: 0.5 })], every(1, 200), seed === undefined ? {} : { seed })
      .decisions;
  expect(decisions(7)).toEqual(decisions(7));
  expect(decisions()).toEqual(decisions(1));
  expect(decisions(7)).not.toEqual(decisions(8));
});

test('the first rule that matches decides, by priority and by name', () => {
  const rules = [
    rule('all', { Priority: 9, FixedRate: 1 }),
    rule('health', { Priority: 1, URLPath: '/health*' }),
    rule('a post', { Priority: 5, HTTPMethod: 'POST', FixedRate: 1 }),
    rule('b post', { Priority: 5, HTTPMethod: 'post' }),
  ];
  const { decisions } = simulateXRaySampling(rules, [
    { at: AT, path: '/healthz', method: 'POST' },
    { at: AT, path: '/orders', method: 'POST' },
    { at: AT, path: '/orders', method: 'GET' },
  ]);
  expect(decisions).toEqual([
    { rule: 'health', sampled: false, by: undefined },
    { rule: 'a post', sampled: true, by: 'rate' },
    { rule: 'all', sampled: true, by: 'rate' },
  ]);
});

test('a reservoir of 0 and a rate of 0 sample nothing; a rate of 1 samples all', () => {
  expect(simulateXRaySampling([rule('none')], every(10, 50)).sampled).toBe(0);
  expect(simulateXRaySampling([rule('all', { FixedRate: 1 })], every(10, 50))).toMatchObject({
    sampled: 50,
    expected: { mean: 50, low: 50, high: 50 },
  });
});

test('counts lie within what is expected as often as the confidence says', () => {
  const rules = [rule('orders', { URLPath: '/orders', FixedRate: 0.2, ReservoirSize: 2 })];
  const requests = [...every(7, 500, { path: '/orders' }), ...every(7, 500, { path: '/else' })];
  let misses = 0;
  for (let seed = 1; seed <= 500; seed++) {
    const { sampled, expected } = simulateXRaySampling(rules, requests, { seed, confidence: 0.9 });
    if (sampled < expected.low || sampled > expected.high) misses += 1;
  }
  expect(misses).toBeLessThanOrEqual(50);
});

describe('arguments', () => {
  test.each<[string, unknown, unknown, string]>([
    ['no requests', [], {}, 'an empty array'],
    ['no array', 'x', {}, 'it takes an array'],
    ['a request of text', ['x'], {}, 'request 0 is the string "x"'],
    ['no time', [{ path: '/' }], {}, 'at takes milliseconds or a Date'],
    ['a time that is none', [{ at: new Date('x') }], {}, 'at takes milliseconds or a Date'],
    ['a misspelled key', [{ at: 1, url: '/' }], {}, 'has no option "url"'],
    ['a path of a number', [{ at: 1, path: 1 }], {}, 'has the path the number 1'],
    ['half a seed', [{ at: 1 }], { seed: 0.5 }, 'a whole number'],
    ['a confidence in percent', [{ at: 1 }], { confidence: 99 }, 'at least 0.5 and below 1'],
    ['an unknown option', [{ at: 1 }], { sed: 1 }, 'Did you mean "seed"?'],
  ])('%s: refused', (_, requests, options, text) => {
    expect(() => simulateXRaySampling([], requests as never, options as never)).toThrow(text);
  });

  test('a result is frozen', () => {
    const result = simulateXRaySampling([], every(1, 2));
    expect(
      [result, result.decisions, result.decisions[0], result.rules[0], result.expected].every(Object.isFrozen),
    ).toBe(true);
  });
});
