import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { canary } from '../../../src/pii/canary/canary.ts';
import { CanarySearch } from '../../../src/pii/canary/canary-search.ts';
import { contentsOf } from '../../../src/pii/canary/contents.ts';
import { SeededSource } from '../../../src/pii/canary/seeded-source.ts';
import { cpuMs } from '../../cpu-ms.ts';

const person = canary.person({ seed: 7 });
const values = contentsOf(person)?.values ?? [];
const search = new CanarySearch(values, ['pepper']);
const base64 = (text: string) => Buffer.from(text).toString('base64');
const base64url = (text: string) => Buffer.from(text).toString('base64url');
const json = JSON.stringify({ id: 1, card: { number: person.card } });
const sha256 = (text: string) => createHash('sha256').update(text).digest();

test.each<[text: string, encoding: string]>([
  [person.card, 'plain'],
  [`card ${person.card.match(/.{4}/g)?.join(' ')} declined`, 'grouped by 4'],
  [[...person.card].reverse().join(''), 'reversed'],
  [json, 'in JSON, field card.number'],
  [base64(json), 'base64 of JSON, field card.number'],
  [`Authorization: Basic ${base64(`shop:${person.card}`)}`, 'basic auth'],
  [`${base64url('{"alg":"none"}')}.${base64url(json)}.`, 'JWT of JSON, field card.number'],
  [encodeURIComponent(base64(json)), 'base64 of JSON, field card.number'],
  [gzipSync(json).toString('base64'), 'gzip in base64 of JSON, field card.number'],
  [Buffer.from(person.card).toString('hex'), 'hex'],
  [sha256(person.card).toString('hex'), 'sha256'],
  [sha256(person.card).toString('base64url'), 'sha256 in base64'],
  [`card ${person.card.slice(0, 12)}`, 'cut off'],
  [Array.from(person.card, char => `&#${char.charCodeAt(0)};`).join(''), 'HTML entities'],
  [base64(`%${Buffer.from(person.card).toString('hex').match(/../g)?.join('%')}`), 'base64 of percent-encoded'],
])('says how it is written: %#', (text, encoding) => {
  expect(search.find(text)).toEqual([{ entry: 3, encoding }]);
});

test.each<[value: string, text: string, encoding: string]>([
  [person.email, person.email.toUpperCase(), 'upper case'],
  [person.email, person.email.split('@')[1] ?? '', 'domain'],
  [person.email, person.email.split('@')[0] ?? '', 'local part'],
  [person.name, person.name.split(' ').reverse().join(', '), 'last name first'],
  [person.name, `Dear ${person.name.split(' ')[0]},`, 'first name'],
  [
    person.phone,
    `call ${person.phone.slice(2).replace(/(...)(...)/, '($1) $2-')}`,
    'national form, with other separators',
  ],
])('says which part it is: %#', (value, text, encoding) => {
  const entry = values.findIndex(one => one.value === value);
  expect(search.find(text)).toEqual([{ entry, encoding }]);
});

function searchFor(value: string): CanarySearch {
  return new CanarySearch([{ label: 'x', value, kind: 'any' }], []);
}

test.each<[label: string, value: string, text: string]>([
  ['a number within a longer one', '483920', '1793620483920000'],
  ['a number in a time', '483920', 'took 12:48:39.20'],
  ['a short word within an id', 'ab12cd', '00ab12cdff'],
  ['words with something between', 'please ring twice', 'please do ring, or knock twice'],
  ['the beginning of a word list', 'please ring twice', 'please'],
  ['the domain that others have too', 'ada.lovelace@example.com', 'https://example.com/'],
  ['the digits of two numbers', '8301947', '8301, 947'],
])('%s is no hit', (_label, value, text) => {
  expect(searchFor(value).find(text)).toEqual([]);
});

