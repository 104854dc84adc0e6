import { base, en, Faker } from '@faker-js/faker';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TELEMETRY_PLACES } from '../../eval/pii/canary-places.ts';
import { findPii } from '../../src/pii/find-pii.ts';
import { maskText } from '../../src/pii/masking/mask-text.ts';
import { runs } from '../runs.ts';

const faker = new Faker({ locale: [en, base] });

/** What is known by its own form, wherever it stands. */
const VALUES: Readonly<Record<string, () => string>> = {
  email: () => faker.internet.email(),
  iban: () => faker.finance.iban(),
  // Only cards are grouped so; anybody groups ids by fours.
  card: () => faker.finance.creditCardNumber('34##-######-####L').replaceAll('-', ' '),
  phone: () => `+4930${faker.string.numeric({ length: 8, exclude: ['0', '1'] })}`,
  secret: () => `ghp_${faker.string.alphanumeric(36)}`,
};
const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  plain: text => text,
  percent: text => encodeURIComponent(text),
  'every byte in percent': text => text.replace(/./g, char => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`),
  'percent in percent': text => encodeURIComponent(encodeURIComponent(text)),
  base64: text => Buffer.from(`value ${text}`).toString('base64'),
  base64url: text => Buffer.from(`value ${text}`).toString('base64url'),
  JSON: text => JSON.stringify({ order: 17, customer: [{ value: text }] }),
  'JSON in JSON': text => JSON.stringify({ inner: JSON.stringify({ value: text }) }),
  'escaped characters': text =>
    text.replace(/[@ +]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'base64 of JSON': text => Buffer.from(JSON.stringify({ value: text })).toString('base64'),
  'a statement': text => `SELECT 1 FROM t WHERE a = '${text}' AND b = $1`,
  'a URL': text => `https://shop.example.com/find?a=${encodeURIComponent(text)}&page=2`,
  'an exception': text => `Error: no such entry ${text} in Store.find`,
  'a header': text => `a=${text}; b=2`,
};

const anyValue = fc.tuple(fc.constantFrom(...Object.keys(VALUES)), fc.nat()).map(([kind, seed]) => {
  faker.seed(seed);
  return { kind, value: VALUES[kind]?.() ?? '' };
});
const anyEncoding = fc.constantFrom(...Object.entries(ENCODINGS)).map(([name, encode]) => ({ name, encode }));

test('a value in any place and encoding is found, and is in no finding', () => {
  fc.assert(
    fc.property(
      anyValue,
      anyEncoding,
      fc.constantFrom(...TELEMETRY_PLACES),
      ({ kind, value }, { name, encode }, place) => {
        const found = findPii(place.put(encode(value)));
        expect(
          found.map(one => one.kind),
          `${kind} as ${name} in ${place.name}`,
        ).toContain(kind);
        expect(JSON.stringify(found)).not.toContain(value);
      },
    ),
    { numRuns: runs(3_000) },
  );
});

test('a masked text holds no value, in whatever encoding it was, and stays as it is when it is masked again', () => {
  fc.assert(
    fc.property(anyValue, anyEncoding, fc.string(), ({ value }, { name, encode }, around) => {
      const text = `${around} ${encode(value)} ${around}`;
      const masked = maskText(text);
      expect(masked, name).not.toContain(value);
      expect(masked, name).not.toContain(encode(value));
      expect(maskText(masked)).toBe(masked);
    }),
    { numRuns: runs(3_000) },
  );
});
