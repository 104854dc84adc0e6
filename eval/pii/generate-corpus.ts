import { base, en, Faker } from '@faker-js/faker';
import { generateNationalIds } from './national-id-samples.ts';
import type { Row } from './row.ts';
import { generateSensitive } from './sensitive-samples.ts';

/** How a value stands in telemetry: in a statement, a URL, JSON, an exception, a header, alone; `field` is its name. */
const TEMPLATES: Readonly<Record<string, (value: string, field: string) => Pick<Row, 'key' | 'value'>>> = {
  plain: (value, field) => ({ key: `app.${field}`, value }),
  sql: (value, field) => ({
    key: 'db.query.text',
    value: `SELECT id FROM users WHERE ${field} = '${value.replaceAll("'", "''")}' LIMIT 1`,
  }),
  in: (value, field) => ({
    key: 'db.query.text',
    value: `SELECT id FROM users WHERE ${field} IN ('${value.replaceAll("'", "''")}') LIMIT 1`,
  }),
  like: (value, field) => ({
    key: 'db.query.text',
    value: `SELECT id FROM users WHERE lower(${field}) LIKE lower('${value.replaceAll("'", "''")}%')`,
  }),
  insert: (value, field) => ({
    key: 'db.statement',
    value: `INSERT INTO customers (id, ${field}, created) VALUES (17, '${value.replaceAll("'", "''")}', now())`,
  }),
  url: (value, field) => ({
    key: 'url.full',
    value: `https://shop.example.com/find?${field}=${encodeURIComponent(value)}&page=2`,
  }),
  form: (value, field) => ({ key: 'app.request.body', value: String(new URLSearchParams({ [field]: value })) }),
  json: (value, field) => ({
    key: 'app.request.body',
    value: JSON.stringify({ order: 17, customer: { [field]: value } }),
  }),
  exception: (value, field) => ({
    key: 'exception.message',
    value: `Duplicate entry for ${field}: ${value} in CustomerStore.save`,
  }),
  constraint: (value, field) => ({
    key: 'exception.message',
    value: `duplicate key value violates unique constraint "users_${field}_key" Detail: Key (${field})=(${value}) already exists.`,
  }),
  'key behind': (value, field) => ({
    key: 'exception.message',
    value: `Duplicate entry '${value}' for key 'users.${field}'`,
  }),
  path: (value, field) => ({ key: 'url.path', value: `/users/${field}/${encodeURIComponent(value)}/orders` }),
  header: (value, field) => ({ key: 'http.request.header.x-debug', value: `${field}=${value}; trace=on` }),
};

const FIELDS = { email: 'email', card: 'card_number', iban: 'iban', phone: 'phone', ssn: 'ssn' } as const;

/** Rows of every kind in every template, and what is none of them: the same for the same seed. */
export function generateCorpus({ seed = 1, count = 200 } = {}): Row[] {
  const faker = new Faker({ locale: [en, base] });
  faker.seed(seed);
  return [
    ...positives(faker, count),
    ...generateSensitive(faker),
    ...negatives(faker, count * 100),
    ...generateNationalIds(faker, TEMPLATES, Math.ceil(count / 100)),
  ];
}

function positives(faker: Faker, count: number): Row[] {
  const makers: readonly [type: string, field: string, make: () => string][] = [
    ['email', FIELDS.email, () => emailAddress(faker)],
    ['iban', FIELDS.iban, () => faker.finance.iban()],
    ['card', FIELDS.card, () => cardNumber(faker)],
    ['phone-e164', FIELDS.phone, () => e164(faker)],
    ['phone-national', FIELDS.phone, () => national(faker)],
    ['ssn', FIELDS.ssn, () => ssn(faker)],
  ];
  return makers.flatMap(([type, field, make]) =>
    Object.entries(TEMPLATES).flatMap(([template, put]) =>
      Array.from({ length: count }, (): Row => ({ ...put(make(), field), label: 'pos', type, template })),
    ),
  );
}

/** One in eight in upper case, as people type it. */
function emailAddress(faker: Faker): string {
  const address = faker.internet.email();
  return faker.number.int(7) === 0 ? address.toUpperCase() : address;
}

/** Of the networks' ranges, with a check digit; every other one grouped. */
function cardNumber(faker: Faker): string {
  const [prefix, length] = faker.helpers.arrayElement([
    ['4', 16],
    ['51', 16],
    ['55', 16],
    ['2223', 16],
    ['37', 15],
    ['34', 15],
    ['6011', 16],
    ['3528', 16],
  ] as const);
  const body = prefix + faker.string.numeric(length - prefix.length - 1);
  const digits = body + luhnDigit(body);
  if (faker.datatype.boolean()) return digits;
  return length === 15
    ? `${digits.slice(0, 4)} ${digits.slice(4, 10)} ${digits.slice(10)}`
    : (digits.match(/.{4}/g) ?? []).join(faker.helpers.arrayElement([' ', '-']));
}

