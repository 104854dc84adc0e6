import { inspect, isDeepStrictEqual } from 'node:util';
import { expect as jestExpect } from 'expect';
import { isValidIBAN } from 'ibantools';
import { isValidPhoneNumber } from 'libphonenumber-js';
import { expect, test } from 'vitest';
import { canary } from '../../../src/pii/canary/canary.ts';
import type { Canary } from '../../../src/pii/canary/canary-base.ts';
import { contentsOf } from '../../../src/pii/canary/contents.ts';
import { fictionalPhone } from '../../../src/pii/canary/fictional-phone.ts';
import type { CanaryPerson } from '../../../src/pii/canary/person.ts';
import { SeededSource } from '../../../src/pii/canary/seeded-source.ts';
import { failureOf } from '../../failure-of.ts';

const SEEDS = Array.from({ length: 300 }, (_, seed) => seed);

function wasSent(given: Canary): boolean | undefined {
  return contentsOf(given)?.wasSent;
}

function luhnHolds(digits: string): boolean {
  const sum = [...digits].reverse().reduce((all, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return all + Math.floor(doubled / 10) + (doubled % 10);
  }, 0);
  return sum % 10 === 0;
}

test('every person is valid for validators', () => {
  const invalid = SEEDS.map(seed => canary.person({ seed })).filter(
    ({ phone, iban, card, email, password, token, name }) =>
      !isValidPhoneNumber(phone) ||
      !/^\+\d{9,15}$/.test(phone) ||
      !isValidIBAN(iban) ||
      !/^4\d{15}$/.test(card) ||
      !luhnHolds(card) ||
      !/^[a-z]+\.[a-z]+\d\d@[a-z]+\d{3}\.example\.com$/.test(email) ||
      !/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^\w])\S{20,}$/.test(password) ||
      !/^[A-Za-z\d]{40}$/.test(token) ||
      !/^[A-Z][a-z]{9,} [A-Z][a-z]{9,}$/.test(name),
  );
  expect(invalid.map(({ seed }) => seed)).toEqual([]);
});

test('the same seed gives the same person, another one another', () => {
  expect({ ...canary.person({ seed: 7 }) }).toEqual({ ...canary.person({ seed: 7 }) });
  expect({ ...canary.person({ seed: 'ada' }) }).toEqual({ ...canary.person({ seed: 'ada' }) });
  for (const field of ['name', 'email', 'card', 'iban', 'password', 'token'] as const) {
    const values = new Set(SEEDS.map(seed => canary.person({ seed })[field]));
    expect(values.size, field).toBe(SEEDS.length);
  }
});

test('without a seed each person is another, and tells its seed', () => {
  const [one, other] = [canary.person(), canary.person()];
  expect(one.email).not.toBe(other.email);
  expect(canary.person({ seed: one.seed }).email).toBe(one.email);
});

test.each<[label: string, read: (person: CanaryPerson) => unknown]>([
  ['reading a value', person => person.iban],
  ['destructuring', ({ email }) => email],
  ['spreading', person => ({ ...person })],
  ['JSON.stringify', person => JSON.stringify(person)],
  ['JSON.stringify of what holds it', person => JSON.stringify({ customers: [person] })],
  ['structuredClone', person => structuredClone({ ...person })],
  ['Object.entries', person => Object.entries(person)],
  ['sent()', person => person.sent()],
])('%s counts as sending', (_label, read) => {
  const person = canary.person();
  expect(wasSent(person)).toBe(false);
  read(person);
  expect(wasSent(person)).toBe(true);
});

test.each<[label: string, print: (person: CanaryPerson) => string]>([
  ['util.inspect', person => inspect({ person }, { depth: 9 })],
  ['util.inspect without custom texts', person => inspect(person, { customInspect: false, getters: false })],
  ['String()', person => String(person)],
  ['a template', person => `${person}`],
  ['the printer of Jest', person => failureOf(() => jestExpect({ person }).toBeNull())],
  ['the printer of Vitest', person => failureOf(() => expect(person).toBe(1))],
  ['a failing toEqual against what it is not', person => failureOf(() => expect([person]).toHaveLength(3))],
])('%s shows no value, and counts as nothing', (_label, print) => {
  const person = canary.person();
  const values = contentsOf(person)?.values.map(({ value }) => value) ?? [];
  const text = print(person);
  expect(values).toHaveLength(7);
  expect(values.filter(value => text.includes(value))).toEqual([]);
  expect(wasSent(person)).toBe(false);
});

