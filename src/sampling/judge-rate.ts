import { doubtOf } from './judge-sample.ts';
import type { SamplingReport } from './sampling-report.ts';
import type { Excess, RateVerdict } from './verdict.ts';

/** Starts of spans have whole milliseconds: two of them are up to this much nearer to each other than the samplings were. */
const GRAIN_MS = 2;

/**
 * Judges whether a service samples at most `perSecond` requests a second, in every span of time within the measurement.
 *
 * Limiters count in different ways. One that counts by whole seconds may pass `perSecond` at the end of a second and as
 * many again at the beginning of the next. One with a bucket of tokens passes the content of the bucket, one second's worth,
 * and then `perSecond` a second. Both stay within `perSecond * (T + 2)` in any T seconds (below 1 a second, within
 * `perSecond * T + 2`), so that is what is allowed.
 */
export function judgeRate(report: SamplingReport, perSecond: number): RateVerdict {
  const burst = 2 * Math.max(perSecond, 1);
  // So long, that a service which samples at twice the rate passes what is allowed.
  const neededMs = Math.ceil((1_000 * (burst + 1)) / perSecond);
  const neededRequests = Math.ceil((2 * perSecond * neededMs) / 1_000);
  const excess = largestExcess(report.startTimesMs, perSecond, burst);
  const isEnough = report.durationMs >= neededMs && report.requests >= neededRequests;
  // The other roots may be of requests, and `root` be wrong.
  const all = [...report.startTimesMs, ...report.facts.others.map(({ startMs }) => startMs)].sort((a, b) => a - b);
  const mayExceed = excess === undefined && largestExcess(all, perSecond, burst) !== undefined;
  // More than is allowed is too much, however short the measurement.
  const doubt =
    doubtOf(report) ?? (mayExceed ? 'other-roots' : excess === undefined && !isEnough ? 'too-short' : undefined);
  const outcome = doubt !== undefined ? 'incomplete' : excess === undefined ? 'pass' : 'fail';
  return { outcome, report, perSecond, excess, neededMs, neededRequests, doubt };
}

/** The span of time with most above what is allowed. It begins and ends with a sampled root. */
function largestExcess(startsMs: readonly number[], perSecond: number, burst: number): Excess | undefined {
  // With `index - rate * start` of every root, the excess between two of them is the difference: one pass finds the largest.
  let [least, first] = [Number.POSITIVE_INFINITY, 0];
  let [most, found] = [0, undefined as Excess | undefined];
  for (const [index, startMs] of startsMs.entries()) {
    const level = index - (perSecond * startMs) / 1_000;
    if (level < least) [least, first] = [level, index];
    const fromMs = startsMs[first] ?? startMs;
    const lengthMs = startMs - fromMs;
    const sampled = index - first + 1;
    const allowed = Math.floor((perSecond * (lengthMs + GRAIN_MS)) / 1_000 + burst);
    if (sampled - allowed <= most) continue;
    most = sampled - allowed;
    found = { sampled, allowed, lengthMs, startMs: fromMs };
  }
  return found;
}