function luhnDigit(body: string): string {
  let sum = 0;
  for (const [index, char] of [...body].reverse().entries()) {
    const digit = Number(char) * (index % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return String((10 - (sum % 10)) % 10);
}

/** Numbers whose area and exchange exist. */
function e164(faker: Faker): string {
  const form = faker.helpers.arrayElement([
    '+4930########',
    '+4989#######',
    '+1212########'.slice(0, 12),
    '+442079######',
    '+3314#######',
    '+34915######',
  ]);
  return form.replace(/#/g, () => faker.string.numeric({ length: 1, exclude: ['0', '1'] }));
}

function national(faker: Faker): string {
  const form = faker.helpers.arrayElement([
    '(212) 5##-####',
    '415-5##-####',
    '020 79## ####',
    '030 ########',
    '089/#######',
    '01 4# ## ## ##',
  ]);
  return form.replace(/#/g, () => faker.string.numeric({ length: 1, exclude: ['0', '1'] }));
}

function ssn(faker: Faker): string {
  const area = faker.number.int({ min: 1, max: 665 });
  const group = faker.number.int({ min: 1, max: 99 });
  const serial = faker.number.int({ min: 1, max: 9_999 });
  return `${String(area).padStart(3, '0')}-${String(group).padStart(2, '0')}-${String(serial).padStart(4, '0')}`;
}

function negatives(faker: Faker, count: number): Row[] {
  const makers: readonly [type: string, make: () => Pick<Row, 'key' | 'value'>][] = [
    ['uuid', () => ({ key: 'app.request', value: faker.string.uuid() })],
    ['ulid', () => ({ key: 'app.event', value: faker.string.ulid() })],
    [
      'snowflake',
      () => ({ key: 'app.message', value: faker.string.numeric({ length: 18, allowLeadingZeros: false }) }),
    ],
    ['order-id', () => ({ key: 'app.order', value: `ord-${faker.string.alphanumeric(8)}` })],
    [
      'digits',
      () => ({
        key: 'app.reference',
        value: faker.string.numeric({ length: { min: 13, max: 19 }, allowLeadingZeros: false }),
      }),
    ],
    [
      'arn',
      () => ({
        key: 'aws.resource',
        value: `arn:aws:lambda:eu-central-1:${faker.string.numeric(12)}:function:${faker.hacker.noun().replaceAll(' ', '-')}`,
      }),
    ],
    ['version', () => ({ key: 'service.version', value: `${faker.system.semver()}+${faker.string.numeric(14)}` })],
    ['user-agent', () => ({ key: 'user_agent.original', value: faker.internet.userAgent() })],
    [
      'sql',
      () => ({
        key: 'db.query.text',
        value: `SELECT * FROM ${faker.database.column()} WHERE email = $1 AND phone = ? AND card_number = :card`,
      }),
    ],
    [
      'k8s',
      () => ({
        key: 'k8s.pod.name',
        value: `${faker.word.noun().toLowerCase()}-${faker.string.alphanumeric({ length: 10, casing: 'lower' })}-${faker.string.alphanumeric({ length: 5, casing: 'lower' })}`,
      }),
    ],
    [
      'epoch',
      () => ({
        key: 'app.at',
        value: String(faker.date.recent().getTime()) + faker.helpers.arrayElement(['', '000', '000000', '123456']),
      }),
    ],
    [
      'digest',
      () => ({
        key: 'container.image.id',
        value: `sha256:${faker.string.hexadecimal({ length: 64, prefix: '', casing: 'lower' })}`,
      }),
    ],
    [
      'hex',
      () => ({
        key: 'vcs.ref.head.revision',
        value: faker.string.hexadecimal({ length: 40, prefix: '', casing: 'lower' }),
      }),
    ],
    [
      'url',
      () => ({
        key: 'url.full',
        value: `https://shop.example.com/items/${faker.string.numeric(9)}?sort=price&page=${faker.number.int(90)}`,
      }),
    ],
    [
      'go-time',
      () => ({
        key: 'app.started',
        value: `2026-01-02 15:04:05.999999999 +0000 UTC m=+${faker.string.numeric({ length: { min: 1, max: 8 }, allowLeadingZeros: false })}.${faker.string.numeric(9)}`,
      }),
    ],
  ];
  const each = Math.ceil(count / makers.length);
  return makers.flatMap(([type, make]) => Array.from({ length: each }, (): Row => ({ ...make(), label: 'neg', type })));
}
