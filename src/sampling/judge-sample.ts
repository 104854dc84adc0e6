import { exactInterval } from './binomial.ts';
import { neededRequests, type SamplingClaim } from './needed-requests.ts';
import type { SamplingReport } from './sampling-report.ts';
import type { SampleVerdict, SamplingDoubt } from './verdict.ts';

/**
 * Judges whether a service samples a ratio of its requests.
 *
 * It does not if the exact interval around the measured ratio excludes the claimed one. An interval that lies within
 * `margin` of the claim is accepted all the same: with very many requests a small deviation shows, and the margin allows it.
 * So a service that samples exactly the claimed ratio fails no more often than `1 - confidence`.
 */
export function judgeSample(report: SamplingReport, claim: SamplingClaim): SampleVerdict {
  const { sampled, requests } = report;
  const { ratio, margin, confidence } = claim;
  const interval = exactInterval(Math.min(sampled, requests), requests, confidence);
  const needed = neededRequests(claim);
  const doubt = doubtOf(report) ?? (requests < needed ? 'too-few' : undefined);
  const holdsRatio = interval.low <= ratio && ratio <= interval.high;
  const isWithin = interval.low >= ratio - margin && interval.high <= ratio + margin;
  const outcome = doubt !== undefined ? 'incomplete' : holdsRatio || isWithin ? 'pass' : 'fail';
  return { outcome, report, claim, interval, needed, doubt };
}

/** Why the count of a report is not to be trusted. */
export function doubtOf({ sampled, requests, facts }: SamplingReport): SamplingDoubt | undefined {
  const { doubts, losses, unsettled, hasExported } = facts;
  if (doubts.surplus > 0 || sampled > requests) return 'surplus';
  if (losses.length > 0) return 'lost';
  if (unsettled) return 'unsettled';
  if (doubts.rootless > 0) return 'rootless';
  if (sampled > 0) return undefined;
  if (doubts.withParent > 0) return 'with-parent';
  return hasExported ? undefined : 'unproven';
}
