import { isLuhn } from '../luhn.ts';
import { checkedBy, isDay, range, to10, to11, weighted } from './check-digits.ts';
import { digits, type NationalIdForm, named, TAX_NUMBER, written } from './national-id-form.ts';

const MEXICAN_STATES = 'AS|B[CS]|C[CLSHM]|D[FG]|G[TR]|HG|JC|M[CNS]|N[ETL]|OC|PL|Q[TR]|S[PLR]|T[CSL]|VZ|YN|ZS';

export const AMERICAN_IDS: readonly NationalIdForm[] = [
  {
    form: 'US SSN',
    pattern: /(?<![\w.-])\d{3}([- .]?)\d{2}\1\d{4}(?![\w-]|\.\d)/g,
    // Areas that the Social Security Administration never gives; 9xx are ITINs.
    check: number =>
      !/^(?:000|666)|^\d{3}00|0000$/.test(number) &&
      (number < '9' || /^9\d\d(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])/.test(number)),
    names: named('ssn, ss number, social security, itin', TAX_NUMBER),
  },
  {
    form: 'US MBI',
    pattern: written(
      String.raw`[1-9][AC-HJKMNP-RT-Y][\dAC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y][\dAC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}`,
    ),
    check: () => true,
    names: named('mbi, medicare, medicare beneficiary'),
  },
  {
    form: 'CA SIN',
    pattern: written(String.raw`[1-79]\d{2}~\d{3}~\d{3}`),
    check: isLuhn,
    names: named('sin, social insurance, assurance sociale'),
  },
  {
    form: 'MX CURP',
    pattern: written(
      String.raw`[A-Z][AEIOUX][A-Z]{2}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[HMX](?:${MEXICAN_STATES})[B-DF-HJ-NP-TV-Z]{3}[A-Z\d]\d`,
    ),
    check: isCurp,
    names: named('curp, clave unica'),
    byItself: /^/,
  },
  {
    form: 'MX RFC',
    // Its last character checks the others, but the authority gave out many for which it does not.
    pattern: written(String.raw`[A-ZÑ&]{3,4}~\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])~[A-Z\d]{2}[A\d]`),
    check: () => true,
    names: named('rfc, registro federal', TAX_NUMBER),
  },
  {
    form: 'BR CPF',
    pattern: digits(11),
    check: isCpf,
    names: named('cpf, cadastro, cadastro pessoas fisicas', TAX_NUMBER),
    byItself: /^\d{3}\.\d{3}\.\d{3}-\d{2}$/,
  },
  {
    form: 'BR CNPJ',
    // Letters are part of it from July 2026 on.
    pattern: written(String.raw`[A-Z\d]{2}\.?[A-Z\d]{3}\.?[A-Z\d]{3}/?[A-Z\d]{4}-?\d{2}`),
    check: isCnpj,
    names: named('cnpj, cadastro nacional', TAX_NUMBER),
    byItself: /^[A-Z\d]{2}\.[A-Z\d]{3}\.[A-Z\d]{3}\/[A-Z\d]{4}-\d{2}$/i,
  },
  {
    form: 'AR CUIT',
    pattern: digits(11),
    check: number =>
      /^(?:2[034567]|3[034])/.test(number) &&
      checkedBy([5, 4, 3, 2, 7, 6, 5, 4, 3, 2], sum => Math.min(9, to11(sum)))(number),
    names: named('cuit, cuil, clave unica', TAX_NUMBER),
  },
  {
    form: 'AR DNI',
    pattern: written(String.raw`\d{2}~\d{3}~\d{3}`),
    check: () => true,
    names: named('dni, documento nacional'),
  },
  {
    form: 'CL RUN',
    // The same number. A run of something else has no dash before its last digit.
    pattern: written(String.raw`\d{1,2}\.?\d{3}\.?\d{3}-[\dK]`),
    check: isRut,
    names: named('run, rol unico nacional'),
  },
  {
    form: 'CL RUT',
    pattern: written(String.raw`\d{1,2}~\d{3}~\d{3}~[\dK]`),
    check: isRut,
    names: named('rut, rol unico, rol unico tributario', TAX_NUMBER),
  },
  {
    form: 'CO NIT',
    pattern: digits(8, 16),
    check: number => {
      const body = number.slice(0, -1).padStart(15, '0');
      return (
        '01987654321'[weighted(body, [71, 67, 59, 53, 47, 43, 41, 37, 29, 23, 19, 17, 13, 7, 3]) % 11] === number.at(-1)
      );
    },
    names: named('nit, numero identificacion tributaria', TAX_NUMBER),
  },
  {
    form: 'CO cédula',
    pattern: digits(8, 10),
    check: () => true,
    names: named('cedula, cedula ciudadania, cedula de ciudadania'),
  },
  {
    form: 'PE DNI',
    pattern: written(String.raw`\d{8}~[\dA-K]?`),
    check: number => {
      if (number.length === 8) return true;
      const at = weighted(number, [3, 2, 7, 6, 5, 4, 3, 2]) % 11;
      return ['65432110987'[at], 'KJIHGFEDCBA'[at]].includes(number[8]);
    },
    names: named('dni, cui, documento identidad, documento de identidad'),
  },
  {
    form: 'PE RUC',
    pattern: digits(11),
    check: checkedBy([5, 4, 3, 2, 7, 6, 5, 4, 3, 2], sum => (11 - (sum % 11)) % 10),
    names: named('ruc, registro unico', TAX_NUMBER),
  },
  {
    form: 'EC cédula',
    pattern: digits(10),
    check: number => /^(?:0[1-9]|1\d|2[0-4]|30|50)[0-6]/.test(number) && isLuhn(number),
    names: named('cedula, cedula identidad, cedula de identidad'),
  },
  {
    form: 'UY cédula',
    pattern: digits(8),
    check: checkedBy([2, 9, 8, 7, 6, 3, 4], to10),
    names: named('cedula, cedula identidad, cedula de identidad'),
  },
  {
    form: 'VE RIF',
    pattern: written(String.raw`[VEJPG]~\d{8}~\d`),
    check: number => {
      const first = 4 * (1 + 'VEJPG'.indexOf(number[0] ?? ''));
      return '00987654321'[(first + weighted(number.slice(1), [3, 2, 7, 6, 5, 4, 3, 2])) % 11] === number.at(-1);
    },
    names: named('rif, registro informacion fiscal', TAX_NUMBER),
  },
  {
    form: 'DO cédula',
    pattern: digits(11),
    check: isLuhn,
    names: named('cedula, cedula identidad, cedula de identidad'),
  },
];

