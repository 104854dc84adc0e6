import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { canary } from '../../../src/pii/canary/canary.ts';
import { CanarySearch } from '../../../src/pii/canary/canary-search.ts';
import { blake2b } from '../../../src/pii/canary/digest/blake2b.ts';
import { listedTexts } from '../../../src/pii/canary/listed-texts.ts';
import { SeededSource } from '../../../src/pii/canary/seeded-source.ts';

// docs/pii.md, "What cannot be found", states these bounds: each is held on both sides.

const VALUE = 'kestrelQuartz7Lantern';
const DIGITS = '4129080364715528';
const search = new CanarySearch(
  [
    { label: 'text', value: VALUE, kind: 'any' },
    { label: 'digits', value: DIGITS, kind: 'any' },
  ],
  [],
);
const sha256 = createHash('sha256').update(VALUE).digest();
const hex = (text: string): string => Buffer.from(text).toString('hex');
const escaped = (length: number): string =>
  `${'%20'.repeat(length - VALUE.length)}${[...VALUE].map(char => `%${hex(char)}`).join('')}`;
const noise = new SeededSource('noise').text(400_000, 'abcdefghijklmnopqrstuvwxyz0123456789');
const packed = (before: number, after: number): string =>
  gzipSync(`${noise.slice(0, before)} ${VALUE} ${noise.slice(before, before + after)}`).toString('base64');

test.each<[bound: string, within: string, beyond: string]>([
  ['8 characters of the beginning, at the end of a text', `for ${VALUE.slice(0, 8)}`, `for ${VALUE.slice(0, 7)}`],
  ['10 of them where most are digits', `for ${DIGITS.slice(0, 10)}`, `for ${DIGITS.slice(0, 9)}`],
  ['8 before a mark', `for ${VALUE.slice(0, 8)}... retry`, `for ${VALUE.slice(0, 7)}... retry`],
  ['8 of the end behind a mark', `...${VALUE.slice(-8)} retry`, `...${VALUE.slice(-7)} retry`],
  ['16 of the end at the beginning of a text', `${VALUE.slice(-16)} retry`, `${VALUE.slice(-15)} retry`],
  ['12 at both ends', `${VALUE.slice(0, 6)}...${VALUE.slice(-6)}`, `${VALUE.slice(0, 5)}...${VALUE.slice(-6)}`],
  ['4 at each end', `${VALUE.slice(0, 4)}...${VALUE.slice(-8)}`, `${VALUE.slice(0, 3)}...${VALUE.slice(-7)}`],
  ['16 marks', `${'a... '.repeat(15)}${VALUE.slice(0, 8)}... b`, `${'a... '.repeat(16)}${VALUE.slice(0, 8)}... b`],
  ['the first 16 hex digits of a digest', sha256.toString('hex').slice(0, 16), sha256.toString('hex').slice(0, 15)],
  ['the last 16', sha256.toString('hex').slice(-16), sha256.toString('hex').slice(-15)],
  [
    '11 characters of a digest in base64',
    sha256.toString('base64').slice(0, 11),
    sha256.toString('base64').slice(0, 10),
  ],
  ['three encodings', hex(hex(hex(VALUE))), hex(hex(hex(hex(VALUE))))],
  ['a list of 6 characters in JSON', JSON.stringify([...VALUE]), JSON.stringify([...VALUE].slice(0, 5))],
  ['3 signs between two characters', [...VALUE].join('---'), [...VALUE].join('----')],
  ['the first 64 KiB of what is compressed', packed(60_000, 60_000), packed(140_000, 100_000)],
  ['the value alone in base58', asNumber(VALUE, 58), asNumber(`to ${VALUE}`, 58)],
])('%s', (_bound, within, beyond) => {
  expect(search.find(within)).toHaveLength(1);
  expect(search.find(beyond)).toEqual([]);
});

test('a text may be long: what it decodes to is looked through to its end', () => {
  expect(search.find(escaped(400_000))).toHaveLength(1);
});

