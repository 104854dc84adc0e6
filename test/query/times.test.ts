import { expect, test } from 'vitest';
import { checkTimes } from '../../src/query/times.ts';

test.each<[given: unknown, min: number, max: number | undefined]>([
  [0, 0, 0],
  [3, 3, 3],
  [{ min: 2 }, 2, undefined],
  [{ max: 2 }, 1, 2],
  [{ min: 0, max: 2 }, 0, 2],
  [{ min: 0, max: 0 }, 0, 0],
])('reads %j', (given, min, max) => {
  expect(checkTimes(given, 'toHaveSpan')).toEqual({ min, max });
});

test.each<[label: string, given: unknown]>([
  ['a negative number', -1],
  ['a fraction', 1.5],
  ['NaN', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['a bigint', 2n],
  ['text', '2'],
  ['null', null],
  ['an array', [1, 2]],
  ['no limit at all', {}],
  ['max 0 alone, which implies at least 1', { max: 0 }],
  ['min 0 alone, which holds for any number', { min: 0 }],
  ['more at least than at most', { min: 3, max: 2 }],
  ['a limit that is text', { min: '1' }],
  ['an undefined limit', { min: undefined, max: 2 }],
  ['an unknown limit', { maximum: 2 }],
])('refuses %s', (_label, given) => {
  expect(() => checkTimes(given, 'toHaveSpan')).toThrowErrorMatchingSnapshot();
});
