import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { failureOf } from '../failure-of.ts';
import { buildReport } from './build-report.ts';

const right = buildReport({ sampled: 100 });
const wrong = buildReport({ sampled: 200, startTimesMs: Array.from({ length: 200 }, (_, index) => index * 20) });
const CLAIM = { margin: 0.025, confidence: 0.9999 };
type Any = Record<string, (...given: readonly unknown[]) => unknown> & { not: Any };
const on = (subject: unknown): Any => expect(subject) as unknown as Any;

test('toSample holds for a right sampler, fails for a wrong one, and the other way round negated', () => {
  expect(right).toSample(0.05, CLAIM);
  expect(wrong).not.toSample(0.05, CLAIM);
  expect(failureOf(() => expect(right).not.toSample(0.05, CLAIM))).toContain('3.31 % to 7.16 %, which holds 5 %');
  expect(failureOf(() => expect(wrong).toSample(0.05, CLAIM))).toContain('7.58 % to 12.8 %, which excludes 5 %');
});

test('too few requests fail in both polarities, and the text says how many are needed', () => {
  const few = buildReport({ requests: 1_548, sampled: 77 });
  for (const assertion of [() => expect(few).toSample(0.05, CLAIM), () => expect(few).not.toSample(0.05, CLAIM)])
    expect(failureOf(assertion)).toContain('It needs\n1,549 requests.');
  expect(buildReport({ requests: 1_549, sampled: 77 })).toSample(0.05, CLAIM);
});

test('both are asymmetric matchers', () => {
  const asymmetric = expect as unknown as Any;
  expect({ right, wrong }).toEqual({
    right: asymmetric.toSample?.(0.05, CLAIM),
    wrong: asymmetric.not.toSample?.(0.05, CLAIM),
  });
  expect({ wrong }).toEqual({ wrong: asymmetric.not.toSampleAtMost?.(1) });
});

test.each<[string, string, readonly unknown[], string]>([
  ['no ratio', 'toSample', [], 'UNDEFINED_EXPECTATION'],
  ['an undefined ratio', 'toSample', [undefined, CLAIM], 'UNDEFINED_EXPECTATION'],
  ['no options', 'toSample', [0.05], 'UNDEFINED_EXPECTATION'],
  ['an undefined margin', 'toSample', [0.05, { margin: undefined }], 'UNDEFINED_EXPECTATION'],
  ['no margin', 'toSample', [0.05, { confidence: 0.9 }], 'INVALID_OPTION'],
  ['a ratio in percent', 'toSample', [5, CLAIM], 'INVALID_OPTION'],
  ['a margin of 0', 'toSample', [0.05, { margin: 0 }], 'INVALID_OPTION'],
  ['a confidence of 1', 'toSample', [0.05, { margin: 0.1, confidence: 1 }], 'INVALID_OPTION'],
  ['a ratio that is no number', 'toSample', [Number.NaN, CLAIM], 'INVALID_OPTION'],
  ['an unknown option', 'toSample', [0.05, { margn: 0.1 }], 'UNKNOWN_OPTION'],
  ['no limit', 'toSampleAtMost', [], 'UNDEFINED_EXPECTATION'],
  ['a limit of 0', 'toSampleAtMost', [0], 'INVALID_OPTION'],
  ['a limit of text', 'toSampleAtMost', ['1'], 'INVALID_OPTION'],
  ['a second argument', 'toSampleAtMost', [1, {}], 'INVALID_OPTION'],
])('%s is refused in both polarities', (_, matcher, given, code) => {
  expect(failureOf(() => on(right)[matcher]?.(...given))).toMatch(code);
  expect(failureOf(() => on(right).not[matcher]?.(...given))).toMatch(code);
});

test.each([[undefined], [40], [{ sampled: 1, requests: 2 }], [[right]], [Promise.resolve(right)]])(
  '%o is no report, in either polarity',
  subject => {
    for (const call of [on(subject), on(subject).not])
      expect(failureOf(() => call.toSample?.(0.05, CLAIM))).toContain('INVALID_SUBJECT: toSample judges a report');
  },
);
