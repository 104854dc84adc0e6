import { isLuhn } from '../luhn.ts';
import { checkedBy, isDay, range, to11, weighted } from './check-digits.ts';
import { digits, type NationalIdForm, named, written } from './national-id-form.ts';

export const NORTHERN_EUROPEAN_IDS: readonly NationalIdForm[] = [
  {
    form: 'SE personnummer',
    pattern: written(String.raw`(?:1[89]|20)?\d{6}[-+ ]?\d{4}`),
    // In a coordination number 60 is added to the day.
    check: number => {
      const own = number.replace('+', '').slice(-10);
      return isDay(own.slice(2, 4), Number(own.slice(4, 6)) % 60) && isLuhn(own);
    },
    names: named('person nummer, personnr, pnr, samordnings nummer, personal identity, personal number'),
  },
  {
    form: 'DK CPR',
    // Numbers that were given out since 2007 have no check digit.
    pattern: written(String.raw`\d{6}[- ]?\d{4}`),
    check: number => isDay(number.slice(2, 4), number.slice(0, 2)),
    names: named('cpr, cpr nummer, cprnr, person nummer'),
  },
  {
    form: 'NO fødselsnummer',
    pattern: written(String.raw`\d{6}[ -]?\d{5}`),
    // D numbers add 40 to the day; numbers for tests add 40, 65 or 80 to the month.
    check: number =>
      isDay(monthOf(Number(number.slice(2, 4))), Number(number.slice(0, 2)) % 40) &&
      checkedBy([3, 7, 6, 1, 8, 9, 4, 5, 2], to11)(number) &&
      checkedBy([5, 4, 3, 2, 7, 6, 5, 4, 3, 2], to11)(number),
    names: named('fodsels nummer, foedsels nummer, fodselsnr, fnr, person nummer, d nummer, dnr'),
  },
  {
    form: 'FI HETU',
    pattern: written(String.raw`\d{6}[-+A-FU-Y]\d{3}[\dA-FHJ-NPR-Y]`),
    check: number => {
      const place = Number(number.slice(0, 6) + number.slice(-4, -1)) % 31;
      return (
        isDay(number.slice(2, 4), number.slice(0, 2)) && '0123456789ABCDEFHJKLMNPRSTUVWXY'[place] === number.at(-1)
      );
    },
    names: named(
      'hetu, henkilo tunnus, sosiaaliturva tunnus, sotu, personal identity code, personal identity, person beteckning',
    ),
  },
  {
    form: 'IS kennitala',
    pattern: written(String.raw`\d{6}[- ]?\d{4}`),
    check: number =>
      isDay(number.slice(2, 4), Number(number.slice(0, 2)) % 40) &&
      checkedBy([3, 2, 7, 6, 5, 4, 3, 2], to11)(number) &&
      /[089]$/.test(number),
    names: named('kennitala'),
  },
  { form: 'EE isikukood', pattern: digits(11), check: isBaltic, names: named('isiku kood, personal code') },
  { form: 'LT asmens kodas', pattern: digits(11), check: isBaltic, names: named('asmens kodas, personal code') },
  {
    form: 'LV personas kods',
    pattern: written(String.raw`\d{6}[- ]?\d{5}`),
    check: checkedBy([10, 5, 8, 4, 2, 1, 6, 3, 7, 9], sum => ((1 + sum) % 11) % 10),
    names: named('personas kods, personal code'),
  },
];

function monthOf(month: number): number {
  if (month > 80) return month - 80;
  return month > 65 ? month - 65 : month % 40;
}

/** Estonia's and Lithuania's: where the first sum gives ten, a second one counts. */
function isBaltic(number: string): boolean {
  if (!/^[1-8]/.test(number) || !isDay(number.slice(3, 5), number.slice(5, 7))) return false;
  const first = weighted(number, [...range(1, 9), 1]) % 11;
  const second = weighted(number, [...range(3, 9), 1, 2, 3]) % 11;
  return (first < 10 ? first : second % 10) === Number(number[10]);
}
