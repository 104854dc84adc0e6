import { describe, expect, test } from 'vitest';
import type { PiiDetector } from '../../src/pii/detector.ts';
import { findPii } from '../../src/pii/find-pii.ts';
import { failureOf } from '../failure-of.ts';

const found = (value: string, policy: unknown, key = 'app.note') =>
  findPii({ key, value }, policy as Parameters<typeof findPii>[1]).map(({ kind }) => kind);

describe('levels', () => {
  test('off is not looked for, warn is said, ip is off unless asked for', () => {
    expect(found('ada@example.com from 203.0.113.7', undefined)).toEqual(['email']);
    expect(found('ada@example.com from 203.0.113.7', { levels: { email: 'off', ip: 'warn' } })).toEqual(['ip']);
    expect(findPii({ value: 'ada@example.com' }, { levels: { email: 'warn' } })).toMatchObject([{ level: 'warn' }]);
  });
});

describe('an allowance', () => {
  const text = 'mail to ada@example.com';
  const [finding] = findPii({ key: 'app.note', value: text });
  test.each<[what: string, allowance: object, holds: boolean]>([
    ['by the key', { key: 'app.note' }, true],
    ['by a part of the key', { key: 'app.*' }, true],
    ['by a RegExp for the key', { key: /note$/ }, true],
    ['of another key', { key: 'note' }, false],
    ['by the value', { value: 'ada@example.com' }, true],
    ['by the domain', { value: '*@example.com' }, true],
    ['by a pattern', { value: { pattern: '@example\\.com$' } }, true],
    ['by a RegExp that keeps a place', { value: /ada/g }, true],
    ['of another value', { value: '*@example.org' }, false],
    ['by the kind', { kind: 'email' }, true],
    ['by the detector', { detector: 'email' }, true],
    ['by the fingerprint', { fingerprint: finding?.fingerprint }, true],
    ['by the place', { path: 'value' }, true],
    ['of two that must both hold', { key: 'app.note', kind: 'card' }, false],
  ])('%s', (_what, allowance, holds) => {
    const policy = { allow: [{ ...allowance, reason: 'known' }] };
    expect(found(text, policy)).toEqual(holds ? [] : ['email']);
    expect(found(text, policy)).toEqual(holds ? [] : ['email']);
  });

  test('by the key of a part, or of the attribute around it', () => {
    const json = '{"customer":{"mail":"ada@example.com"}}';
    for (const key of ['mail', 'customer', 'app.body'])
      expect(found(json, { allow: [{ key, reason: 'known' }] }, 'app.body')).toEqual([]);
  });
});

