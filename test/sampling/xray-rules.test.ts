import { describe, expect, test } from 'vitest';
import { matchesRule, type XRayRequest } from '../../src/sampling/xray/match-rule.ts';
import { completeRules, type XRaySamplingRule } from '../../src/sampling/xray/rule.ts';

const RULE: XRaySamplingRule = { RuleName: 'one', Priority: 1, ReservoirSize: 0, FixedRate: 0 };

function matches(fields: Partial<XRaySamplingRule>, request: Omit<XRayRequest, 'at'>): boolean {
  const [rule] = completeRules([{ ...RULE, ...fields }], 'a test');
  if (rule === undefined) throw new Error('no rule');
  return matchesRule(rule, request);
}

describe('a pattern', () => {
  test.each([
    ['*', undefined, true],
    ['*', '', true],
    ['orders', 'orders', true],
    ['orders', 'Orders', true],
    ['ORDERS', 'orders', true],
    ['orders', 'orders2', false],
    ['orders', undefined, false],
    ['ord*', 'orders', true],
    ['*ers', 'orders', true],
    ['o*d*s', 'orders', true],
    ['*d*', 'orders', true],
    ['o?ders', 'orders', true],
    ['o?ders', 'oders', false],
    ['orders?', 'orders', false],
    ['?*', 'o', true],
    ['?*', '', false],
    ['a*b*c', 'a1b2b3c', true],
    ['a*b*c', 'a1b2b3', false],
    ['a.b', 'axb', false],
    ['(a|b)+', '(a|b)+', true],
    ['**', 'x', true],
  ])('%o holds %o: %o', (pattern, service, expected) => {
    expect(matches({ ServiceName: pattern }, service === undefined ? {} : { service })).toBe(expected);
  });

  test('of many stars is matched in a time that does not explode', () => {
    const pattern = '*a'.repeat(32);
    expect(matches({ ServiceName: pattern }, { service: `${'a'.repeat(100_000)}b` })).toBe(false);
  });
});

test.each<[keyof XRaySamplingRule, keyof XRayRequest]>([
  ['ServiceName', 'service'],
  ['ServiceType', 'serviceType'],
  ['Host', 'host'],
  ['HTTPMethod', 'method'],
  ['URLPath', 'path'],
  ['ResourceARN', 'resourceArn'],
])('%s is held against %s', (field, key) => {
  expect(matches({ [field]: 'wanted' }, { [key]: 'wanted' })).toBe(true);
  expect(matches({ [field]: 'wanted' }, { [key]: 'other' })).toBe(false);
  expect(matches({ [field]: 'wanted' }, {})).toBe(false);
});

test('all attributes of a rule must match; others of the request do not matter', () => {
  const Attributes = { 'user.tier': 'gold*', region: 'eu' };
  expect(matches({ Attributes }, { attributes: { 'user.tier': 'Gold-1', region: 'eu', more: 'x' } })).toBe(true);
  expect(matches({ Attributes }, { attributes: { 'user.tier': 'gold' } })).toBe(false);
  expect(matches({ Attributes }, {})).toBe(false);
  expect(matches({ Attributes: { a: '*' } }, { attributes: {} })).toBe(false);
});

test('a request without a path has the path /', () => {
  expect(matches({ URLPath: '/' }, {})).toBe(true);
});

test('rules are tried by priority, then by name, the default rule last', () => {
  const named = (RuleName: string, Priority: number) => ({ ...RULE, RuleName, Priority });
  const rules = completeRules([named('z', 2), named('Default', 1), named('b', 5), named('a', 5)], 'a test');
  expect(rules.map(({ RuleName }) => RuleName)).toEqual(['z', 'a', 'b', 'Default']);
});

test("without a default rule of their own, rules get X-Ray's", () => {
  const rules = completeRules([], 'a test');
  expect(rules).toEqual([
    expect.objectContaining({ RuleName: 'Default', Priority: 10_000, ReservoirSize: 1, FixedRate: 0.05, Host: '*' }),
  ]);
});

test('records as the AWS command line prints them are rules too', () => {
  const records = [{ SamplingRule: { ...RULE, RuleARN: 'arn:x', Version: 1 as const }, CreatedAt: 1 }];
  const [rule] = completeRules(records, 'a test');
  expect(completeRules({ SamplingRuleRecords: records }, 'a test')[0]).toEqual(rule);
  expect(rule).toMatchObject({ RuleName: 'one', RuleARN: 'arn:x' });
});

test.each<[string, unknown, string, string]>([
  ['no array', {}, 'INVALID_OPTION', 'rules is an object; it takes an array'],
  ['undefined', undefined, 'UNDEFINED_EXPECTATION', 'the rules is undefined'],
  ['a rule of text', ['x'], 'INVALID_OPTION', 'rule 0 is the string "x"'],
  ['no name', [{ Priority: 1, ReservoirSize: 1, FixedRate: 1 }], 'INVALID_OPTION', 'rule 0 has no RuleName'],
  ['a long name', [{ ...RULE, RuleName: 'x'.repeat(33) }], 'INVALID_OPTION', '1 to 32 characters'],
  ['no rate', [{ ...RULE, FixedRate: undefined }], 'UNDEFINED_EXPECTATION', 'FixedRate is undefined'],
  ['a rate in percent', [{ ...RULE, FixedRate: 5 }], 'INVALID_OPTION', 'from 0 to 1: 0.05 for 5 %'],
  ['half a reservoir', [{ ...RULE, ReservoirSize: 0.5 }], 'INVALID_OPTION', 'a whole number, 0 or more'],
  ['priority 0', [{ ...RULE, Priority: 0 }], 'INVALID_OPTION', 'from 1 to 9,999'],
  ['the priority of the default', [{ ...RULE, Priority: 10_000 }], 'INVALID_OPTION', 'from 1 to 9,999'],
  ['a misspelled key', [{ ...RULE, UrlPath: '/' }], 'UNKNOWN_OPTION', 'Did you mean "URLPath"?'],
  ['a method of a number', [{ ...RULE, HTTPMethod: 1 }], 'INVALID_OPTION', 'a string of up to 10 characters'],
  ['version 2', [{ ...RULE, Version: 2 }], 'INVALID_OPTION', 'X-Ray has version 1 only'],
  ['attributes of text', [{ ...RULE, Attributes: 'x' }], 'INVALID_OPTION', 'it takes an object'],
  ['an attribute of a number', [{ ...RULE, Attributes: { a: 1 } }], 'INVALID_OPTION', 'key and value take'],
  [
    'six attributes',
    [{ ...RULE, Attributes: { a: 'a', b: 'b', c: 'c', d: 'd', e: 'e', f: 'f' } }],
    'INVALID_OPTION',
    'up to 5',
  ],
  ['one name twice', [RULE, RULE], 'INVALID_OPTION', 'two rules have the RuleName "one"'],
])('%s is refused', (_, rules, code, text) => {
  const refusal = () => completeRules(rules as never, 'a test');
  expect(refusal).toThrow(expect.objectContaining({ code, message: expect.stringContaining(text) }));
});
