import type { Faker } from '@faker-js/faker';
import type { NationalIdForm } from '../../src/pii/national-ids/national-id-form.ts';
import { NATIONAL_ID_FORMS } from '../../src/pii/national-ids/national-id-forms.ts';
import { NATIONAL_ID_EXAMPLES } from './national-id-examples.ts';
import type { Row } from './row.ts';

type Put = (value: string, field: string) => Pick<Row, 'key' | 'value'>;

/** One digit in ten is right by chance, of two check digits one in a hundred. */
const MAX_TRIES = 20_000;

/** Numbers of every form that has a row in the tables, under its names, in every template. */
export function generateNationalIds(faker: Faker, templates: Readonly<Record<string, Put>>, each: number): Row[] {
  return NATIONAL_ID_FORMS.flatMap(form =>
    Object.values(templates).flatMap(put =>
      Array.from({ length: each }, (): Row => {
        const names = form.names.filter(name => /^[ -~]+$/.test(name));
        const field = faker.helpers.arrayElement(names).replaceAll(' ', '_');
        return { ...put(numberLike(faker, form), field), label: 'pos', type: 'national-id', template: form.form };
      }),
    ),
  );
}

/** The last digits of a number, behind those of a date. */
const LAST_DIGITS = /\d(?=(?:\D?\d){0,4}\D{0,2}$)/g;

/** Another number that is written like one of the examples: its last digits are drawn until they check. */
function numberLike(faker: Faker, { form, pattern, check }: NationalIdForm): string {
  const example = faker.helpers.arrayElement(NATIONAL_ID_EXAMPLES[form] ?? []);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const number = example.replace(LAST_DIGITS, () => faker.string.numeric());
    const [match] = number.matchAll(pattern);
    if (match?.[0] === number && check(number.replace(/[-\s./()]/g, '').toUpperCase())) return number;
  }
  return example;
}
