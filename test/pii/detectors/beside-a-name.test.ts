import { describe, expect, test } from 'vitest';
import { findPii } from '../../../src/pii/find-pii.ts';

const SSN = '219-09-9999';
const PHONE = '(212) 555-0143';
const CARD = '36006666333344';

/** How a statement, an error or a path has a name, and then its value. */
const BESIDE: Readonly<Record<string, (name: string, value: string) => string>> = {
  'a list of a condition': (name, value) => `SELECT 1 FROM users WHERE ${name} IN ('${value}', 'x')`,
  'a comparison by pattern': (name, value) => `SELECT 1 FROM users WHERE ${name} LIKE '${value}%'`,
  'a comparison of functions': (name, value) => `SELECT 1 FROM users WHERE lower(${name}) = lower('${value}')`,
  'a pattern in a function': (name, value) => `SELECT 1 FROM users WHERE lower(${name}) LIKE lower('${value}%')`,
  'the detail of a constraint': (name, value) => `Detail: Key (${name})=(${value}) already exists.`,
  'a key behind it': (name, value) => `Duplicate entry '${value}' for key 'app.users.archived.${name}'`,
  'a column behind it': (name, value) => `Incorrect value '${value}' for column '${name}' at row 1`,
};
const NAMED = [
  ['national-id', 'ssn', SSN],
  ['phone', 'mobile', PHONE],
  ['card', 'ccnum', CARD],
] as const;

describe.each(NAMED)('a %s named %s', (kind, name, value) => {
  test.each(Object.entries(BESIDE))('is found in %s', (_what, put) => {
    const text = put(name, value);
    const found = findPii({ key: 'db.query.text', value: text }).filter(one => one.kind === kind);
    expect(found.map(({ position }) => position && text.slice(position.start, position.end))).toEqual([value]);
  });

  test.each(Object.entries(BESIDE))('is none under another name in %s', (_what, put) => {
    expect(findPii({ key: 'db.query.text', value: put('reference', value) })).toEqual([]);
  });
});

test('an SSN is found in a path behind its name', () => {
  expect(findPii({ key: 'url.path', value: `/users/ssn/${SSN}/orders` })).toMatchObject([{ kind: 'national-id' }]);
});

test.each([
  ['an address in upper case', 'ADA@EXAMPLE.COM'],
  ['a domain in mixed case', 'ada@Example.Co.Uk'],
])('%s is found', (_what, value) => {
  expect(findPii({ key: 'app.note', value })).toMatchObject([{ kind: 'email' }]);
});

test.each([
  ['a card of UATP under a word', 'my credit card: 122000000000003'],
  ['a Dankort under a word', 'card 5019717010103742'],
])('%s is found', (_what, value) => {
  expect(findPii({ key: 'app.note', value })).toMatchObject([{ kind: 'card' }]);
});

test('a phone under the key of the clock is found', () => {
  expect(findPii({ key: 'url.query', value: 'm=%2B49%2030%2023125429' })).toMatchObject([{ kind: 'phone' }]);
});

test.each([
  ["Go's clock after weeks", 't', '2026-01-02 15:04:05.5 +0200 CEST m=+4911082.694630143'],
  ["Go's clock after years", 't', '2026-01-02 15:04:05.5 +0200 CEST m=+49302312.123456'],
  ['the id of a message in a block of headers', 'app.headers', 'Message-ID: <17.abc@mail.example.com>'],
  ['a function and its file', 'exception.stacktrace', 'render@main.py:3\nbuild@tools.rs:14'],
  ['the id of a charge', 'app.note', 'charge id 4929123456789015 declined'],
  ['a number of messages', 'sms.batch', '44072603'],
  ['a latency', 'http.lat', '12.8798'],
  ['a percentile', 'p99.lat', '12.3858'],
  ['a long value', 'long.running.seconds', '12.2587'],
  ['a place on a screen', 'scroll.position', '12.1607, 33.5826'],
  ['the time of birth of a thread', 'thread.birth.time', '2026-01-02'],
])('%s is nobody', (_what, key, value) => {
  expect(findPii({ key, value })).toEqual([]);
});
