import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import '../../matchers/vitest.ts';
import { findPii } from '../../src/pii/find-pii.ts';
import type { PiiPolicy } from '../../src/pii/policy/policy.ts';
import { randomBitsOf } from '../../src/pii/vendor-tokens/random-bits.ts';
import { buildTrace } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';

const KEY = 'a key of the tests, which is in no policy';
const EMAIL = { key: 'user.email', value: 'ada@example.com' };
/** 60 characters of a-z and 0-9 (310 bits), and 16 of base32 (80 bits). */
const RANDOM_TOKEN = { value: `CLOJARS_${createHash('sha512').update('clojars').digest('hex').slice(0, 60)}` };
const SHORT_TOKEN = { value: 'AKIAZ5GMQ7TJ4VNLXR2B' };

afterEach(() => vi.unstubAllEnvs());

function fingerprintOf(subject: Parameters<typeof findPii>[0], policy?: PiiPolicy): string | undefined {
  const found = findPii(subject, policy);
  expect(found).toHaveLength(1);
  return found[0]?.fingerprint;
}

describe('without a key', () => {
  test.each([
    ['an e-mail address', EMAIL],
    ['a card', { key: 'card', value: '4242 4242 4242 4242' }],
    ['a birth date', { key: 'birth_date', value: '1984-05-17' }],
    ['a phone number', { key: 'phone', value: '+49 30 901820' }],
    ['a password', { key: 'password', value: 'hunter2-is-short' }],
    ['a vendor token of 80 random bits', SHORT_TOKEN],
  ])('%s has no fingerprint', (_what, subject) => {
    expect(fingerprintOf(subject)).toBeUndefined();
  });

  test('a vendor token of more than 128 random bits has one, by which it can be allowed', () => {
    const fingerprint = fingerprintOf(RANDOM_TOKEN);
    expect(fingerprint).toMatch(/^[\da-f]{16}$/);
    expect(
      findPii(RANDOM_TOKEN, { allow: [{ fingerprint: fingerprint ?? '', reason: 'a token of the tests' }] }),
    ).toEqual([]);
  });

  test('an allowance by the fingerprint of another value fails, whatever was found', () => {
    vi.stubEnv('TRACEWRIGHT_FINGERPRINT_KEY', KEY);
    const policy = { allow: [{ fingerprint: fingerprintOf(EMAIL) ?? '', reason: 'the seeded user' }] };
    for (const key of [undefined, '', ' ']) {
      vi.stubEnv('TRACEWRIGHT_FINGERPRINT_KEY', key);
      expect(failureOf(() => findPii(EMAIL, policy))).toMatch(
        /^FINGERPRINT_KEY_MISSING: policy\.allow\[0\] \(fingerprint [\da-f]{32}\) needs the key .* TRACEWRIGHT_FINGERPRINT_KEY is not set/,
      );
      expect(failureOf(() => findPii({ value: 'nothing' }, policy))).toMatch(/^FINGERPRINT_KEY_MISSING/);
      const trace = buildTrace([{ name: 'GET /', attributes: { 'user.email': EMAIL.value } }]);
      expect(failureOf(() => expect(trace).toBeFreeOfPii(policy))).toMatch(/FINGERPRINT_KEY_MISSING/);
      expect(failureOf(() => expect(trace).not.toBeFreeOfPii(policy))).toMatch(/FINGERPRINT_KEY_MISSING/);
    }
  });
});

