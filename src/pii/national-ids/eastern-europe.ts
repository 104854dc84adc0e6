import { isLuhn } from '../luhn.ts';
import { checkedBy, isDay, isMod1110, range, to10, to11, weighted } from './check-digits.ts';
import { digits, type NationalIdForm, named, TAX_NUMBER, written } from './national-id-form.ts';

export const EASTERN_EUROPEAN_IDS: readonly NationalIdForm[] = [
  {
    form: 'PL PESEL',
    pattern: digits(11),
    // The century is added to the month.
    check: number =>
      isDay(Number(number.slice(2, 4)) % 20, number.slice(4, 6)) &&
      checkedBy([1, 3, 7, 9, 1, 3, 7, 9, 1, 3], to10)(number),
    names: named('pesel'),
  },
  {
    form: 'PL NIP',
    pattern: digits(10),
    check: checkedBy([6, 5, 7, 2, 3, 4, 5, 6, 7], sum => sum % 11),
    names: named('nip, numer identyfikacji podatkowej', TAX_NUMBER),
  },
  {
    form: 'CZ rodné číslo',
    pattern: written(String.raw`\d{6}[/ ]?\d{4}`),
    check: isRodneCislo,
    names: named('rodne cislo, birth number'),
  },
  {
    form: 'SK rodné číslo',
    pattern: written(String.raw`\d{6}[/ ]?\d{4}`),
    check: isRodneCislo,
    names: named('rodne cislo, birth number'),
  },
  {
    form: 'HU személyi szám',
    pattern: written(String.raw`[1-8]~\d{6}~\d{4}`),
    // Those born since 1997 count the other way round.
    check: number =>
      isDay(number.slice(3, 5), number.slice(5, 7)) &&
      [range(1, 10), range(10, 1)].some(weights => checkedBy(weights, sum => sum % 11)(number)),
    names: named('szemelyi szam, szemelyi azonosito'),
  },
  {
    form: 'HU TAJ',
    pattern: digits(9),
    check: checkedBy([3, 7, 3, 7, 3, 7, 3, 7], sum => sum % 10),
    names: named('taj, taj szam'),
  },
  {
    form: 'HU adóazonosító jel',
    pattern: written(String.raw`8(?:~\d){9}`),
    check: checkedBy(range(1, 9), sum => sum % 11),
    names: named('ado azonosito, ado azonosito jel, ado szam', TAX_NUMBER),
  },
  {
    form: 'RO CNP',
    pattern: digits(13),
    check: number =>
      isDay(number.slice(3, 5), number.slice(5, 7)) &&
      checkedBy([2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9], sum => (sum % 11 === 10 ? 1 : sum % 11))(number),
    names: named('cnp, cod numeric personal'),
  },
  {
    form: 'BG EGN',
    pattern: digits(10),
    check: number =>
      isDay(Number(number.slice(2, 4)) % 20, number.slice(4, 6)) &&
      checkedBy([2, 4, 8, 5, 10, 9, 7, 3, 6], sum => (sum % 11) % 10)(number),
    names: named('egn, edinen grazhdanski nomer, егн, единен граждански номер'),
  },
  {
    form: 'BG LNCh',
    pattern: digits(10),
    check: checkedBy([21, 19, 17, 13, 11, 9, 7, 3, 1], sum => sum % 10),
    names: named('lnch, lnc, лнч'),
  },
  {
    form: 'HR OIB',
    pattern: digits(11),
    check: isMod1110,
    names: named('oib, osobni identifikacijski broj', TAX_NUMBER),
  },
  { form: 'SI EMŠO', pattern: digits(13), check: isJmbg, names: named('emso, maticna stevilka') },
  {
    form: 'SI davčna številka',
    pattern: digits(8),
    check: checkedBy(range(8, 2), sum => (sum % 11 === 1 ? 0 : 11 - (sum % 11))),
    names: named('davcna, davcna stevilka', TAX_NUMBER),
  },
  { form: 'RS JMBG', pattern: digits(13), check: isJmbg, names: named('jmbg, maticni broj, јмбг') },
  { form: 'BA JMBG', pattern: digits(13), check: isJmbg, names: named('jmbg, maticni broj') },
  { form: 'ME JMBG', pattern: digits(13), check: isJmbg, names: named('jmbg, maticni broj') },
  { form: 'MK EMBG', pattern: digits(13), check: isJmbg, names: named('embg, jmbg, maticen broj, ембг') },
  {
    form: 'GR AFM',
    pattern: digits(9),
    check: checkedBy([256, 128, 64, 32, 16, 8, 4, 2], sum => (sum % 11) % 10),
    names: named('afm, αφμ', TAX_NUMBER),
  },
  {
    form: 'GR AMKA',
    pattern: digits(11),
    check: number => isDay(number.slice(2, 4), number.slice(0, 2)) && isLuhn(number),
    names: named('amka, αμκα'),
  },
  {
    form: 'UA RNOKPP',
    pattern: digits(10),
    check: checkedBy([-1, 5, 7, 9, 4, 6, 10, 5, 7], sum => (((sum % 11) + 11) % 11) % 10),
    names: named('rnokpp, ipn, inn, drfo, рнокпп, іпн', TAX_NUMBER),
  },
  {
    form: 'RU INN',
    pattern: digits(12),
    check: number =>
      checkedBy([7, 2, 4, 10, 3, 5, 9, 4, 6, 8], sum => (sum % 11) % 10)(number) &&
      checkedBy([3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8], sum => (sum % 11) % 10)(number),
    names: named('inn, инн', TAX_NUMBER),
  },
  {
    form: 'RU SNILS',
    pattern: digits(11),
    check: number => (weighted(number, range(9, 1)) % 101) % 100 === Number(number.slice(9)),
    names: named('snils, снилс'),
  },
  {
    form: 'MD IDNP',
    pattern: digits(13),
    check: checkedBy([7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1], sum => sum % 10),
    names: named('idnp'),
  },
];

/** Czech and Slovak: women's months add 50, and where the numbers of a day ran out another 20. */
function isRodneCislo(number: string): boolean {
  const month = (Number(number.slice(2, 4)) % 50) % 20;
  return isDay(month, number.slice(4, 6)) && (Number(number.slice(0, 9)) % 11) % 10 === Number(number[9]);
}

/** Of the countries that once were Yugoslavia. */
function isJmbg(number: string): boolean {
  const isDate = isDay(number.slice(2, 4), number.slice(0, 2));
  return isDate && checkedBy([7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], sum => to11(sum) % 10)(number);
}
