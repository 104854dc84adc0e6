import { exactInterval } from './binomial.ts';

/** What `toSample` asks of a measurement: ratios from 0 to 1. */
export interface SamplingClaim {
  readonly ratio: number;
  readonly margin: number;
  readonly confidence: number;
}

/**
 * How many requests a claim needs: so many that the exact interval around the claimed ratio reaches no further than
 * `margin` on either side.
 *
 * It follows from the claim alone, not from what is measured. With fewer requests a sampler that is wrong by more than the
 * margin would pass in most runs. With this many, it fails in most, and one that is wrong by twice the margin nearly always.
 */
export function neededRequests({ ratio, margin, confidence }: SamplingClaim): number {
  const least = Math.max(0, ratio - margin);
  const most = Math.min(1, ratio + margin);
  const isEnough = (requests: number): boolean => {
    const { low, high } = exactInterval(ratio * requests, requests, confidence);
    return low >= least && high <= most;
  };
  let enough = 1;
  while (!isEnough(enough)) enough *= 2;
  let tooFew = Math.floor(enough / 2);
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