describe('with a key', () => {
  test('every finding has a fingerprint, which depends on the key, the kind and the value alone', () => {
    vi.stubEnv('TRACEWRIGHT_FINGERPRINT_KEY', KEY);
    const fingerprint = fingerprintOf(EMAIL);
    expect(fingerprint).toMatch(/^[\da-f]{32}$/);
    expect(fingerprintOf({ key: 'app.note', value: 'mail to ADA@example.com' })).toBe(fingerprint);
    expect(fingerprintOf({ key: 'user.email', value: 'bob@example.com' })).not.toBe(fingerprint);
    vi.stubEnv('TRACEWRIGHT_FINGERPRINT_KEY', `${KEY} `);
    expect(fingerprintOf(EMAIL), 'a blank at the end, as files have it').toBe(fingerprint);
    vi.stubEnv('TRACEWRIGHT_FINGERPRINT_KEY', 'another key');
    expect(fingerprintOf(EMAIL)).not.toBe(fingerprint);
  });

  test('an allowance by it holds for that value only', () => {
    vi.stubEnv('TRACEWRIGHT_FINGERPRINT_KEY', KEY);
    const policy = { allow: [{ fingerprint: fingerprintOf(EMAIL) ?? '', reason: 'the seeded user' }] };
    expect(findPii(EMAIL, policy)).toEqual([]);
    expect(findPii({ ...EMAIL, value: 'bob@example.com' }, policy)).toHaveLength(1);
  });

  test('a random token can still be allowed by the fingerprint that it has without a key', () => {
    const fingerprint = fingerprintOf(RANDOM_TOKEN) ?? '';
    vi.stubEnv('TRACEWRIGHT_FINGERPRINT_KEY', KEY);
    expect(fingerprintOf(RANDOM_TOKEN)).not.toBe(fingerprint);
    expect(findPii(RANDOM_TOKEN, { allow: [{ fingerprint, reason: 'a token of the tests' }] })).toEqual([]);
  });

  test('the policy names the variable', () => {
    vi.stubEnv('TRACEWRIGHT_FINGERPRINT_KEY', 'another key');
    vi.stubEnv('PII_KEY', KEY);
    const named = fingerprintOf(EMAIL, { fingerprintKeyEnv: 'PII_KEY' });
    expect(named).not.toBe(fingerprintOf(EMAIL));
    vi.stubEnv('TRACEWRIGHT_FINGERPRINT_KEY', KEY);
    expect(named).toBe(fingerprintOf(EMAIL));
    vi.stubEnv('PII_KEY', undefined);
    expect(fingerprintOf(EMAIL, { fingerprintKeyEnv: 'PII_KEY' })).toBeUndefined();
  });
});

describe('a policy that holds the key itself is refused, and the key is not told', () => {
  const SECRET = '4f0c2a9d7b1e4c6f8a3d5e7b9c1f2a4d';
  test.each([
    ['as fingerprintKey', { fingerprintKey: SECRET }],
    ['as fingerprint_key', { fingerprint_key: SECRET }],
    ['as hmacKey', { hmacKey: SECRET }],
    ['in place of the name', { fingerprintKeyEnv: SECRET }],
    ['in letters and digits in place of the name', { fingerprintKeyEnv: `abc${SECRET}` }],
    ['in base64 in place of the name', { fingerprintKeyEnv: `${SECRET}==` }],
    ['a number', { fingerprintKeyEnv: 12345678 }],
  ])('%s', (_what, policy) => {
    const text = failureOf(() => findPii(EMAIL, policy as PiiPolicy));
    expect(text).toMatch(
      /^INVALID_POLICY: policy.* The key of fingerprints never stands in a policy: put it into an env/,
    );
    expect(text).not.toMatch(/4f0c2a9d|12345678/);
    const inFile = inPolicyFile(policy, path => failureOf(() => findPii(EMAIL, path)));
    expect(inFile).toMatch(/^INVALID_POLICY: .*policy\.json:\d+:\d+ {2}policy.*never stands in a policy/);
    expect(inFile).not.toMatch(/4f0c2a9d|12345678/);
  });
});

function inPolicyFile<Result>(policy: object, run: (path: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'policy-'));
  try {
    const path = join(folder, 'policy.json');
    writeFileSync(path, JSON.stringify(policy));
    return run(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a fingerprint of an earlier version is told apart', () => {
  expect(failureOf(() => findPii(EMAIL, { allow: [{ fingerprint: '5f1c09e2', reason: 'old' }] }))).toMatch(
    /^INVALID_POLICY: policy\.allow\[0\]\.fingerprint .* 8 digits are of an earlier version/,
  );
});