function isRut(number: string): boolean {
  const body = number.slice(0, -1).padStart(8, '0');
  return '0123456789K'[to11(weighted(body, [3, 2, 7, 6, 5, 4, 3, 2]))] === number.at(-1);
}

/** Characters count by their place in the alphabet that has Ñ, the first ones most. */
function isCurp(number: string): boolean {
  const alphabet = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';
  const sum = [...number.slice(0, 17)].reduce((all, char, at) => all + alphabet.indexOf(char) * (18 - at), 0);
  return isDay(number.slice(6, 8), number.slice(8, 10)) && to10(sum) === Number(number[17]);
}

function isCpf(number: string): boolean {
  if (/^(\d)\1+$/.test(number)) return false;
  const of = (sum: number): number => ((sum * 10) % 11) % 10;
  return checkedBy(range(10, 2), of)(number) && checkedBy(range(11, 2), of)(number);
}

/** Letters count as their code less that of 0. */
function isCnpj(number: string): boolean {
  if (/^(.)\1+$/.test(number)) return false;
  return [12, 13].every(length => {
    const sum = [...number.slice(0, length)].reduce(
      (all, char, at) => all + (char.charCodeAt(0) - 48) * (((length - 1 - at) % 8) + 2),
      0,
    );
    return (sum % 11 < 2 ? 0 : 11 - (sum % 11)) === Number(number[length]);
  });
}
