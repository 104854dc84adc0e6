import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as matchers from '../../matchers/index.ts';
import { shownMatchers, withTexts } from './matchers-page.ts';

const PAGE = new URL('../../docs/matchers.md', import.meta.url);
const page = readFileSync(PAGE, 'utf8');

test('every example of docs/matchers.md runs, and every failure reads as it says', async () => {
  // `-u` writes the texts anew.
  await expect(withTexts(page)).toMatchFileSnapshot(PAGE.pathname);
});

test('docs/matchers.md has a section for every matcher', () => {
  const without = Object.keys(matchers).filter(name => !shownMatchers(page).includes(name));
  expect(without).toEqual([]);
});

test('an example that fails without saying so fails the page', () => {
  expect(() => withTexts("```js\nexpect(trace).toHaveSpan('refund');\n```")).toThrow(/refund/);
});

test('an example that is to fail and holds fails the page', () => {
  expect(() => withTexts("```js\nexpect(trace).toHaveSpan('validate'); // fails\n```")).toThrow(/passed/);
});
