import type { Outcome } from '../query/verdict.ts';
import type { Interval } from './binomial.ts';
import type { SamplingClaim } from './needed-requests.ts';
import type { SamplingReport } from './sampling-report.ts';

/** Why a measurement cannot be judged. */
export type SamplingDoubt =
  /** More traces than requests, or more than the requests of that time can have caused. */
  | 'surplus'
  /** Nothing was sampled, and matching spans had a parent: the requests carried a context. */
  | 'with-parent'
  /** Nothing was sampled, and nothing shows that the service exports at all. */
  | 'unproven'
  /** Spans were rejected, refused or cut off. */
  | 'lost'
  | 'unsettled'
  /** Spans arrived whose root did not. */
  | 'rootless'
  /** Traces that a request may have begun have a root that does not match. Counted, they would change the verdict. */
  | 'other-roots'
  /** Fewer requests than the claim needs. */
  | 'too-few'
  /** The measurement is too short to show that a rate limit is not kept. */
  | 'too-short';

/** Whether a service samples a ratio of its requests. */
export interface SampleVerdict {
  readonly outcome: Outcome;
  readonly report: SamplingReport;
  readonly claim: SamplingClaim;
  readonly interval: Interval;
  /** How many requests the claim needs. */
  readonly needed: number;
  /** Undefined unless the outcome is `incomplete`. */
  readonly doubt: SamplingDoubt | undefined;
}

/** The span of time in which most more was sampled than a limit allows. */
export interface Excess {
  readonly sampled: number;
  readonly allowed: number;
  readonly lengthMs: number;
  readonly startMs: number;
}

/** Whether a service samples at most a number of requests in a second. */
export interface RateVerdict {
  readonly outcome: Outcome;
  readonly report: SamplingReport;
  readonly perSecond: number;
  readonly excess: Excess | undefined;
  /** How long the measurement has to be, in milliseconds, and how many requests it has to send in that time. */
  readonly neededMs: number;
  readonly neededRequests: number;
  /** Undefined unless the outcome is `incomplete`. */
  readonly doubt: SamplingDoubt | undefined;
}
