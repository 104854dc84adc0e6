import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { matchText, matchValue } from '../../src/query/match-value.ts';

const equal: readonly [label: string, expected: unknown, actual: unknown][] = [
  ['text', 'a', 'a'],
  ['text by a RegExp', /^a/, 'ab'],
  ['text by a RegExp of another realm', runInNewContext('/^a/'), 'ab'],
  ['text by an asymmetric matcher', expect.stringContaining('a'), 'xay'],
  ['a number', 42, 42],
  ['a number and an int64', 42, 42n],
  ['an int64 and a number', 42n, 42],
  ['an int64 beyond what is safe', 9007199254740993n, 9007199254740993n],
  ['zero and minus zero', 0, -0],
  ['NaN', Number.NaN, Number.NaN],
  ['a boolean', false, false],
  ['the empty value', null, null],
  ['bytes', new Uint8Array([1, 2]), new Uint8Array([1, 2])],
  ['bytes as a Buffer', Buffer.from([1, 2]), new Uint8Array([1, 2])],
  ['bytes of another realm', runInNewContext('new Uint8Array([1, 2])'), new Uint8Array([1, 2])],
  ['an array element by element', ['a', /b/, expect.any(Number)], ['a', 'b', 3]],
  ['an array of another realm', runInNewContext('["a"]'), ['a']],
  ['an empty array', [], []],
  ['an object as a subset', { a: 1 }, { a: 1, b: 2 }],
  ['an object within an object', { a: { b: /c/ } }, { a: { b: 'c', d: 1 } }],
  ['an object of another realm', runInNewContext('({ a: 1 })'), { a: 1 }],
  ['a key that is called __proto__', JSON.parse('{"__proto__": 1}'), JSON.parse('{"__proto__": 1}')],
];

test.each(equal)('accepts %s', (_label, expected, actual) => {
  expect(matchValue(expected, 'value')(actual)).toBe(true);
});

const different: readonly [label: string, expected: unknown, actual: unknown][] = [
  ['another text', 'a', 'A'],
  ['a number where text is expected', '42', 42],
  ['text where a number is expected', 42, '42'],
  ['a RegExp against a number', /4/, 42],
  ['a fraction against an int64', 42.5, 42n],
  ['an int64 one off a rounded number', 9007199254740992, 9007199254740993n],
  ['infinity against an int64', Number.POSITIVE_INFINITY, 1n],
  ['null where text is expected', 'null', null],
  ['0 for false', false, 0],
  ['bytes that are longer', new Uint8Array([1]), new Uint8Array([1, 2])],
  ['an array for bytes', new Uint8Array([1]), [1]],
  ['a longer array', ['a'], ['a', 'b']],
  ['an array in another order', ['a', 'b'], ['b', 'a']],
  ['an array for an object', {}, []],
  ['bytes for an object', {}, new Uint8Array()],
  ['null for an object', {}, null],
  ['a key that is inherited only', { constructor: expect.anything() }, {}],
  ['a key that is absent, by a negated matcher', { a: expect.not.stringContaining('x') }, { b: 'y' }],
];

test.each(different)('refuses %s', (_label, expected, actual) => {
  expect(matchValue(expected, 'value')(actual)).toBe(false);
});

test.each([/a/g, /a/y, /a/gy])('gives the same answer each time with %s', pattern => {
  pattern.lastIndex = 1;
  const accepts = matchValue(pattern, 'value');
  expect([accepts('a'), accepts('a'), accepts('a')]).toEqual([true, true, true]);
  expect(pattern.lastIndex).toBe(1);
});

test.each<[label: string, expected: unknown]>([
  ['a Date', new Date(0)],
  ['a Map', new Map()],
  ['a function', () => true],
  ['a symbol', Symbol('a')],
])('refuses to compile %s, which no attribute can be', (_label, expected) => {
  expect(() => matchValue([expected], 'value')).toThrow(/^INVALID_CRITERIA: value\[0\] is /);
});

test('refuses to compile what contains itself', () => {
  const loop: unknown[] = [];
  loop.push(loop);
  expect(() => matchValue(loop, 'value')).toThrow('INVALID_CRITERIA: value[0] contains itself.');
});

test('takes text as a string, a RegExp or an asymmetric matcher only', () => {
  expect(() => matchText(42, 'criteria.name')).toThrowErrorMatchingInlineSnapshot(
    `[TracewrightError: INVALID_CRITERIA: criteria.name is the number 42; it takes a string, a RegExp or an asymmetric matcher.]`,
  );
});
