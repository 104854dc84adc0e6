import { expect, test } from 'vitest';
import { LONGEST_LINE, mayBeObject, OutputLines } from '../../src/services/output-lines.ts';

function split(...pieces: readonly string[]): (string | undefined)[] {
  const lines = new OutputLines();
  return [...pieces.flatMap(piece => lines.take(piece)), lines.end()];
}

test.each<[string, readonly string[], readonly (string | undefined)[]]>([
  ['lines of one piece', ['a\nb\n'], ['a', 'b', '']],
  ['a line of several pieces', ['{"a"', ':', '1}\n{'], ['{"a":1}', '{']],
  ['CRLF', ['a\r\nb\r\n'], ['a', 'b', '']],
  ['CRLF over two pieces', ['a\r', '\nb'], ['a', 'b']],
  ['an empty line', ['a\n\nb\n'], ['a', '', 'b', '']],
  ['an object that is too long, and what follows', [`{${'x'.repeat(LONGEST_LINE)}}\n`, 'a\n'], [undefined, 'a', '']],
])('%s', (_, pieces, lines) => {
  expect(split(...pieces)).toEqual(lines);
});

test('of a line that is too long and no object, the end is kept', () => {
  const [line] = split(`${'x'.repeat(LONGEST_LINE)}`, 'end\n');
  expect(line?.length).toBeLessThan(LONGEST_LINE);
  expect(line).toMatch(/end$/);
});

test('many pieces of one long line are taken in a time that grows with its length alone', () => {
  const lines = new OutputLines();
  const started = process.cpuUsage().user;
  for (let piece = 0; piece < 20_000; piece++) lines.take('x'.repeat(1_000));
  expect(process.cpuUsage().user - started).toBeLessThan(2_000_000);
});

test.each([
  ['{"a":1}', true],
  ['  {"a":1} ', true],
  ['[orders] {"a":1}', false],
  ['{"a":1', false],
  ['', false],
  [' ', false],
])('%s may be an object: %s', (line, expected) => {
  expect(mayBeObject(line)).toBe(expected);
});