describe('an allowance until a day', () => {
  const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const until = (day: unknown): PiiPolicy => ({
    allow: [{ key: 'user.email', until: day as string, reason: 'until the next release' }],
  });

  test.each([0, 1, 400])('holds %d days before it', days => {
    expect(findPii(EMAIL, until(dayIn(days)))).toEqual([]);
    expect(findPii({ ...EMAIL, key: 'app.note' }, until(dayIn(days)))).toHaveLength(1);
  });

  test.each(['2020-02-29', dayIn(-1)])('fails after %s, and names the allowance', day => {
    const says = `ALLOWANCE_EXPIRED: policy.allow[0] (key user.email; until the next release) was valid until ${day}.`;
    expect(failureOf(() => findPii({ value: 'nothing' }, until(day)))).toContain(says);
    const trace = buildTrace([{ name: 'GET /' }]);
    expect(failureOf(() => expect(trace).toBeFreeOfPii(until(day)))).toContain(says);
    expect(failureOf(() => expect(trace).not.toBeFreeOfPii(until(day)))).toContain(says);
    expect(inPolicyFile(until(day), path => failureOf(() => findPii(EMAIL, path)))).toMatch(
      /^ALLOWANCE_EXPIRED: .*policy\.json:1:\d+ {2}policy\.allow\[0\]/,
    );
  });

  test('goes by the real clock, whatever a test fakes', () => {
    vi.useFakeTimers({ now: new Date('2199-01-01'), toFake: ['Date'] });
    try {
      expect(findPii(EMAIL, until('2099-12-31'))).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  test.each([
    '2027-02-30',
    '2027-13-01',
    '2027-3-1',
    '01.03.2027',
    '2027-03-01T00:00:00Z',
    '',
    20270301,
    null,
    new Date(0),
  ])('refuses %j', day => {
    const text = failureOf(() => findPii(EMAIL, until(day)));
    expect(text).toMatch(/^INVALID_POLICY: policy\.allow\[0\]\.until is .*; it takes a day of the calendar/);
  });

  test('with nothing that it allows is refused', () => {
    const policy = { allow: [{ until: '2099-01-01', reason: 'all of it' }] };
    expect(failureOf(() => findPii(EMAIL, policy))).toMatch(/nothing that it allows/);
  });
});

describe('what the text suggests', () => {
  const SPANS: Record<string, Parameters<typeof buildTrace>[0][number]> = {
    'an attribute': { name: 'GET /', attributes: { 'user.email': EMAIL.value } },
    'a part of JSON': { name: 'GET /', attributes: { 'app.body': '{"a":{"mail":"ada@example.com"}}' } },
    'a span name': { name: 'GET /ada@example.com' },
    'a status message': { name: 'GET /', status: { code: 'ERROR', message: `no user ${EMAIL.value}` } },
    'a key that holds a value': { name: 'GET /', attributes: { 'app.ada@example.com': 'x' } },
    'a service with quotes': { name: "it's \\ GET", service: "it's", attributes: { mail: EMAIL.value } },
    'a name too long for a line': { name: 'x'.repeat(200), attributes: { mail: EMAIL.value } },
    'a random token': { name: 'GET /', attributes: { note: RANDOM_TOKEN.value } },
  };
  test.each(Object.entries(SPANS))('for %s accepts it when it is pasted', (_what, span) => {
    const trace = buildTrace([span]);
    const [, literal = ''] = /with a reason: (\{.*\})$/m.exec(failureOf(() => expect(trace).toBeFreeOfPii())) ?? [];
    const policy = new Function(`return ${literal}`)() as PiiPolicy;
    expect(policy.allow?.[0]?.reason).toBe('...');
    expect(trace).toBeFreeOfPii(policy);
    const elsewhere = buildTrace([{ name: 'POST /', service: 'elsewhere', attributes: { other: EMAIL.value } }]);
    expect(elsewhere).not.toBeFreeOfPii(policy);
  });
});

test.each([
  ['ghp_', 'github', `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`, 170, 190],
  ['a UUID', 'npm', '6fa459ea-ee8a-4ca4-894e-db77e160355e', 122, 122],
  ['nothing of the vendor', 'github', 'hello', 0, 0],
  ['more than the token', 'github', `ghp_${'a'.repeat(36)}-`, 0, 0],
])('the random bits of %s', (_what, vendor, value, min, max) => {
  const bits = randomBitsOf(value, vendor);
  expect(bits).toBeGreaterThanOrEqual(min);
  expect(bits).toBeLessThanOrEqual(max);
});
