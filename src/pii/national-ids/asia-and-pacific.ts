import { checkedBy, isDay, isMod112, isVerhoeff, range, to11, weighted } from './check-digits.ts';
import { digits, type NationalIdForm, named, TAX_NUMBER, written } from './national-id-form.ts';

export const ASIAN_AND_PACIFIC_IDS: readonly NationalIdForm[] = [
  {
    form: 'IN Aadhaar',
    pattern: written(String.raw`[2-9]\d{3}~\d{4}~\d{4}`),
    check: isVerhoeff,
    names: named('aadhaar, aadhar, adhaar, uidai'),
  },
  {
    form: 'IN PAN',
    // Its last letter checks the others, by a rule that is not public.
    pattern: written(String.raw`[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]`),
    check: () => true,
    names: named('pan, pan card, permanent account', TAX_NUMBER),
  },
  {
    form: 'CN resident identity',
    pattern: written(
      String.raw`(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|[78]1|8[23])\d{4} ?(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]) ?\d{3}[\dX]`,
    ),
    check: isMod112,
    names: named(
      'resident identity, id card, id number, id no, shenfenzheng, sfz, 身份证, 身份证号, 身份证号码, 公民身份号码',
    ),
    byItself: /^\d/,
  },
  {
    form: 'TW identity card',
    pattern: written(String.raw`[A-Z][1289A-D]\d{8}`),
    check: isTaiwanese,
    names: named('roc id, taiwan id, identity card, id card, id number, id no, 身分證, 身分證字號, 統一編號'),
  },
  {
    form: 'HK HKID',
    pattern: /(?<![\w-])[A-Z]{1,2} ?\d{6} ?(?:\([\dA]\)|-?[\dA](?![\w-]))/gi,
    check: number => {
      const places = [...number.slice(0, -1).padStart(8, ' ')].map(char =>
        char === ' ' ? 36 : Number.parseInt(char, 36),
      );
      const sum = places.reduce((all, place, at) => all + place * (9 - at), 0);
      return '0123456789A'[to11(sum)] === number.at(-1);
    },
    names: named('hkid, hkid card, hong kong id, identity card, id card, id number, id no, 身份證'),
  },
  {
    form: 'JP My Number',
    pattern: digits(12),
    check: checkedBy([6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], sum => to11(sum) % 10),
    names: named('my number, individual number, kojin bango, マイナンバー, 個人番号'),
  },
  {
    form: 'KR RRN',
    // Numbers that were given out since October 2020 have no check digit.
    pattern: written(String.raw`\d{6}[- ]?[0-9]\d{6}`),
    check: number => isDay(number.slice(2, 4), number.slice(4, 6)),
    names: named(
      'rrn, frn, resident registration, resident number, foreigner registration, jumin, jumin deungnok, 주민등록번호, 주민번호, 외국인등록번호',
    ),
  },
  {
    form: 'SG NRIC',
    pattern: written(String.raw`[STFGM]\d{7}[A-Z]`),
    check: isSingaporean,
    names: named('nric, fin, uin, identity card'),
  },
  {
    form: 'MY NRIC',
    // It has no check digit.
    pattern: written(String.raw`\d{6}-?\d{2}-?\d{4}`),
    check: number => isDay(number.slice(2, 4), number.slice(4, 6)),
    names: named('nric, mykad, my kad, ic no, ic number, no kp, kad pengenalan, identity card'),
  },
  {
    form: 'ID NIK',
    // It has no check digit; 40 is added to the days of women.
    pattern: written(String.raw`[1-9]\d{15}`),
    check: number => isDay(number.slice(8, 10), Number(number.slice(6, 8)) % 40),
    names: named('nik, ktp, e ktp, nomor induk, nomor induk kependudukan'),
  },
  {
    form: 'TH identity number',
    pattern: written(String.raw`[1-8](?:~\d){12}`),
    check: checkedBy(range(13, 2), sum => (11 - (sum % 11)) % 10),
    names: named('thai id, citizen id, id number, id no, id card, tnin, บัตรประชาชน, เลขประจำตัวประชาชน', TAX_NUMBER),
  },
  {
    form: 'PK CNIC',
    // It has no check digit.
    pattern: written(String.raw`[1-7]\d{4}~\d{7}~[1-9]`),
    check: () => true,
    names: named('cnic, nicop, snic'),
  },
  {
    form: 'LK NIC',
    // Year and day of the year; women's days add 500. The rule of its check digit is not public.
    pattern: written(String.raw`(?:\d{9}[VX]|(?:19|20)\d{10})`),
    check: number => {
      const day = Number(number.slice(number.length - 8, number.length - 5)) % 500;
      return day >= 1 && day <= 366;
    },
    names: named('nic number, nic no, national identity card'),
  },
  {
    form: 'KZ IIN',
    pattern: digits(12),
    check: number => {
      const first = weighted(number, range(1, 11)) % 11;
      const second = weighted(number, [...range(3, 11), 1, 2]) % 11;
      return isDay(number.slice(2, 4), number.slice(4, 6)) && (first < 10 ? first : second) === Number(number[11]);
    },
    names: named('iin, жсн, иин'),
  },
  {
    form: 'AU TFN',
    pattern: digits(8, 9),
    check: number => {
      const weights = number.length === 9 ? [1, 4, 3, 7, 5, 8, 6, 9, 10] : [10, 7, 8, 4, 6, 3, 5, 1];
      return weighted(number, weights) % 11 === 0;
    },
    names: named('tfn, tax file', TAX_NUMBER),
  },
  {
    form: 'AU Medicare',
    pattern: written(String.raw`[2-6]\d{3}~\d{5}~\d(?:[ /-]?[1-9])?`),
    check: checkedBy([1, 3, 7, 9, 1, 3, 7, 9], sum => sum % 10),
    names: named('medicare, medicare card'),
  },
  {
    form: 'NZ IRD',
    pattern: digits(8, 9),
    check: number => {
      const all = number.padStart(9, '0');
      const first = to11(weighted(all, [3, 2, 7, 6, 5, 4, 3, 2]));
      return (first < 10 ? first : to11(weighted(all, [7, 4, 3, 2, 5, 2, 7, 6]))) === Number(all[8]);
    },
    names: named('ird, inland revenue', TAX_NUMBER),
  },
  {
    form: 'NZ NHI',
    pattern: written(String.raw`[A-HJ-NP-Z]{3}\d{2}(?:\d{2}|[A-HJ-NP-Z]{2})`),
    check: isNhi,
    names: named('nhi, nhi number, national health index'),
  },
];

