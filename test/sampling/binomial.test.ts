import { expect, test } from 'vitest';
import { betaDistribution, betaQuantile, logGamma } from '../../src/sampling/beta-distribution.ts';
import { binomialAtMost, binomialExactly, exactInterval, likelyCounts } from '../../src/sampling/binomial.ts';

// Values of published tables, and of sums that are exact by hand.
test.each([
  ['1 of 10', 1, 10, 0.95, 0.0025286, 0.4450161],
  ['5 of 10', 5, 10, 0.95, 0.187086, 0.812914],
  ['10 of 100', 10, 100, 0.95, 0.0490047, 0.1762226],
  ['0 of 10: 1 - 0.025 ^ (1 / 10)', 0, 10, 0.95, 0, 1 - 0.025 ** 0.1],
  ['10 of 10: 0.025 ^ (1 / 10)', 10, 10, 0.95, 0.025 ** 0.1, 1],
  ['0 of 391, where the rule is a power', 0, 391, 0.9999, 0, 1 - 0.00005 ** (1 / 391)],
])('the exact interval around %s', (_, count, trials, confidence, low, high) => {
  const interval = exactInterval(count, trials, confidence);
  expect(interval.low).toBeCloseTo(low, 6);
  expect(interval.high).toBeCloseTo(high, 6);
});

test('the ends of an interval are where each tail has half of what is left', () => {
  for (const [count, trials] of [
    [1, 20],
    [100, 2_000],
    [999, 1_000],
    [50_000, 100_000],
  ] as const) {
    const { low, high } = exactInterval(count, trials, 0.9999);
    expect(1 - binomialAtMost(count - 1, trials, low)).toBeCloseTo(0.00005, 9);
    expect(binomialAtMost(count, trials, high)).toBeCloseTo(0.00005, 9);
  }
});

test('binomial probabilities add up to the distribution, and to 1', () => {
  for (const ratio of [0, 0.001, 0.05, 0.5, 0.93, 1]) {
    let sum = 0;
    for (let count = 0; count <= 300; count++) {
      sum += binomialExactly(count, 300, ratio);
      expect(binomialAtMost(count, 300, ratio)).toBeCloseTo(sum, 11);
    }
    expect(sum).toBeCloseTo(1, 11);
  }
});

test('the gamma function is a factorial, and at 1 / 2 the root of pi', () => {
  let factorial = 1;
  for (let n = 1; n < 20; n++) {
    expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 12);
    factorial *= n;
  }
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 12);
});

test('a quantile of the beta distribution leads back to its probability, for small and large parameters', () => {
  for (const [a, b] of [
    [0.5, 0.5],
    [1, 1_000_000],
    [3, 98],
    [500_000, 500_000],
  ] as const)
    for (const probability of [1e-10, 0.00005, 0.3, 0.9999])
      expect(betaDistribution(betaQuantile(probability, a, b), a, b) / probability).toBeCloseTo(1, 6);
});

test('likely counts leave out what is rarer than asked, and nothing else', () => {
  for (const [trials, ratio] of [
    [1, 0.5],
    [400, 0.05],
    [2_000, 0.001],
    [50, 0],
    [50, 1],
  ] as const) {
    const { low, high } = likelyCounts(trials, ratio, 0.99);
    expect(binomialAtMost(low - 1, trials, ratio)).toBeLessThanOrEqual(0.005);
    expect(binomialAtMost(low, trials, ratio)).toBeGreaterThan(0.005);
    expect(1 - binomialAtMost(high, trials, ratio)).toBeLessThanOrEqual(0.005);
    if (high > 0) expect(1 - binomialAtMost(high - 1, trials, ratio)).toBeGreaterThan(0.005);
  }
});
