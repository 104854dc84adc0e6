import { isLuhn } from '../luhn.ts';
import { isMod1110, isVerhoeff, weighted } from './check-digits.ts';
import type { NationalIdForm } from './national-id-form.ts';

/** Numbers that states give to people. */
export const NATIONAL_ID_FORMS: readonly NationalIdForm[] = [
  {
    form: 'US SSN',
    pattern: /(?<![\w.-])\d{3}([- ]?)\d{2}\1\d{4}(?![\w-]|\.\d)/g,
    // Areas that the Social Security Administration never gives; 9xx are ITINs.
    check: number =>
      !/^(?:000|666)|^\d{3}00|0000$/.test(number) &&
      (number < '9' || /^9\d\d(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])/.test(number)),
    words: [
      'ssn',
      'ssns',
      'ssnumber',
      'social security',
      'socialsecurity',
      'socialsecuritynumber',
      'itin',
      'tax id',
      'taxid',
      'taxpayer',
    ],
  },
  {
    form: 'UK NINO',
    pattern: /(?<![\w-])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![\w-])/gi,
    check: number => !/^(?:BG|GB|KN|NK|NT|TN|ZZ)/.test(number),
    words: ['nino', 'national insurance', 'nationalinsurance', 'nationalinsurancenumber', 'ni number'],
  },
  {
    form: 'ES DNI',
    pattern: /(?<![\w-])[XYZ]?-?\d{7,8}-?[A-HJ-NP-TV-Z](?![\w-])/gi,
    check: number => {
      const digits = number.slice(0, -1).replace(/^[XYZ]/, first => String('XYZ'.indexOf(first)));
      return digits.length === 8 && 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(digits) % 23] === number.at(-1);
    },
    words: ['dni', 'nie', 'nif', 'documento'],
  },
  {
    form: 'IT codice fiscale',
    pattern: /(?<![\w-])[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?![\w-])/gi,
    check: isCodiceFiscale,
    words: ['codice fiscale', 'codicefiscale'],
    byItself: true,
  },
  {
    form: 'FR NIR',
    pattern: /(?<![\w-])[1278] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?![\w-])/gi,
    check: number => {
      const digits = number.replace('2A', '19').replace('2B', '18');
      return 97 - Number(BigInt(digits.slice(0, 13)) % 97n) === Number(digits.slice(13));
    },
    words: ['nir', 'insee', 'numero secu', 'securite sociale', 'secu'],
  },
  {
    form: 'DE Steuer-ID',
    pattern: /(?<![\w-])[1-9]\d(?: ?\d{3}){3}(?![\w-])/g,
    check: isMod1110,
    words: ['steuer', 'steuerid', 'steuernummer', 'steueridentifikationsnummer', 'idnr', 'tin', 'tax id', 'taxid'],
  },
  {
    form: 'NL BSN',
    pattern: /(?<![\w-])\d{9}(?![\w-])/g,
    check: number => weighted(number, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
    words: ['bsn', 'burgerservicenummer', 'sofinummer'],
  },
  {
    form: 'PL PESEL',
    pattern: /(?<![\w-])\d{11}(?![\w-])/g,
    check: number => weighted(number, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0,
    words: ['pesel'],
  },
  {
    form: 'SE personnummer',
    pattern: /(?<![\w-])(?:19|20)?\d{6}[-+]?\d{4}(?![\w-])/g,
    check: number => isLuhn(number.replace('+', '').slice(-10)),
    words: ['personnummer', 'personnr', 'pnr'],
  },
  {
    form: 'IN Aadhaar',
    pattern: /(?<![\w-])[2-9]\d{3}([ -]?)\d{4}\1\d{4}(?![\w-])/g,
    check: isVerhoeff,
    words: ['aadhaar', 'aadhar', 'uidai'],
  },
  {
    form: 'IN PAN',
    pattern: /(?<![\w-])[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z](?![\w-])/gi,
    check: () => true,
    words: ['pan', 'pancard', 'permanent account'],
  },
  {
    form: 'BR CPF',
    pattern: /(?<![\w-])\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?![\w-])/g,
    check: isCpf,
    words: ['cpf', 'cadastro'],
  },
  {
    form: 'CA SIN',
    pattern: /(?<![\w-])[1-79]\d{2}([ -]?)\d{3}\1\d{3}(?![\w-])/g,
    check: isLuhn,
    words: ['sin', 'social insurance', 'socialinsurance'],
  },
  {
    form: 'AU TFN',
    pattern: /(?<![\w-])\d{3} ?\d{3} ?\d{3}(?![\w-])/g,
    check: number => weighted(number, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
    words: ['tfn', 'tax file'],
  },
  {
    form: 'passport',
    pattern: /(?<![\w-])(?=[A-Z]{0,3}\d)[A-Z]{0,3}\d{5,9}[A-Z]?(?![\w-])/gi,
    check: number => number.length >= 6 && number.length <= 10,
    words: ['passport', 'passportnumber', 'passportno', 'reisepass', 'passnummer'],
  },
];

const ODD = 'BAKPLCQDREVOSFTGUHMINJWZYX';

/** The last letter checks the others; letters and digits count otherwise in odd places. */
function isCodiceFiscale(number: string): boolean {
  let sum = 0;
  for (let at = 0; at < 15; at++) {
    const char = number[at] ?? '';
    const place = /\d/.test(char) ? Number(char) : char.charCodeAt(0) - 65;
    sum += at % 2 === 1 ? place : ODD.indexOf(String.fromCharCode(65 + place));
  }
  return number.charCodeAt(15) - 65 === sum % 26;
}

function isCpf(number: string): boolean {
  if (/^(\d)\1+$/.test(number)) return false;
  return [9, 10].every(length => {
    const weights = Array.from({ length }, (_, index) => length + 1 - index);
    const rest = (weighted(number, weights) * 10) % 11;
    return (rest === 10 ? 0 : rest) === Number(number[length]);
  });
}