/** The letter counts as two digits, by the order in which the counties got theirs. */
function isTaiwanese(number: string): boolean {
  const place = (letter = ''): string => String(10 + 'ABCDEFGHJKLMNPQRSTUVXYWZIO'.indexOf(letter));
  const second = number[1] ?? '';
  const all = place(number[0]) + (/\d/.test(second) ? second : place(second).slice(1)) + number.slice(2);
  return weighted(all, [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 === 0;
}

/** The last letter checks the digits; each series has letters and an offset of its own. */
function isSingaporean(number: string): boolean {
  const series = number[0] ?? '';
  const offset = { T: 4, G: 4, M: 3 }[series] ?? 0;
  const rest = (offset + weighted(number.slice(1), [2, 7, 6, 5, 4, 3, 2])) % 11;
  if ('ST'.includes(series)) return 'JZIHGFEDCBA'[rest] === number[8];
  return (series === 'M' ? 'XWUTRQPNJLK' : 'XWUTRQPNMLK')[rest] === number[8];
}

/** HISO 10046: the older form ends in a digit, the newer one in a letter. */
function isNhi(number: string): boolean {
  const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
  const place = (char: string): number => (/\d/.test(char) ? Number(char) : alphabet.indexOf(char) + 1);
  const sum = [...number.slice(0, 6)].reduce((all, char, at) => all + place(char) * (7 - at), 0);
  const last = number[6] ?? '';
  if (/\d/.test(last)) return sum % 11 !== 0 && to11(sum) % 10 === Number(last);
  return alphabet[22 - (sum % 23)] === last;
}
