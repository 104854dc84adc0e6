import { describe, expect, test } from 'vitest';
import { binomialExactly } from '../../src/sampling/binomial.ts';
import { judgeSample } from '../../src/sampling/judge-sample.ts';
import { neededRequests, type SamplingClaim } from '../../src/sampling/needed-requests.ts';
import { seededRandom } from '../../src/sampling/seeded-random.ts';
import { buildReport } from './build-report.ts';
import { drawn } from './drawn.ts';

const outcomes = new Map<string, string>();

/** The verdict for a count. Simulations ask for the same few counts again and again. */
function outcomeOf(sampled: number, requests: number, claim: SamplingClaim): string {
  const key = JSON.stringify([sampled, requests, claim]);
  const outcome = outcomes.get(key) ?? judgeSample(buildReport({ sampled, requests }), claim).outcome;
  outcomes.set(key, outcome);
  return outcome;
}

/** The probability that a sampler with a true ratio is called wrong: a sum over all counts, no simulation. */
function calledWrong(requests: number, truth: number, claim: SamplingClaim): number {
  let sum = 0;
  for (let sampled = 0; sampled <= requests; sampled++) {
    const probability = binomialExactly(sampled, requests, truth);
    if (probability > 1e-12 && outcomeOf(sampled, requests, claim) === 'fail') sum += probability;
  }
  return sum;
}

const CLAIMS: readonly SamplingClaim[] = [0.9, 0.99, 0.9999].flatMap(confidence =>
  [
    { ratio: 0, margin: 0.025 },
    { ratio: 0.001, margin: 0.004 },
    { ratio: 0.05, margin: 0.025 },
    { ratio: 0.05, margin: 0.2 },
    { ratio: 0.5, margin: 0.05 },
    { ratio: 0.97, margin: 0.025 },
    { ratio: 1, margin: 0.025 },
  ].map(claim => ({ ...claim, confidence })),
);

describe.each(CLAIMS)('$ratio within $margin with a confidence of $confidence', claim => {
  const needed = neededRequests(claim);

  test('a right sampler is called wrong no more often than the confidence says, however many requests', () => {
    for (const requests of [needed, Math.round(needed * 1.37)])
      expect(calledWrong(requests, claim.ratio, claim)).toBeLessThanOrEqual(1 - claim.confidence + 1e-9);
  });

  test('one that is wrong by the margin fails in about half of all runs or more, by twice the margin nearly always', () => {
    for (const side of [-1, 1]) {
      const [off, far] = [claim.ratio + side * claim.margin, claim.ratio + side * 2 * claim.margin];
      if (off >= 0 && off <= 1) expect(calledWrong(needed, off, claim)).toBeGreaterThan(0.45);
      if (far >= 0 && far <= 1) expect(calledWrong(needed, far, claim)).toBeGreaterThan(0.94);
    }
  });

  test('one request fewer is too few, whatever was measured', () => {
    if (needed === 1) return;
    for (const sampled of [0, Math.round((needed - 1) * claim.ratio), needed - 1])
      expect(outcomeOf(sampled, needed - 1, claim)).toBe('incomplete');
  });
});

describe('1,000 simulated measurements with 2,000 requests', () => {
  const claim = { ratio: 0.05, margin: 0.025, confidence: 0.9999 };

  test.each([1, 2, 3])(
    'seed %i: a right sampler passes each time, one of a tenth that should be a twentieth fails each time',
    seed => {
      const random = seededRandom(seed);
      for (let run = 0; run < 1_000; run++) {
        expect(outcomeOf(drawn(2_000, 0.05, random), 2_000, claim)).toBe('pass');
        expect(outcomeOf(drawn(2_000, 0.1, random), 2_000, claim)).toBe('fail');
      }
    },
  );

  test.each([
    [0, 0.025, 0.9999],
    [0.001, 0.01, 0.99],
    [0.05, 0.025, 0.95],
    [0.5, 0.05, 0.9],
    [0.5, 0.05, 0.999],
    [1, 0.01, 0.9999],
  ])('%d within %d at %d: false alarms stay below what the confidence allows', (ratio, margin, confidence) => {
    const random = seededRandom(7);
    let alarms = 0;
    for (let run = 0; run < 1_000; run++)
      if (outcomeOf(drawn(2_000, ratio, random), 2_000, { ratio, margin, confidence }) !== 'pass') alarms += 1;
    // Four standard deviations above what is expected of 1,000 runs.
    const expected = 1_000 * (1 - confidence);
    expect(alarms).toBeLessThanOrEqual(expected + 4 * Math.sqrt(expected));
  });
});

test('the needed number follows from the claim: it rises with the confidence, and falls with the margin', () => {
  const needed = (margin: number, confidence: number) => neededRequests({ ratio: 0.05, margin, confidence });
  expect(needed(0.025, 0.9999)).toBe(1_549);
  expect(needed(0.025, 0.999999)).toBeGreaterThan(needed(0.025, 0.9999));
  expect(needed(0.025, 0.95)).toBeLessThan(needed(0.025, 0.9999));
  expect(needed(0.01, 0.9999)).toBeGreaterThan(needed(0.025, 0.9999));
  // Nothing sampled excludes the margin: (1 - margin) ^ n is at most half of 1 - confidence.
  const none = neededRequests({ ratio: 0, margin: 0.025, confidence: 0.9999 });
  expect(none).toBe(Math.ceil(Math.log(0.00005) / Math.log(0.975)));
  expect(neededRequests({ ratio: 1, margin: 0.025, confidence: 0.9999 })).toBe(none);
});

test('a deviation within the margin passes once there are enough requests to tell', () => {
  const claim = { ratio: 0.05, margin: 0.025, confidence: 0.9999 };
  expect(outcomeOf(5_500, 100_000, claim)).toBe('pass');
  expect(outcomeOf(7_000, 100_000, claim)).toBe('pass');
  expect(outcomeOf(7_600, 100_000, claim)).toBe('fail');
});

test.each([
  ['more traces than requests', { sampled: 2_001 }, 'surplus'],
  ['roots without a request of their own', { doubts: { surplus: 2 } }, 'surplus'],
  ['spans that were still arriving', { unsettled: true }, 'unsettled'],
  ['traces without a root', { doubts: { rootless: 1 } }, 'rootless'],
  ['nothing sampled by a service of which nothing ever came', { sampled: 0, hasExported: false }, 'unproven'],
  ['matching spans that all have a parent', { sampled: 0, doubts: { withParent: 3 } }, 'with-parent'],
] as const)('%s cannot be judged, in either polarity', (_, facts, doubt) => {
  const verdict = judgeSample(buildReport(facts), { ratio: 0, margin: 0.5, confidence: 0.9 });
  expect(verdict).toMatchObject({ outcome: 'incomplete', doubt });
});

test('nothing sampled is a measurement where the service is known to export', () => {
  const claim = { margin: 0.025, confidence: 0.9999 };
  expect(outcomeOf(0, 2_000, { ratio: 0, ...claim })).toBe('pass');
  expect(outcomeOf(0, 2_000, { ratio: 0.05, ...claim })).toBe('fail');
});
