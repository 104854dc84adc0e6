import { base, en, Faker } from '@faker-js/faker';
import { describe, expect, test } from 'vitest';
import { generateSecrets } from '../../../eval/pii/secret-samples.ts';
import { VENDOR_TOKEN } from '../../../src/pii/detectors/vendor-token.ts';
import { scanText } from '../../../src/pii/scan/scan-text.ts';
import { SECRET_DETECTORS } from '../../../src/pii/secret-detectors.ts';
import { CRC32_BASE62 } from '../../../src/pii/vendor-tokens/crc32-base62.ts';
import { VENDOR_TOKENS } from '../../../src/pii/vendor-tokens/vendor-tokens.ts';
import { found, valuesFound } from './found.ts';

const faker = new Faker({ locale: [en, base] });
faker.seed(11);
const alnum = (length: number): string => faker.string.alphanumeric(length);
const hex = (length: number): string => faker.string.hexadecimal({ length, prefix: '', casing: 'lower' });

describe('every form that is known', () => {
  const rows = generateSecrets({ seed: 21, count: 3 });
  const isFound = ({ key, value }: (typeof rows)[number]): boolean =>
    scanText(value, key === undefined ? [] : [key], SECRET_DETECTORS).length > 0;
  const positives = rows.filter(({ label }) => label === 'pos');
  const vendors = [...new Set(positives.map(({ template }) => template ?? ''))];

  test('is of 110 vendors at least', () => {
    expect(vendors.length).toBeGreaterThanOrEqual(110);
  });

  test.each(vendors)('is found in 90 of 100 places at least: %s', vendor => {
    const own = positives.filter(({ template }) => template === vendor);
    expect(own.filter(isFound).length / own.length).toBeGreaterThanOrEqual(0.9);
  });

  test('is never found once the secret was taken out', () => {
    const flagged = rows.filter(row => row.label === 'neg' && isFound(row));
    expect(flagged.map(({ template, value }) => `${template}: ${value}`)).toEqual([]);
  });
});

describe('a token with a prefix', () => {
  test.each<[what: string, vendor: string, token: string]>([
    ['an access key id', 'aws', `AKIA${faker.string.fromCharacters('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`],
    ['a token with a number of fixed length behind its prefix', 'google', `AIza${alnum(35)}`],
    ['one of several parts', 'sendgrid', `SG.${alnum(22)}.${alnum(43)}`],
    ['one whose mark is in its middle', 'azure', `${alnum(3)}8Q~${alnum(34)}`],
    ['one whose mark is at its end', 'mailchimp', `${hex(32)}-us14`],
    ['one that holds a mark somewhere', 'openai', `sk-${alnum(20)}T3BlbkFJ${alnum(20)}`],
    ['a webhook', 'slack', `hooks.slack.com/services/T${alnum(9)}/B${alnum(9)}/${alnum(24)}`],
  ])('is found in a sentence: %s', (_what, vendor, token) => {
    expect(found(VENDOR_TOKEN, `Call with ${token}, failed.`)).toMatchObject([{ value: token, form: vendor }]);
  });

  test('shows its public prefix and nothing else', () => {
    const token = `glpat-${alnum(20)}`;
    expect(found(VENDOR_TOKEN, token)).toMatchObject([{ value: token, mask: 'glpat-***' }]);
  });

  test('shows nothing where what is secret comes first', () => {
    expect(found(VENDOR_TOKEN, `${hex(32)}-us14`)).toMatchObject([{ mask: '***' }]);
  });

  test('is certain when its checksum agrees, and still a finding when not', () => {
    const body = alnum(30);
    const right = `ghp_${body}${CRC32_BASE62.of(body)}`;
    expect(found(VENDOR_TOKEN, right)).toMatchObject([{ confidence: 'high' }]);
    expect(found(VENDOR_TOKEN, `ghp_${alnum(36)}`)).toMatchObject([{ confidence: 'medium' }]);
  });

  test.each<[what: string, text: string]>([
    ['within a longer word', `x${`ghp_${alnum(36)}`}`],
    ['one character short', `AKIA${alnum(15).toUpperCase()}`],
    ['one character long', `AIza${alnum(36)}`],
    ['of one character repeated', `ghp_${'x'.repeat(36)}`],
    ['with stars behind what is left', `ghp_${alnum(36)}****`],
    ['of words', 'xoxb-your-token-goes-here'],
    ['an id that has the prefix of another vendor', `api-${faker.string.uuid()}`],
  ])('is none: %s', (_what, text) => {
    expect(valuesFound(VENDOR_TOKEN, text)).toEqual([]);
  });
});

describe('a token that only its vendor tells', () => {
  const secret = hex(32);

  test.each<[where: string, text: string, key: string | undefined]>([
    ['behind an assignment', `adobe_client_secret = "${secret}"`, undefined],
    ['in an environment', `ADOBE_TOKEN=${secret}`, undefined],
    ['in a sentence', `the adobe token ${secret} was refused`, undefined],
    ['under a key', secret, 'adobe.token'],
    ['under a key in camel case', JSON.stringify({ adobeApiKey: secret }), 'app.body'],
  ])('is found %s', (_where, text, key) => {
    expect(found(VENDOR_TOKEN, text, key)).toMatchObject([{ value: secret, form: 'adobe', mask: '***' }]);
  });

  test.each<[what: string, text: string, key: string | undefined]>([
    ['nobody names the vendor', `token = "${secret}"`, undefined],
    ['nothing says that it is a secret', secret, 'adobe.document'],
    ['the name is part of a word', `lobby key ${hex(35)}`, undefined],
    ['the name is too far away', `adobe ${'and so on '.repeat(8)} key ${secret}`, undefined],
    ['it has another length', hex(31), 'adobe.token'],
    ['it has no digit', 'abcdefabcdefabcdefabcdefabcdefab', 'adobe.token'],
  ])('is none where %s', (_what, text, key) => {
    expect(valuesFound(VENDOR_TOKEN, text, key)).toEqual([]);
  });
});

test('every prefix has the three characters that the index needs', () => {
  const short = VENDOR_TOKENS.flatMap(token => (token.type === 'prefixed' ? token.prefixes : [])).filter(
    prefix => prefix.length < 3,
  );
  expect(short).toEqual([]);
});

test('ids without a telling key are not taken for tokens', () => {
  const ids = Array.from({ length: 20_000 }, (_, index) =>
    [faker.string.uuid(), faker.string.ulid(), hex(32), hex(40), hex(64), alnum(24), faker.string.nanoid()].at(
      index % 7,
    ),
  );
  expect(ids.filter((id = '') => scanText(id, ['app.order'], SECRET_DETECTORS).length > 0)).toEqual([]);
});
