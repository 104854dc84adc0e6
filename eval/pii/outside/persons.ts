import { allLocales, base, en, Faker, type LocaleDefinition } from '@faker-js/faker';
import type { Named, Naming } from './naming.ts';
import type { Random } from './random.ts';
import type { Form, Source } from './source-types.ts';

export type Locale = keyof typeof allLocales;

/** How the people of a locale are written down. */
export interface PersonStyle {
  readonly birthDates: readonly DateStyle[];
  readonly naming: Naming;
}

/** What a person of a locale has: name, e-mail address, postal address and birth date. */
export function personSources(locale: Locale, { birthDates, naming }: PersonStyle): Source[] {
  const faker = new Faker({ locale: [allLocales[locale], en, base] satisfies LocaleDefinition[] });
  const source = (type: string, value: (random: Random) => readonly [value: string, named: Named]): Source => ({
    name: locale,
    type,
    sample: random => {
      faker.seed(random.int(0, 2 ** 31));
      const [text, named] = value(random);
      return { value: text, ...named, alone: type === 'email' };
    },
  });
  return [
    source('name', random =>
      random.pick([
        [faker.person.fullName(), naming.fullName],
        [faker.person.firstName(), naming.firstName],
        [faker.person.lastName(), naming.lastName],
      ] as const),
    ),
    source('email', random => [emailOf(faker, random), naming.email]),
    source('address', random => {
      const street = faker.location.streetAddress();
      if (random.chance(0.5)) return [street, naming.street];
      return [`${street}, ${faker.location.zipCode()} ${faker.location.city()}`, naming.address];
    }),
    source('birth-date', random => [dateText(random.birthDate(), random.pick(birthDates)), naming.birthDate]),
  ];
}

const SEPARATORS = ['.', '_', '-', ''];

/** Ours, not the library's: it falls back to an English name where it cannot write one in ASCII. */
function emailOf(faker: Faker, random: Random): string {
  const name =
    ascii(`${faker.person.firstName()}${random.pick(SEPARATORS)}${faker.person.lastName()}`) || `u${random.digits(7)}`;
  const host = random.chance(0.6) ? faker.internet.email().split('@')[1] : faker.internet.domainName();
  return `${name}${random.chance(0.3) ? random.int(1, 99) : ''}@${host}`;
}

function ascii(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[^A-Za-z\d._-]/g, '')
    .replace(/^[._-]+|[._-]+$/g, '')
    .toLowerCase();
}

export type DateStyle =
  | 'yyyy-mm-dd'
  | 'dd.mm.yyyy'
  | 'dd/mm/yyyy'
  | 'mm/dd/yyyy'
  | 'yyyymmdd'
  | 'iso'
  | 'dd Mon yyyy'
  | 'yyyy/mm/dd';

function dateText(date: Date, style: DateStyle): string {
  const iso = date.toISOString();
  const [year = '', month = '', day = ''] = iso.slice(0, 10).split('-');
  if (style === 'iso') return iso;
  const name = date.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' });
  return style.replace('yyyy', year).replace('mm', month).replace('dd', day).replace('Mon', name);
}

/** Addresses at domains of one sort, such as those whose label is all digits. */
export function emailSource(name: string, hosts: readonly string[], named: Named): Source {
  return {
    name,
    type: 'email',
    sample: random => ({
      value: `${random.chars('lower', random.int(3, 8))}${random.pick(['', '.', '_'])}${random.chars('low36', 4)}@${random.pick(hosts)}`,
      ...named,
      alone: true,
    }),
  };
}

/** Addresses as markup and URLs write them; `NAME` is the local part. */
export function encodedEmail(name: string, patterns: readonly string[]): Form {
  return {
    name,
    type: 'email',
    pair: random => ({
      value: random
        .fill(random.pick(patterns))
        .replace('NAME', `${random.chars('lower', 6)}.${random.chars('lower', 5)}`),
    }),
  };
}