test('a value needs 6 distinctive characters', () => {
  expect(() => canary.track('it', 'kq7zv3')).not.toThrow();
  expect(() => canary.track('it', 'kq7zv')).toThrow('INVALID_CANARY');
});

test('of a list the first 65,536 characters are looked through as one text', () => {
  const listed = (before: number): string =>
    listedTexts({ attributes: { list: [...'-'.repeat(before), ...VALUE] } })
      .map(({ text }) => text)
      .join();
  expect(search.find(listed(65_536 - VALUE.length))).toHaveLength(1);
  expect(search.find(listed(65_536 - 7))).toEqual([]);
});

test.each<[text: string, length: number, digest: string]>([
  // As Python's hashlib has them.
  ['abc', 32, 'bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319'],
  ['', 32, '0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8'],
])('BLAKE2b of "%s" in %i bytes', (text, length, digest) => {
  expect(blake2b(Buffer.from(text), length).toString('hex')).toBe(digest);
});

test('BLAKE2b of texts of any length is that of node:crypto in full length', () => {
  for (const length of [1, 127, 128, 129, 255, 256, 257, 1_000]) {
    const text = Buffer.from(noise.slice(0, length));
    expect(blake2b(text, 64).toString('hex')).toBe(createHash('blake2b512').update(text).digest('hex'));
  }
});

test('BLAKE2b of a value in 16, 20, 32 and 48 bytes is found', () => {
  for (const length of [16, 20, 32, 48])
    expect(search.find(blake2b(Buffer.from(VALUE), length).toString('hex'))).toEqual([
      { entry: 0, encoding: `blake2b-${length * 8}` },
    ]);
});

test.each<[label: string, value: string, text: string]>([
  ['a value with a wide gap of its own', 'kestrel -- -- quartz7', 'note: kestrel -- -- quartz7.'],
  ['digits of a list', '8301947562', '[8, 3, 0, 1, 9, 4, 7, 5, 6, 2]'],
  ['a hex dump of two lines', VALUE, dumpOf(`0123456789${VALUE} and more`)],
  [
    'UTF-16 of another alphabet',
    'Настасья Филипповна',
    Buffer.from('Настасья Филипповна', 'utf16le').toString('base64'),
  ],
  ['a name in other accents', 'Jürgen Größenwahn', 'juergen-groessenwahn'],
  ['a ligature', 'stefanie affleck', 'stefanie a\ufb00leck'],
  ['a domain in punycode', 'ada@bücherwürmer7.net', 'lookup of xn--bcherwrmer7-thbf.net'],
])('%s is a hit', (_label, value, text) => {
  expect(new CanarySearch([{ label: 'x', value, kind: 'any' }], []).find(text)).toHaveLength(1);
});

test.each<[label: string, value: string, text: string]>([
  ['the domain that others have too, behind a mark', 'ada.lovelace.1815@example.com', 'see ...@example.com'],
  ['the end of a path', 'reports/2026/kestrel/index.html', '.../index.htm'],
  ['first six and last four', DIGITS, `${DIGITS.slice(0, 6)}******${DIGITS.slice(-4)}`],
  ['a list of other bytes', VALUE, '[107, 101, 115, 116, 114, 101]'],
])('%s is no hit', (_label, value, text) => {
  expect(new CanarySearch([{ label: 'x', value, kind: 'any' }], []).find(text)).toEqual([]);
});

function asNumber(text: string, base: number): string {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  let [value, digits] = [BigInt(`0x${hex(text)}`), ''];
  for (; value > 0n; value /= BigInt(base)) digits = `${alphabet[Number(value % BigInt(base))]}${digits}`;
  return digits;
}

/** As `xxd` prints it. */
function dumpOf(text: string): string {
  const lines = text.match(/.{1,16}/g) ?? [];
  return lines
    .map(
      (line, index) =>
        `${(index * 16).toString(16).padStart(8, '0')}: ${hex(line)
          .match(/.{1,4}/g)
          ?.join(' ')}  ${line}`,
    )
    .join('\n');
}
