import { base, en, Faker } from '@faker-js/faker';
import { ALPHABETS } from '../../src/pii/vendor-tokens/alphabet.ts';
import { looksDrawn } from '../../src/pii/vendor-tokens/randomness.ts';
import type { PrefixedToken, TokenPart, VendorToken } from '../../src/pii/vendor-tokens/vendor-token.ts';
import { VENDOR_TOKENS } from '../../src/pii/vendor-tokens/vendor-tokens.ts';
import type { Row } from './row.ts';

/** A token's fixed beginning, and what is secret of it. */
interface Sample {
  readonly vendor: string;
  /** What a key calls it: the vendor where only that tells. */
  readonly field: string;
  readonly prefix: string;
  readonly secret: string;
}

/** How a token stands in telemetry. */
const PLACES: Readonly<Record<string, (value: string, field: string) => Pick<Row, 'key' | 'value'>>> = {
  plain: (value, field) => ({ key: `app.${field}`, value }),
  json: (value, field) => ({
    key: 'app.request.body',
    value: JSON.stringify({ order: 17, settings: { [field]: value } }),
  }),
  header: (value, field) => ({ key: 'http.request.header.x-debug', value: `${field}=${value}; trace=on` }),
  env: (value, field) => ({
    key: 'process.environment',
    value: `NODE_ENV=test\n${field.toUpperCase()}=${value}\nTZ=UTC`,
  }),
  url: (value, field) => ({
    key: 'url.full',
    value: `https://shop.example.com/find?page=2&${field}=${encodeURIComponent(value)}&lang=en`,
  }),
  log: (value, field) => ({ key: 'exception.message', value: `Call with ${field} "${value}" failed in Client.send` }),
};

const REDACTIONS: readonly ((sample: Sample) => string)[] = [
  () => '***',
  () => 'REDACTED',
  () => '[Filtered]',
  () => '<redacted>',
  ({ prefix, secret }) => prefix + 'x'.repeat(secret.length),
  ({ prefix, secret }) => prefix + '*'.repeat(secret.length),
  ({ prefix }) => `${prefix}****`,
  ({ prefix }) => `${prefix}REDACTED`,
];

/** Tokens of every form that is known, in every place, and the same with the secret taken out: the same for the same seed. */
export function generateSecrets({ seed = 1, count = 2 } = {}): Row[] {
  const faker = new Faker({ locale: [en, base] });
  faker.seed(seed);
  return VENDOR_TOKENS.flatMap(token => Array.from({ length: count }, () => rowsOf(makeSample(faker, token)))).flat();
}

function rowsOf(sample: Sample): Row[] {
  const { vendor, field, prefix, secret } = sample;
  return Object.values(PLACES).flatMap(put => [
    { ...put(prefix + secret, field), label: 'pos', type: 'secret', template: vendor } as const,
    ...REDACTIONS.map(
      redact => ({ ...put(redact(sample), field), label: 'neg', type: 'secret, redacted', template: vendor }) as const,
    ),
  ]);
}

/** Drawn anew until it is what a vendor would draw: a short one can be all letters by chance. */
function makeSample(faker: Faker, token: VendorToken): Sample {
  const prefix = token.type === 'prefixed' ? faker.helpers.arrayElement(token.prefixes) : '';
  for (;;) {
    const [before, rest] = [fill(faker, beforeOf(token)), restOf(faker, token, prefix)];
    const secret = before + rest;
    const isDrawn = secret === '' || (/\d/.test(secret) && looksDrawn(secret, Math.max(2.5, token.minEntropy ?? 0)));
    if (!isDrawn && /\d|alnum|hex/.test(JSON.stringify(token.form))) continue;
    return {
      vendor: token.vendor,
      field: token.type === 'named' ? `${(token.keywords[0] ?? '').replaceAll(' ', '_')}_token` : 'setting',
      // What stands before a prefix is secret, too.
      prefix: before === '' ? prefix : '',
      secret: before === '' ? rest : before + prefix + rest,
    };
  }
}

function beforeOf(token: VendorToken): readonly TokenPart[] {
  return token.type === 'prefixed' ? (token.before ?? []) : [];
}

function restOf(faker: Faker, token: VendorToken, prefix: string): string {
  const rest = fill(faker, token.form);
  if (token.type === 'named') return rest;
  const { contains, checksum }: PrefixedToken = token;
  if (contains !== undefined) return rest.slice(0, 20) + contains + rest.slice(20 + contains.length);
  if (checksum === undefined) return rest;
  const body = rest.slice(0, -checksum.length);
  return prefix === '' ? rest : body + checksum.of(body);
}

function fill(faker: Faker, form: readonly TokenPart[]): string {
  return form
    .map(part => {
      if (typeof part === 'string') return part;
      const length = faker.number.int({ min: part.min, max: Math.min(part.max, Math.max(part.min, 40)) });
      return faker.string.fromCharacters(ALPHABETS[part.alphabet], length);
    })
    .join('');
}
