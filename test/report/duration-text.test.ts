import { expect, test } from 'vitest';
import { durationText, timeOfDay } from '../../src/report/duration-text.ts';

test.each([
  [0, '0 ms'],
  [0.314, '0.31 ms'],
  [4.23, '4.2 ms'],
  [80.4, '80 ms'],
  [1_234.5, '1,235 ms'],
  [12_345, '12.3 s'],
  [-3.2, '-3.2 ms'],
])('writes %f as %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test('writes the time of day in UTC, to the millisecond', () => {
  expect(timeOfDay(1_793_620_801_204_999_999n)).toBe('12:00:01.204');
});
