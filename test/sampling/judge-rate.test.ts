import { describe, expect, test } from 'vitest';
import { judgeRate } from '../../src/sampling/judge-rate.ts';
import { seededRandom } from '../../src/sampling/seeded-random.ts';
import { buildReport } from './build-report.ts';

/** Takes requests by a limit; each is told the time in milliseconds. */
type Limiter = (atMs: number) => boolean;

/** Counts by whole seconds, as a reservoir does. */
function bySeconds(perSecond: number): Limiter {
  let [second, taken] = [-1, 0];
  const lengthMs = perSecond < 1 ? 1_000 / perSecond : 1_000;
  return atMs => {
    if (Math.floor(atMs / lengthMs) !== second) [second, taken] = [Math.floor(atMs / lengthMs), 0];
    taken += 1;
    return taken <= Math.max(1, perSecond);
  };
}

/** A bucket of tokens that holds those of a second, at least one. */
function byTokens(perSecond: number): Limiter {
  let [tokens, lastMs] = [Math.max(1, perSecond), 0];
  return atMs => {
    tokens = Math.min(Math.max(1, perSecond), tokens + ((atMs - lastMs) * perSecond) / 1_000);
    lastMs = atMs;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

/** A measurement of a limiter by requests that come at random moments, at this pace for this long. */
function measured(limiter: Limiter, pace: number, seconds: number, seed: number) {
  const random = seededRandom(seed);
  const startMs = 1_790_000_000_000 + Math.floor(random() * 1_000);
  const requests = pace * seconds;
  const times = Array.from({ length: requests }, () => startMs + random() * seconds * 1_000).sort((a, b) => a - b);
  const startTimesMs = times.filter(limiter).map(Math.floor);
  return buildReport({ requests, sampled: startTimesMs.length, durationMs: seconds * 1_000, startTimesMs });
}

describe.each([0.5, 1, 3, 10, 50])('%d a second', perSecond => {
  const seconds = Math.ceil((2 * Math.max(1, perSecond) + 1) / perSecond) + 1;
  const pace = Math.max(20, 4 * perSecond);

  test.each([
    ['by whole seconds', bySeconds],
    ['by tokens', byTokens],
  ] as const)('a limiter that counts %s is never called wrong', (_, limiter) => {
    for (let seed = 0; seed < 300; seed++)
      expect(judgeRate(measured(limiter(perSecond), pace, seconds, seed), perSecond).outcome).toBe('pass');
  });

  test('a limiter of three times the rate fails, in a measurement of the length that is needed', () => {
    for (let seed = 0; seed < 300; seed++)
      expect(judgeRate(measured(byTokens(3 * perSecond), pace, seconds, seed), perSecond).outcome).toBe('fail');
  });

  test('too few requests, or too short a time, tell nothing', () => {
    expect(judgeRate(measured(byTokens(perSecond), pace, 1, 1), perSecond)).toMatchObject({ doubt: 'too-short' });
    const slow = buildReport({ requests: 2, sampled: 1, durationMs: seconds * 1_000, startTimesMs: [1] });
    expect(judgeRate(slow, perSecond)).toMatchObject({ outcome: 'incomplete', doubt: 'too-short' });
  });
});

test('what is too much is too much in a short time too; the verdict says where', () => {
  const startTimesMs = [1_000, 5_000, 5_100, 5_200, 5_300, 5_400, 9_000];
  const report = buildReport({ requests: 7, sampled: 7, durationMs: 8_000, startTimesMs });
  expect(judgeRate(report, 1)).toMatchObject({
    outcome: 'fail',
    excess: { sampled: 5, allowed: 2, lengthMs: 400, startMs: 5_000 },
  });
});

test('nothing sampled keeps every limit, if the service is known to export', () => {
  const none = { requests: 100, sampled: 0, durationMs: 10_000 };
  expect(judgeRate(buildReport(none), 1).outcome).toBe('pass');
  expect(judgeRate(buildReport({ ...none, hasExported: false }), 1)).toMatchObject({ doubt: 'unproven' });
});