describe('a detector and a pattern of your own', () => {
  const detector: PiiDetector = {
    name: 'customer',
    kind: 'customer-number',
    confidence: 'high',
    detect: text => Array.from(text.matchAll(/KD-\d{8}/g), ({ index }) => ({ start: index, end: index + 11 })),
  };

  test('find what they are for, and mask it', () => {
    const findings = findPii({ value: 'of KD-12345678' }, { detectors: [detector] });
    expect(findings).toMatchObject([{ kind: 'customer-number', detector: 'customer', mask: '***' }]);
    expect(found('of KD-12345678', { patterns: [{ name: 'customer', pattern: /kd-\d{8}/i }] })).toEqual(['customer']);
  });

  test('a mask that gives the value away, throws or is no text is not taken', () => {
    const masks: unknown[] = [
      (value: string) => `(${value})`,
      () => 42,
      () => (undefined as unknown as { x: string }).x,
      undefined,
    ];
    for (const mask of masks) {
      const own = { ...detector, ...(mask === undefined ? {} : { mask }) } as PiiDetector;
      expect(findPii({ value: 'KD-12345678' }, { detectors: [own] })[0]?.mask).toBe('***');
    }
    const own = { ...detector, mask: (value: string) => `${value.slice(0, 3)}***` };
    expect(findPii({ value: 'KD-12345678' }, { detectors: [own] })[0]?.mask).toBe('KD-***');
  });

  test('a pattern is only for keys with one of its words', () => {
    const patterns = [{ name: 'customer', pattern: '\\d{8}', words: ['Customer'] }];
    expect(found('12345678', { patterns }, 'app.customerNumber')).toEqual(['customer']);
    expect(found('12345678', { patterns }, 'app.order')).toEqual([]);
  });

  test('a pattern that takes a backtracking engine for ever takes none here', () => {
    const started = performance.now();
    expect(found(`${'a'.repeat(50_000)}!`, { patterns: [{ name: 'slow', pattern: '^(a+)+$' }] })).toEqual([]);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test.each<[what: string, detect: () => unknown, says: RegExp]>([
    [
      'throws',
      () => (undefined as unknown as { x: string }).x,
      /\("customer"\): its detect\(\) threw a TypeError, of a text of 14 characters/,
    ],
    ['gives a Promise', async () => [], /gave a Promise/],
    ['gives nothing', () => undefined, /gave undefined/],
    ['gives places outside of the text', () => [{ start: 3, end: 99 }], /gave start 3 and end 99/],
    ['gives an empty place', () => [{ start: 3, end: 3 }], /gave start 3 and end 3/],
    ['gives rubbish', () => [null], /gave start NaN/],
  ])('one that %s is an error that says so, without the text', (_what, detect, says) => {
    const own = { ...detector, detect } as PiiDetector;
    const text = failureOf(() => findPii({ value: 'my dog is Rex.' }, { detectors: [own] }));
    expect(text).toMatch(/^INVALID_POLICY: policy\.detectors\[0\] /);
    expect(text).toMatch(says);
    expect(text).not.toContain('Rex');
  });
});

test.each<[what: string, policy: unknown, says: RegExp]>([
  ['null', null, /takes a policy: an object, or the path of a file; received null/],
  ['a list', [], /received an empty array/],
  ['an unknown option', { level: {} }, /policy has no option "level"\. Did you mean "levels"\?/],
  ['an explicit undefined', { levels: undefined }, /UNDEFINED_EXPECTATION: policy\.levels is undefined/],
  ['levels that are none', { levels: 'warn' }, /policy\.levels is the string "warn"/],
  ['an unknown kind', { levels: { emial: 'off' } }, /there is no kind "emial"\. Did you mean "email"\?/],
  ['an unknown level', { levels: { email: 'info' } }, /policy\.levels\.email is the string "info"/],
  ['an allowance without a reason', { allow: [{ key: 'a' }] }, /policy\.allow\[0\] has no reason/],
  ['an allowance with a blank reason', { allow: [{ key: 'a', reason: ' ' }] }, /policy\.allow\[0\] has no reason/],
  ['an allowance of everything', { allow: [{ reason: 'a' }] }, /nothing that it allows/],
  [
    'an allowance with an unknown field',
    { allow: [{ reason: 'a', kye: 'b' }] },
    /no option "kye"\. Did you mean "key"\?/,
  ],
  ['an allowance by a number', { allow: [{ reason: 'a', value: 4 }] }, /policy\.allow\[0\]\.value is the number 4/],
  ['a fingerprint that is none', { allow: [{ reason: 'a', fingerprint: 'abc' }] }, /takes the 8 hex digits/],
  ['allowances that are no list', { allow: {} }, /policy\.allow is an object; it takes a list/],
  ['a detector that is none', { detectors: [{ name: 'a' }] }, /policy\.detectors\[0\] is no detector/],
  ['a pattern with look-ahead', { patterns: [{ name: 'a', pattern: '(?=b)c' }] }, /is no pattern in RE2's syntax/],
  ['a pattern without a name', { patterns: [{ pattern: 'a' }] }, /policy\.patterns\[0\]\.name is undefined/],
  ['the name of a detector that is there', { patterns: [{ name: 'email', pattern: 'a' }] }, /is named "email"/],
  [
    'a name twice',
    {
      patterns: [
        { name: 'a', pattern: 'a' },
        { name: 'a', pattern: 'b' },
      ],
    },
    /as is policy\.patterns\[0\]/,
  ],
  ['strict that is no boolean', { strict: 'yes' }, /policy\.strict is the string "yes"/],
])('%s is an error', (_what, policy, says) => {
  expect(failureOf(() => findPii({ value: 'x' }, policy as Parameters<typeof findPii>[1]))).toMatch(says);
});

test('a policy that is frozen, and one of another realm, are taken', () => {
  expect(found('ada@example.com', Object.freeze({ levels: Object.freeze({ email: 'off' }) }))).toEqual([]);
});
