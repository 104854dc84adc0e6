import { exactInterval, type Interval } from './binomial.ts';
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
  const { sampled, requests, facts } = report;
  const interval = intervalOf(sampled, requests, claim);
  const needed = neededRequests(claim);
  const holds = isAsClaimed(interval, claim);
  // Any of the other roots may be of a request, and `root` be wrong: that matters where some of them would change the verdict.
  const most = sampled + facts.others.length;
  const nearest = Math.min(Math.max(Math.round(claim.ratio * requests), sampled), most);
  const isDecided = isAsClaimed(intervalOf(holds ? most : nearest, requests, claim), claim) === holds;
  const doubt = doubtOf(report) ?? (isDecided ? (requests < needed ? 'too-few' : undefined) : 'other-roots');
  const outcome = doubt !== undefined ? 'incomplete' : holds ? 'pass' : 'fail';
  return { outcome, report, claim, interval, needed, doubt };
}

function intervalOf(sampled: number, requests: number, { confidence }: SamplingClaim): Interval {
  return exactInterval(Math.min(sampled, requests), requests, confidence);
}

function isAsClaimed({ low, high }: Interval, { ratio, margin }: SamplingClaim): boolean {
  return (low <= ratio && ratio <= high) || (low >= ratio - margin && high <= ratio + margin);
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
