import { betaDistribution, betaQuantile, logGamma } from './beta-distribution.ts';

/** A range of ratios, both ends included, each from 0 to 1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The exact binomial interval (Clopper-Pearson) around `count` of `trials`. Whatever the ratio is in truth, an interval
 * that is made this way holds it at least as often as `confidence` says.
 *
 * The arguments do not have to be whole numbers.
 *
 * @see https://doi.org/10.1093/biomet/26.4.404
 */
export function exactInterval(count: number, trials: number, confidence: number): Interval {
  const tail = (1 - confidence) / 2;
  return {
    low: count <= 0 ? 0 : betaQuantile(tail, count, trials - count + 1),
    // By the mirror image, for 1 - tail has fewer digits than tail.
    high: count >= trials ? 1 : 1 - betaQuantile(tail, trials - count, count + 1),
  };
}

/** The probability of at most `count` successes in `trials`. */
export function binomialAtMost(count: number, trials: number, ratio: number): number {
  if (count < 0) return 0;
  return count >= trials ? 1 : betaDistribution(1 - ratio, trials - count, count + 1);
}

/** The probability of exactly `count` successes in `trials`. */
export function binomialExactly(count: number, trials: number, ratio: number): number {
  if (ratio <= 0 || ratio >= 1) return count === (ratio <= 0 ? 0 : trials) ? 1 : 0;
  const ways = logGamma(trials + 1) - logGamma(count + 1) - logGamma(trials - count + 1);
  return Math.exp(ways + count * Math.log(ratio) + (trials - count) * Math.log1p(-ratio));
}

/** The counts that a binomial distribution stays within as often as `confidence` says: each tail has half of the rest. */
export function likelyCounts(trials: number, ratio: number, confidence: number): { low: number; high: number } {
  const tail = (1 - confidence) / 2;
  return {
    low: firstCount(trials, count => binomialAtMost(count, trials, ratio) > tail),
    high: firstCount(trials, count => 1 - binomialAtMost(count, trials, ratio) <= tail),
  };
}

/** The first count that holds, where all after it hold too. */
function firstCount(trials: number, holds: (count: number) => boolean): number {
  let [low, high] = [0, trials];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
