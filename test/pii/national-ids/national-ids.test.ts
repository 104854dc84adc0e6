import { describe, expect, test } from 'vitest';
import { NATIONAL_ID_EXAMPLES as EXAMPLES, WITHOUT_CHECK_DIGIT } from '../../../eval/pii/national-id-examples.ts';
import { findPii } from '../../../src/pii/find-pii.ts';
import { NATIONAL_ID_FORMS } from '../../../src/pii/national-ids/national-id-forms.ts';

/** The texts of all national ids that are found, cut out of the value. */
function foundIn(key: string, value: string): string[] {
  return findPii({ key, value })
    .filter(({ kind }) => kind === 'national-id')
    .map(({ position }) => value.slice(position?.start, position?.end));
}

const camel = (name: string): string => name.replace(/ ./g, ([, letter = '']) => letter.toUpperCase());
const FORMS = NATIONAL_ID_FORMS.map(form => [form.form, form] as const);

test('every form has examples', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(NATIONAL_ID_FORMS.map(({ form }) => form).sort());
});

test('there are numbers with check digits of more than 50 countries', () => {
  const countries = NATIONAL_ID_FORMS.filter(({ form }) => !WITHOUT_CHECK_DIGIT.has(form)).map(({ form }) =>
    form.slice(0, 2),
  );
  expect(new Set(countries).size).toBeGreaterThan(50);
});

describe.each(FORMS)('%s', (form, { names, check }) => {
  const [plain = '', ...others] = EXAMPLES[form] ?? [];
  const written = [plain, ...others];

  test('is found under each of its names', () => {
    for (const name of names) {
      const keys = [name.replaceAll(' ', '_'), `customer.${camel(name)}`, name.replaceAll(' ', '').toUpperCase()];
      for (const key of keys) for (const value of written) expect([key, ...foundIn(key, value)]).toEqual([key, value]);
    }
  });

  test('is found behind its name in a text', () => {
    const [name = ''] = names;
    // Texts with fewer than four digits are not looked at for names.
    for (const value of written.filter(one => /(?:\d\D{0,2}){4}/.test(one))) {
      expect(foundIn('app.note', `The ${name} is ${value}, checked`)).toEqual([value]);
      expect(foundIn('app.note', `Duplicate entry '${value}' for key 'users.${camel(name)}'`)).toEqual([value]);
    }
  });

  test('is found in JSON, forms and statements', () => {
    const [name = ''] = names;
    const key = name.replaceAll(' ', '_');
    expect(findPii({ key: 'app.body', value: JSON.stringify({ order: 17, [key]: plain }) })).toMatchObject([
      { kind: 'national-id', key },
    ]);
    expect(findPii({ key: 'app.body', value: String(new URLSearchParams({ page: '2', [key]: plain })) })).toMatchObject(
      [{ kind: 'national-id', key }],
    );
    expect(foundIn('db.query.text', `SELECT 1 FROM t WHERE ${key} = '${plain}'`)).toEqual([plain]);
  });

  test('is nothing under the key of an order', () => {
    const byItself = NATIONAL_ID_FORMS.filter(({ byItself: way }) => way !== undefined);
    const needsName = written.filter(value => !byItself.some(({ byItself: way }) => way?.test(value)));
    for (const value of needsName) expect(foundIn('order.reference', value)).toEqual([]);
  });

  if (WITHOUT_CHECK_DIGIT.has(form)) return;
  test('is not found with a wrong check digit', () => {
    const digitPlaces = [...plain].flatMap((char, at) => (/\d/.test(char) ? [at] : []));
    const changed = digitPlaces.flatMap(at =>
      [...'0123456789']
        .filter(digit => digit !== plain[at])
        .map(digit => plain.slice(0, at) + digit + plain.slice(at + 1)),
    );
    const taken = changed.filter(number => check(number.replace(/[-.\s/()]/g, '').toUpperCase()));
    // A wrong digit is told by nearly all rules; those that give two results the same digit tell fewer.
    expect(taken.length / changed.length).toBeLessThan(0.16);
  });
});

test.each([
  ['a national id under the general name', 'customer.national_id', 'AB-1234567'],
  ['a name in another script', '身份证号', '360426199101010071'],
  ['a name with accents', 'número de contribuinte', '501964843'],
  ['a name in capitals', 'CODIGO_CNPJ', '11222333000181'],
  ['a name with an ending', 'customer.bsnnummer', '111222333'],
  ['the key above', 'customer.bsn.value', '111222333'],
])('%s is found', (_what, key, value) => expect(foundIn(key, value)).toEqual([value]));

test.each([
  ['a name in brackets behind it', '219-09-9999 (SSN)', '219-09-9999'],
  ['a sentence', 'Your NHS number is 943 476 5919.', '943 476 5919'],
  ['a name in another script', '身份证号：360426199101010071', '360426199101010071'],
  ['a name with nothing but a blank behind it', 'NIF 12345678Z no encontrado', '12345678Z'],
  ['a name of one word that is written as two', 'Steuer-ID 36 574 261 809', '36 574 261 809'],
])('%s says what it is', (_what, text, value) => expect(foundIn('app.note', text)).toEqual([value]));

test.each([
  ['a rate of packets', 'network.pps', '1234567'],
  ['a sine', 'math.sin', '0.130692544'],
  ['a pan of a camera', 'camera.pan', '123456789'],
  ['the number of a run', 'ci.run', '125319092'],
  ['a primary key', 'pk', '16117519997'],
  ['a time zone', 'tz', '039337423'],
  ['a time in milliseconds', 'created_at', '1793620801000'],
  ['a name that stands in another sentence', 'app.note', 'SSN checked. Order 219099999 was sent'],
  ['a part of a longer number', 'bsn', '1112223334445'],
  ['a fraction', 'bsn', '111222333.5'],
  ['a passport that is an option', 'passport.enabled', 'true'],
  ['a strategy of passport', 'passport.strategy', 'google-oauth20'],
])('%s is not found', (_what, key, value) => expect(foundIn(key, value)).toEqual([]));
