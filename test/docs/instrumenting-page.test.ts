import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { line, loggedTrace } from '../matchers/logs.ts';
import { runPage } from './run-page.ts';
import { declinedTrace, orderTrace } from './strategy-traces.ts';

const ROOT = new URL('../../', import.meta.url);
const PAGE = new URL('docs/instrumenting.md', ROOT);
const page = readFileSync(PAGE, 'utf8');

const copied = Array.from(page.matchAll(/```\w+ (\S+)\n([\s\S]*?)\n```/g), ([, file = '', code = '']) => ({
  file,
  code,
}));

test('every test of docs/instrumenting.md runs', async () => {
  const names = {
    expect,
    trace: orderTrace(),
    failed: declinedTrace(),
    logged: loggedTrace([line('order placed', 5), line('card declined', 25)]),
  };
  expect(await runPage(page, names)).toBe(page);
});

describe('the code of docs/instrumenting.md', () => {
  test('is of every language', () => {
    const languages = ['node', 'python', 'java', 'quarkus'];
    expect(new Set(copied.map(({ file }) => file.split('/')[0]))).toEqual(new Set(languages));
  });

  test.each(copied)('is a part of the example: $file', ({ file, code }) => {
    expect(readFileSync(new URL(`examples/instrumentation/${file}`, ROOT), 'utf8')).toContain(code);
  });
});
