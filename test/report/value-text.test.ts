import { expect, test } from 'vitest';
import { valueText } from '../../src/report/value-text.ts';

test.each<[value: unknown, text: string]>([
  ['plain', '"plain"'],
  ['say "hi" \\ now', '"say \\"hi\\" \\\\ now"'],
  ['two\nlines\tand a tab', '"two\\nlines\\tand a tab"'],
  ['\u001b[31mred\u0007', '"\\u001b[31mred\\u0007"'],
  ['a\u202eb\u2028c\u0085d', '"a\\u202eb\\u2028c\\u0085d"'],
  ['half \ud83d of a pair', '"half \\ud83d of a pair"'],
  ['whole \u{1f600} pair', '"whole \u{1f600} pair"'],
  [42, '42'],
  [-0, '-0'],
  [Number.NaN, 'NaN'],
  [9007199254740993n, '9007199254740993'],
  [true, 'true'],
  [null, 'null'],
  [new Uint8Array([1, 255]), '2 bytes 01ff'],
  [new Uint8Array(), '0 bytes'],
  [/^a+/i, '/^a+/i'],
  [['a', 1, [2]], '["a", 1, [2]]'],
  [[], '[]'],
  [{}, '{}'],
  [{ plain: 1, 'with.dots': { b: 'c' } }, '{ plain: 1, "with.dots": { b: "c" } }'],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], '[1, 2, 3, 4, 5, 6, 7, 8, ... 2 more]'],
  [{ a: { b: { c: { d: { e: 1 } } } } }, '{ a: { b: { c: { d: { ... } } } } }'],
  [expect.any(String), 'Any<String>'],
  [expect.stringContaining('x'), 'StringContaining "x"'],
  [expect.not.stringContaining('x'), 'StringNotContaining "x"'],
  [{ asymmetricMatch: () => true }, 'an asymmetric matcher'],
])('writes %o as %s', (value, text) => {
  expect(valueText(value)).toBe(text);
});

test('cuts long text, and says how long it is', () => {
  expect(valueText('x'.repeat(5_000))).toBe(`"${'x'.repeat(120)}..." (5,000 characters)`);
});

test('cuts long structures', () => {
  expect(valueText(Array.from({ length: 8 }, () => 'y'.repeat(100))).length).toBeLessThan(260);
});

test('does not cut through a pair of surrogates', () => {
  expect(valueText(`${'x'.repeat(119)}\u{1f600}rest`)).toBe(`"${'x'.repeat(119)}..." (125 characters)`);
});