test('JSON has the values', () => {
  const person = canary.person({ seed: 1 });
  const parsed: unknown = JSON.parse(JSON.stringify({ person }));
  expect(isDeepStrictEqual(parsed, { person: { ...person } })).toBe(true);
});

test('what the system derived can be added, and gives the person back', () => {
  const person = canary.person({ seed: 1 });
  expect(person.track('customer id', 'cus_83kd02').track('number', 8_301_947n)).toBe(person);
  expect(contentsOf(person)?.values.slice(7)).toEqual([
    { label: 'customer id', value: 'cus_83kd02', kind: 'any' },
    { label: 'number', value: '8301947', kind: 'any' },
  ]);
  expect(wasSent(person)).toBe(false);
});

test('a canary of one value counts as sent at once, and shows it nowhere', () => {
  const note = canary.track('the note', 'please ring twice');
  expect(wasSent(note)).toBe(true);
  expect(note.sent()).toBe(note);
  expect(
    [inspect(note), String(note), JSON.stringify(note), failureOf(() => jestExpect([note]).toBeNull())].join(),
  ).not.toContain('ring');
});

test.each<[label: string, value: string | number]>([
  ['one character over and over', 'aaaaaaaa'],
  ['five digits', 12_345],
  ['digits that count', '12345678'],
  ['two characters in turn', 'abababab'],
  ['three characters twice', 'k3xk3x'],
  ['five letters and signs', 'a-k!c?x.e'],
  ['blanks', '          '],
  ['nothing', ''],
])('a value that would be found by chance is refused: %s', (_label, value) => {
  const text = failureOf(() => canary.person().track('customer id', value));
  expect(text).toContain(`INVALID_CANARY: the value of "customer id" has ${String(value).length} characters`);
  expect(text).toContain('at least 6');
  if (String(value).trim() !== '') expect(text).not.toContain(String(value));
  expect(failureOf(() => canary.track('customer id', value))).toBe(text);
});

test.each<[label: string, value: unknown]>([
  ['undefined', undefined],
  ['null', null],
  ['an object', { secret: 'x' }],
  ['an array', ['secret-value']],
  ['a boolean', true],
])('a value that is no text and no number is refused: %s', (_label, value) => {
  const text = failureOf(() => canary.track('the note', value as string));
  expect(text).toMatch(/^INVALID_CANARY: the value of "the note" is .*; it takes text or a number\.$/);
  expect(text).not.toContain('secret');
});

test.each([undefined, '', ' ', 7])('a label that is none is refused: %s', label => {
  expect(failureOf(() => canary.track(label as string, 'please ring twice'))).toMatch(/^INVALID_CANARY: .*label/);
});

test.each<[label: string, options: unknown, code: string]>([
  ['an unknown option', { sead: 7 }, 'UNKNOWN_OPTION'],
  ['an undefined seed', { seed: undefined }, 'UNDEFINED_EXPECTATION'],
  ['a seed that is an object', { seed: {} }, 'INVALID_OPTION'],
  ['an empty seed', { seed: '' }, 'INVALID_OPTION'],
  ['NaN', { seed: Number.NaN }, 'INVALID_OPTION'],
  ['a number for the options', 7, 'INVALID_OPTION'],
])('canary.person() refuses %s', (_label, options, code) => {
  expect(failureOf(() => canary.person(options as { seed: number }))).toMatch(new RegExp(`^${code}: canary.person`));
});

test('phones are of the exchange 555 of any area, and valid whichever it is', () => {
  const phones = Array.from({ length: 4_000 }, (_, index) => fictionalPhone(new SeededSource(`phone ${index}`)));
  expect(phones.filter(phone => !/^\+1\d{3}555(?!1|4)\d{4}$/.test(phone) || !isValidPhoneNumber(phone))).toEqual([]);
  expect(new Set(phones.map(phone => phone.slice(2, 5))).size).toBeGreaterThan(350);
});
