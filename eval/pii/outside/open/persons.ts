import { emailSource, encodedEmail, personSources } from '../persons.ts';
import type { Source } from '../source-types.ts';
import { NAMING } from './naming.ts';

/** Persons of the locales of the open half. */
export const PERSONS: readonly Source[] = [
  ...(['de', 'fr', 'es', 'it', 'nl', 'cs_CZ', 'pl', 'ru', 'tr'] as const).flatMap(locale =>
    personSources(locale, { birthDates: ['yyyy-mm-dd', 'dd.mm.yyyy', 'dd/mm/yyyy'], naming: NAMING }),
  ),
  ...(['en_US', 'en_IN', 'pt_BR', 'sv', 'el'] as const).flatMap(locale =>
    personSources(locale, { birthDates: ['mm/dd/yyyy', 'yyyy-mm-dd', 'iso'], naming: NAMING }),
  ),
  ...(['ja', 'ko'] as const).flatMap(locale =>
    personSources(locale, { birthDates: ['yyyy-mm-dd', 'yyyy/mm/dd'], naming: NAMING }),
  ),
  emailSource('domains in digits', ['163.com', '126.com', '1und1.de', '21cn.com', '263.net'], NAMING.email),
  emailSource('registrable suffixes', ['gov.uk', 'police.uk', 'gov.br', 'edu.cn', 'go.jp'], NAMING.email),
  emailSource(
    'new top-level domains',
    ['studio.photography', 'team.dev', 'mail.zip', 'shop.berlin', 'it.museum'],
    NAMING.email,
  ),
];

export const ENCODED_EMAILS = [
  encodedEmail('HTML entity', ['<td>NAME&#64;acme.cloud</td>', '<p>Contact: NAME&#64;mail-{dec:2}.de</p>']),
  encodedEmail('percent-encoded', [
    'redirect=%2Flogin%3Fhint%3DNAME%2540acme.cloud',
    '/unsubscribe/NAME%40shop-{dec:2}.fr',
  ]),
  encodedEmail('display name', ['From: Jane Roe <NAME@acme.cloud>', 'to="NAME@acme{dec:2}.io" relay=mx']),
];
