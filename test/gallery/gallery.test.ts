import { expect, test } from 'vitest';
import { failureOf } from '../failure-of.ts';
import { FAILURES } from './failures.ts';

// `npm run gallery` prints these, to be read as a user would.
test.each(FAILURES)('$title', ({ fails }) => {
  const text = failureOf(fails);
  expect(text.split('\n').length).toBeLessThanOrEqual(60);
  expect(`\n${text}\n`).toMatchSnapshot();
});

test('titles are told apart', () => {
  expect(new Set(FAILURES.map(({ title }) => title)).size).toBe(FAILURES.length);
});
