import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { PiiDetector } from '../../src/pii/detector.ts';
import { findPii } from '../../src/pii/find-pii.ts';
import { cpuMs } from '../cpu-ms.ts';
import { failureOf } from '../failure-of.ts';

const found = (value: string, policy: unknown, key = 'app.note') =>
  findPii({ key, value }, policy as Parameters<typeof findPii>[1]).map(({ kind }) => kind);

describe('levels', () => {
  test('off is not looked for, warn is said, ip is off unless asked for', () => {
    expect(found('ada@example.com from 203.0.113.7', undefined)).toEqual(['email']);
    expect(found('ada@example.com from 203.0.113.7', { levels: { email: 'off', ip: 'warn' } })).toEqual(['ip']);
    expect(findPii({ value: 'ada@example.com' }, { levels: { email: 'warn' } })).toMatchObject([{ level: 'warn' }]);
  });

  test.each(['constructor', 'toString', '__proto__'])('a kind of the name %s is an error like any other', name => {
    const patterns = [{ name, pattern: 'KD-\\d{8}' }];
    expect(findPii({ value: 'KD-12345678' }, { patterns })).toMatchObject([{ kind: name, level: 'error' }]);
    const levels = JSON.parse(`{ "${name}": "off" }`);
    expect(findPii({ value: 'KD-12345678' }, { patterns, levels })).toEqual([]);
  });
});

