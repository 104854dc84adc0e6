import { emailSource, encodedEmail, personSources } from '../persons.ts';
import type { Source } from '../source-types.ts';
import { NAMING } from './naming.ts';

/** Persons of the locales of the held half. */
export const PERSONS: readonly Source[] = [
  ...(['de_AT', 'fr_CA', 'es_MX', 'pt_PT', 'uk', 'hu', 'ro', 'hr', 'da', 'fi'] as const).flatMap(locale =>
    personSources(locale, { birthDates: ['dd.mm.yyyy', 'yyyy-mm-dd', 'dd Mon yyyy'], naming: NAMING }),
  ),
  ...(['en_GB', 'en_AU', 'nb_NO', 'vi', 'id_ID', 'he', 'ar'] as const).flatMap(locale =>
    personSources(locale, { birthDates: ['dd/mm/yyyy', 'iso', 'yyyy-mm-dd'], naming: NAMING }),
  ),
  ...(['zh_CN', 'zh_TW'] as const).flatMap(locale =>
    personSources(locale, { birthDates: ['yyyy-mm-dd', 'yyyymmdd'], naming: NAMING }),
  ),
  emailSource('more domains in digits', ['139.com', '360.cn', '189.cn', '4399.com', '1234.ru'], NAMING.email),
  emailSource(
    'more registrable suffixes',
    ['gov.au', 'nhs.uk', 'k12.ca.us', 'gov.in', 'ac.uk', 'github.io'],
    NAMING.email,
  ),
  emailSource('internationalised domains', ['bücher.de', 'xn--bcher-kva.de', 'почта.рф', '例子.中国'], NAMING.email),
];

export const ENCODED_EMAILS = [
  encodedEmail('named and hex entities', ['<td>NAME&commat;acme.cloud</td>', '<li>NAME&#x40;mail-{dec:2}.nl</li>']),
  encodedEmail('mailto', ["<a href='mailto:NAME@acme.cloud?subject=Hi'>", 'link=mailto:NAME%40acme{dec:2}.org']),
  encodedEmail('upper case and plus', [
    'RCPT TO:<NAME+news{dec:2}@ACME.CLOUD>',
    'user NAME+{dec:3}@Mail.Example-{dec:2}.com bounced',
  ]),
];
