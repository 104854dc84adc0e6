import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { TestTitles } from './test-titles.ts';

const PAGE = new URL('../../docs/interop.md', import.meta.url);
const SUITE = fileURLToPath(new URL('../interop/', import.meta.url));
const CITATION = /([\w-]+\.test\.ts): "([^"]+)"/g;

const rows = readFileSync(PAGE, 'utf8')
  .split('\n')
  .filter(line => line.startsWith('| '))
  .slice(1)
  .map(line => line.slice(1, -1).split('|'));

const cited = rows.flatMap(([, , tests = '']) =>
  Array.from(tests.matchAll(CITATION), ([, file = '', name = '']) => ({ file, name })),
);

test('each row says which system, what is proved and which tests show it', () => {
  for (const row of rows) {
    const [system, proved, tests = ''] = row;
    expect(row, system).toHaveLength(3);
    expect([system, proved]).toEqual([expect.stringMatching(/\w/), expect.stringMatching(/\w/)]);
    const names = Array.from(tests.matchAll(CITATION), ([citation]) => citation);
    expect(names, system).not.toEqual([]);
    expect(tests.trim().split('<br>'), system).toEqual(names);
  }
});

test.each(cited)('$file has the test "$name"', ({ file, name }) => {
  expect(new TestTitles(SUITE + file).has(name)).toBe(true);
});

test('every file of the suite is in the table', () => {
  const files = readdirSync(SUITE).filter(name => name.endsWith('.test.ts'));
  expect(files.length).toBeGreaterThan(0);
  expect(Array.from(new Set(cited.map(({ file }) => file))).sort()).toEqual(files.sort());
});
