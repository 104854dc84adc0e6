import { isLuhn } from '../luhn.ts';
import { checkedBy, isDay, range, to11, weighted } from './check-digits.ts';
import { digits, type NationalIdForm, named, written } from './national-id-form.ts';

export const AFRICAN_AND_MIDDLE_EASTERN_IDS: readonly NationalIdForm[] = [
  {
    form: 'TR T.C. kimlik',
    pattern: written(String.raw`[1-9]\d{2}~?\d{3}~?\d{3}~?\d{2}`),
    check: number => {
      const first = 7 * weighted(number, [1, 0, 1, 0, 1, 0, 1, 0, 1]) - weighted(number, [0, 1, 0, 1, 0, 1, 0, 1]);
      const second = weighted(number, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
      return ((first % 10) + 10) % 10 === Number(number[9]) && second % 10 === Number(number[10]);
    },
    names: named('tckn, tc no, tc kimlik, tc kimlik no, kimlik, kimlik no'),
  },
  {
    form: 'IL teudat zehut',
    pattern: digits(8, 9),
    check: number => isLuhn(number.padStart(9, '0')),
    names: named('teudat zehut, israeli id, mispar zehut, תעודת זהות'),
  },
  {
    form: 'AE Emirates ID',
    pattern: written(String.raw`784~\d{4}~\d{7}~\d`),
    check: isLuhn,
    names: named('emirates id, eid, uae id'),
    byItself: /^784-\d{4}-\d{7}-\d$/,
  },
  {
    form: 'SA national ID',
    pattern: written(String.raw`[12](?:~\d){9}`),
    check: isLuhn,
    names: named('saudi id, iqama, iqama number, هوية'),
  },
  {
    form: 'KW civil ID',
    pattern: written(String.raw`[1-3](?:~\d){11}`),
    check: number =>
      isDay(number.slice(3, 5), number.slice(5, 7)) && checkedBy([2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], to11)(number),
    names: named('civil id, kuwait id'),
  },
  {
    form: 'IR code melli',
    pattern: digits(10),
    check: checkedBy(range(10, 2), sum => (sum % 11 < 2 ? sum % 11 : 11 - (sum % 11))),
    names: named('code melli, kode melli, melli code, کد ملی'),
  },
  {
    form: 'EG national ID',
    pattern: written(String.raw`[23](?:~\d){13}`),
    // The rule of its check digit is not public.
    check: number => isDay(number.slice(3, 5), number.slice(5, 7)),
    names: named('egyptian id, egypt id, raqam qawmi, الرقم القومي'),
  },
  {
    form: 'ZA identity number',
    pattern: written(String.raw`\d{6}~\d{4}~[012]\d{2}`),
    check: number => isDay(number.slice(2, 4), number.slice(4, 6)) && isLuhn(number),
    names: named('sa id, rsa id, south african id, za id, id number, id no, identity number'),
  },
  {
    form: 'NG NIN',
    // The rule of its check digit is not public.
    pattern: digits(11),
    check: () => true,
    names: named('nin, nimc'),
  },
];