test.each<[label: string, value: string, text: string]>([
  ['a number by itself', '483920', 'customer 483920 is gone'],
  ['a short id', 'ab12cd', 'GET /customers/ab12cd'],
  ['letters that are not ASCII', 'Jörg Müßiggänger', 'for J%C3%B6rg+M%C3%BC%C3%9Figg%C3%A4nger'],
  ['decomposed letters', 'Jörg Müßiggänger', 'Jörg Müßiggänger'.normalize('NFD')],
  ['named entities of letters', 'Jörg Müßiggänger', 'J&ouml;rg M&uuml;&szlig;igg&auml;nger'],
  ['an own domain', 'ada@mx7k2q9.net', 'lookup of mx7k2q9.net'],
  ['UTF-16 in base64', 'please ring twice', Buffer.from('please ring twice', 'utf16le').toString('base64')],
  [
    'bytes in a dump',
    'please ring twice',
    Buffer.from('please ring twice').toString('hex').match(/../g)?.join(' ') ?? '',
  ],
  [
    'broken base64',
    'please ring twice',
    (base64(`${'-'.repeat(52)}please ring twice`).match(/.{1,64}/g) ?? []).join('\n'),
  ],
  ['an md5 as a UUID', 'please ring twice', uuidOf('please ring twice')],
])('%s is a hit', (_label, value, text) => {
  expect(searchFor(value).find(text)).toHaveLength(1);
});

function uuidOf(value: string): string {
  const hex = createHash('md5').update(value).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

test('what is found is cut out of a text, and nothing is left of what is encoded', () => {
  expect(search.conceal(`POST /signup/${person.email}/x`)).toBe('POST /signup/***/x');
  expect(search.conceal(`a ${person.card}, b ${person.iban}`)).toBe('a ***, b ***');
  expect(search.conceal(`note ${base64(json)}`)).toBe('***');
  expect(search.conceal('POST /orders')).toBe('POST /orders');
});

const noise = new SeededSource('noise');
const NOISE = Buffer.from(
  noise.text(65_536, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/'),
  'base64',
);
const fill = (unit: string, length: number): string => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

test.each<[label: string, make: (length: number) => string]>([
  ['zeros', length => '0'.repeat(length)],
  ['words', length => fill('internationalization of customers ', length)],
  ['percent signs', length => fill('%25', length)],
  ['percent signs, encoded', length => fill('%2525', length)],
  ['backslashes', length => '\\'.repeat(length)],
  ['escapes of escapes', length => fill('\\u005c', length)],
  ['ampersands', length => fill('&amp;', length)],
  ['base64 of noise', length => fill(NOISE.toString('base64'), length)],
  ['base64 of base64', length => fill(base64(NOISE.toString('base64')), length)],
  ['base64 of base64 of base64', length => fill(base64(base64(NOISE.toString('base64'))), length)],
  ['hex of noise', length => fill(NOISE.toString('hex'), length)],
  ['UUIDs', length => fill('550e8400-e29b-41d4-a716-446655440000 ', length)],
  ['a bomb', length => gzipSync('a'.repeat(60_000_000)).toString('base64').slice(0, length)],
  ['many bombs', length => fill(`${gzipSync('a'.repeat(400_000)).toString('base64').replace(/=/g, '')} `, length)],
  ['nearly the card', length => fill(`${person.card.slice(0, 15)}x`, length)],
  ['the phone in longer numbers', length => fill(`9${person.phone.slice(1)}9`, length)],
  ['a bit of each', length => fill('%41\\u0041&amp;QUJDREVGR0hJSktM 4142434445464748 ', length)],
])('64 KiB of %s take no longer than they may', (_label, make) => {
  const text = make(65_536);
  const times = Array.from({ length: 5 }, () => {
    const started = cpuMs();
    search.find(text);
    return cpuMs() - started;
  });
  // Many times what is needed, and a fraction of what a quadratic search takes.
  expect(Math.min(...times)).toBeLessThan(5_000);
});

test('a value in the last of 64 KiB is found, whatever stands before', () => {
  const text = `${fill('internationalization of customers ', 65_000)}${person.email}`;
  expect(search.find(text)).toHaveLength(1);
  expect(search.find(base64(`${text}, and so on`))).toHaveLength(1);
});
