import { AFRICAN_AND_MIDDLE_EASTERN_IDS } from './africa-and-middle-east.ts';
import { AMERICAN_IDS } from './americas.ts';
import { ASIAN_AND_PACIFIC_IDS } from './asia-and-pacific.ts';
import { EASTERN_EUROPEAN_IDS } from './eastern-europe.ts';
import { type NationalIdForm, named, written } from './national-id-form.ts';
import { NORTHERN_EUROPEAN_IDS } from './northern-europe.ts';
import { WESTERN_EUROPEAN_IDS } from './western-europe.ts';

/** Numbers of any country, by their name alone. */
const ANY_COUNTRY: readonly NationalIdForm[] = [
  {
    form: 'passport',
    pattern: written(String.raw`(?:[A-Z]{1,2} \d{6,7}|[A-Z\d]{6,10})`),
    check: number => number.replace(/\D/g, '').length >= 4,
    names: named('passport, passport number, reise pass, pass nummer, pasaporte, passeport, passaporto, paszport'),
  },
  {
    form: 'national id',
    pattern: written(String.raw`(?:[A-Z]{1,6}-?)?\d(?:[ ./-]?[A-Z\d]){5,17}`),
    check: number => number.replace(/\D/g, '').length >= 6,
    names: named(
      'national id, national id number, national identity, national identification, national identifier, citizen id, personal identity number, personal id, government id, identity card, id card number, identity number',
    ),
  },
];

/** Numbers that states give to people. A text is looked at for the first ones first. */
export const NATIONAL_ID_FORMS: readonly NationalIdForm[] = [
  ...AMERICAN_IDS,
  ...WESTERN_EUROPEAN_IDS,
  ...NORTHERN_EUROPEAN_IDS,
  ...EASTERN_EUROPEAN_IDS,
  ...ASIAN_AND_PACIFIC_IDS,
  ...AFRICAN_AND_MIDDLE_EASTERN_IDS,
  ...ANY_COUNTRY,
];