describe('an allowance', () => {
  const text = 'mail to ada@example.com';
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

  test('the words of a pattern are in any case and any alphabet', () => {
    const patterns = [{ name: 'number', pattern: '\\d{8}', words: ['MEMBER', 'größe'] }];
    expect(found('12345678', { patterns }, 'app.member')).toEqual(['number']);
    expect(found('12345678', { patterns }, 'app.größe')).toEqual(['number']);
  });

  test("a RegExp's own notation is taken, and its flags", () => {
    const policy = (pattern: RegExp) => ({ patterns: [{ name: 'own', pattern }] });
    expect(found('of KD-12345678', policy(/(?<mark>\u004b)D-\d{8}/))).toEqual(['own']);
    expect(found('of\nkd/12', policy(/^KD\/\d+$/im))).toEqual(['own']);
    expect(found('of KD\n12', policy(/D.1/))).toEqual([]);
    expect(found('of KD\n12', policy(/D.1/gs))).toEqual(['own']);
  });

  test('a detector may be an instance of a class', () => {
    class Own implements PiiDetector {
      readonly name = 'own';
      readonly kind = 'customer-number';
      readonly confidence = 'low';
      readonly #mark = 'KD-';
      detect(text: string) {
        const start = text.indexOf(this.#mark);
        return start < 0 ? [] : [{ start, end: start + 11 }];
      }
      mask(value: string) {
        return `${value.slice(0, this.#mark.length)}***`;
      }
    }
    const findings = findPii({ value: 'of KD-12345678' }, { detectors: [new Own()] });
    expect(findings).toMatchObject([{ detector: 'own', confidence: 'low', mask: 'KD-***' }]);
  });

  test.each<[what: string, pattern: string, text: (length: number) => string]>([
    ['that backtracks', '^(a+)+$', length => `${'a'.repeat(length)}!`],
    ['that looks ahead to the end for each match', 'a(.*b)?', length => 'a'.repeat(length)],
    ['that looks ahead to the end for matches of nothing', '\\b(.*b)?', length => 'a '.repeat(length / 2)],
  ])('a pattern %s takes no longer for it', (_what, pattern, text) => {
    const started = cpuMs();
    found(text(65_536), { patterns: [{ name: 'slow', pattern }] });
    expect(cpuMs() - started).toBeLessThan(3_000);
  });

  test('all that a pattern matches is masked, also where it is too much to be told one by one', () => {
    const numbers = Array.from({ length: 5_000 }, (_, index) => `KD-${10_000_000 + index}`).join(' ');
    for (const pattern of ['KD-\\d{8}', 'KD-\\d+']) {
      const findings = findPii({ value: numbers }, { patterns: [{ name: 'customer', pattern }] });
      const covered = findings.reduce((sum, { position }) => sum + (position?.end ?? 0) - (position?.start ?? 0), 0);
      expect(covered).toBeGreaterThanOrEqual(5_000 * 11);
    }
  });

  test.each<[what: string, detect: (text: string) => unknown, says: RegExp]>([
    [
      'throws',
      () => (undefined as unknown as { x: string }).x,
      /\("customer"\): its detect\(\) threw a TypeError, of a text of 14 characters/,
    ],
    ['gives a Promise', async () => [], /gave a Promise/],
    ['gives nothing', () => undefined, /gave undefined/],
    ['gives places outside of the text', () => [{ start: 3, end: 99 }], /gave start 3 and end 99/],
    ['gives an empty place', () => [{ start: 3, end: 3 }], /gave start 3 and end 3/],
    ['throws text', () => throwIt('Rex'), /threw a string, of a text/],
    ['throws an Error of its own', () => throwIt(new AggregateError([], 'Rex')), /threw an AggregateError/],
    ['rejects', async () => throwIt(new Error('Rex')), /gave a Promise/],
    ['gives the text back', (text: string) => text, /gave a string; it takes a list/],
    ['gives what it found as text', () => ['Rex'], /gave a list that holds a string/],
    ['gives a list with nothing in it', () => [null], /gave a list that holds null/],
    ['gives a place without an end', () => [{ start: 3 }], /gave start 3 and end undefined/],
    ['gives a place that is text', () => [{ start: 'Rex', end: 4 }], /gave start a string and end 4/],
    ['gives half a place', () => [{ start: 0.5, end: 4 }], /gave start 0\.5 and end 4/],
    [
      'gives a confidence that is none',
      () => [{ start: 0, end: 4, confidence: 'Rex' }],
      /gave another confidence than/,
    ],
    ['gives a form that is none', () => [{ start: 0, end: 4, form: 7 }], /gave a number as the form/],
    [
      'gives the value as the form',
      () => [{ start: 0, end: 14, form: 'my dog is Rex.' }],
      /the value itself as the form/,
    ],
  ])('one that %s is an error that says so, without the text', (_what, detect, says) => {
    const own = { ...detector, detect } as PiiDetector;
    const text = failureOf(() => findPii({ value: 'my dog is Rex.' }, { detectors: [own] }));
    expect(text).toMatch(/^INVALID_POLICY: policy\.detectors\[0\] /);
    expect(text).toMatch(says);
    expect(text).not.toContain('Rex');
  });
});

function throwIt(what: unknown): never {
  throw what;
}

const whole = { name: 'a', kind: 'b', confidence: 'high', detect: () => [] };

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
  [
    'an invalid fingerprint',
    { allow: [{ reason: 'a', fingerprint: 'abc' }] },
    /takes the fingerprint of a finding: 16 or 32 hex digits/,
  ],
  ['allowances that are no list', { allow: {} }, /policy\.allow is an object; it takes a list/],
  ['levels that are null', { levels: null }, /policy\.levels is null; it takes an object of kinds/],
  ['levels that are a Map', { levels: new Map() }, /policy\.levels is a Map/],
  ['a kind that only objects have', { levels: JSON.parse('{"__proto__":"off"}') }, /no kind "__proto__"/],
  ['allowances that are null', { allow: null }, /policy\.allow is null; it takes a list/],
  ['an allowance that is text', { allow: ['user.email'] }, /policy\.allow\[0\] is the string "user\.email"/],
  ['an allowance of empty text', { allow: [{ reason: 'a', key: '' }] }, /policy\.allow\[0\]\.key is an empty string/],
  [
    'an allowance of an unknown kind',
    { allow: [{ reason: 'a', kind: 'emial' }] },
    /policy\.allow\[0\]\.kind: there is no kind "emial"\. Did you mean "email"\?/,
  ],
  [
    'an allowance of an unknown detector',
    { allow: [{ reason: 'a', detector: 'payment-crad' }] },
    /policy\.allow\[0\]\.detector: there is no detector "payment-crad"\. Did you mean "payment-card"\?/,
  ],
  ['a kind that is no text', { allow: [{ reason: 'a', kind: /x/ }] }, /policy\.allow\[0\]\.kind is a RegExp/],
  [
    'a fingerprint in capitals',
    { allow: [{ reason: 'a', fingerprint: 'ABCDEF0123456789' }] },
    /takes the fingerprint of a finding/,
  ],
  ['detectors that are no list', { detectors: whole }, /policy\.detectors is an object; it takes a list/],
  [
    'a detector that is none',
    { detectors: [() => []] },
    /policy\.detectors\[0\] is a function; it takes \{ name, kind/,
  ],
  [
    'a detector without a name',
    { detectors: [{ ...whole, name: ' ' }] },
    /policy\.detectors\[0\]\.name is the string " "/,
  ],
  ['a detector without a kind', { detectors: [{ ...whole, kind: 4 }] }, /policy\.detectors\[0\]\.kind is the number 4/],
  [
    'a detector without a confidence',
    { detectors: [{ name: 'a', kind: 'b', detect: whole.detect }] },
    /policy\.detectors\[0\]\.confidence is undefined; it takes 'high', 'medium' or 'low'/,
  ],
  ['a detector that detects nothing', { detectors: [{ ...whole, detect: /a/ }] }, /\[0\]\.detect is a RegExp/],
  ['a mask that is text', { detectors: [{ ...whole, mask: '***' }] }, /\[0\]\.mask is the string "\*\*\*"/],
  [
    'a detector and a pattern of one name',
    { detectors: [whole], patterns: [{ name: 'a', pattern: 'a' }] },
    /as is policy\.detectors\[0\]/,
  ],
  ['patterns that are no list', { patterns: 'KD' }, /policy\.patterns is the string "KD"; it takes a list/],
  ['a pattern that is empty', { patterns: [{ name: 'a', pattern: '' }] }, /patterns\[0\]\.pattern is an empty string/],
  [
    'a pattern of the empty text',
    { patterns: [{ name: 'a', pattern: 'x*' }] },
    /patterns\[0\]\.pattern matches the empty/,
  ],
  ['a pattern with a back-reference', { patterns: [{ name: 'a', pattern: /(a)\1/ }] }, /is no pattern in RE2's syntax/],
  [
    'a pattern too large',
    { patterns: [{ name: 'a', pattern: '((a{999}){999}){999}' }] },
    /is no pattern in RE2's syntax/,
  ],
  ['words that are text', { patterns: [{ name: 'a', pattern: 'a', words: 'b' }] }, /\.words is the string "b"/],
  ['no words', { patterns: [{ name: 'a', pattern: 'a', words: [] }] }, /\.words is an empty array/],
  [
    'a word of two',
    { patterns: [{ name: 'a', pattern: 'a', words: ['a', 'customerNumber'] }] },
    /\.words\[1\] is .*a single word/,
  ],
  ['a word of none', { patterns: [{ name: 'a', pattern: 'a', words: ['--'] }] }, /\.words\[0\] is .*a single word/],
  ['a URL that is no file', new URL('https://example.com/policy.yaml'), /the policy is https:.*file: URL/],
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
  const foreign = runInNewContext(`({
    levels: { iban: 'off' },
    allow: [{ value: /^ada@/g, reason: 'the seeded customers' }],
    patterns: [{ name: 'customer', pattern: /kd-\\d{8}/i }],
  })`);
  expect(found('ada@example.com, KD-12345678, GB82 WEST 1234 5698 7654 32', foreign)).toEqual(['customer']);
});
