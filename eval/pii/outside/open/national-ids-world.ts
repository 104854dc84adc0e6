import { digitsOf, isLuhn, weighted } from '../check-digits.ts';
import { bornBefore2000, type NationalId, yymmdd } from '../national-id.ts';

const HKID_VALUES = (letters: string): number[] =>
  letters.length === 1 ? [36, ...digitsOf(letters)] : digitsOf(letters);

const CURP_ALPHABET = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';

function isCpf(cpf: string): boolean {
  const first = ((weighted(cpf.slice(0, 9), [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
  const second = ((weighted(cpf.slice(0, 10), [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
  return cpf.endsWith(`${first}${second}`);
}

function isCnpj(cnpj: string): boolean {
  const weights = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
  const check = (head: string): number => {
    const rest = weighted(head, weights.slice(-head.length)) % 11;
    return rest < 2 ? 0 : 11 - rest;
  };
  return Number(cnpj[12]) === check(cnpj.slice(0, 12)) && Number(cnpj[13]) === check(cnpj.slice(0, 13));
}

function isHkid(id: string): boolean {
  const letters = id.replace(/\d.*$/, '');
  const values = [...HKID_VALUES(letters), ...digitsOf(id.slice(letters.length))];
  return values.reduce((sum, value, index) => sum + value * (9 - index), 0) % 11 === 0;
}

/** Numbers of persons in the rest of the world, from public descriptions of their check digits. */
export const WORLD: readonly NationalId[] = [
  {
    country: 'BR',
    name: 'CPF',
    keys: ['cliente cpf', 'cpf', 'payer cpf'],
    words: ['CPF'],
    formats: ['###.###.###-##'],
    candidate: random => `${random.digits(9)}??`,
    isValid: isCpf,
  },
  {
    country: 'BR',
    name: 'CNPJ',
    keys: ['empresa cnpj', 'cnpj'],
    words: ['CNPJ'],
    formats: ['##.###.###/####-##'],
    candidate: random => `${random.digits(8)}0001??`,
    isValid: isCnpj,
  },
  {
    country: 'AU',
    name: 'TFN',
    keys: ['employee tfn', 'tax file number', 'tfn'],
    words: ['TFN', 'tax file number'],
    formats: ['### ### ###'],
    candidate: random => `${random.int(1, 9)}${random.digits(7)}?`,
    isValid: id => weighted(id, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
  },
  {
    country: 'AU',
    name: 'Medicare',
    keys: ['patient medicare number', 'medicare card'],
    words: ['Medicare number'],
    formats: ['#### ##### #'],
    candidate: random => `${random.int(2, 6)}${random.digits(7)}?${random.int(1, 5)}`,
    isValid: id => weighted(id.slice(0, 8), [1, 3, 7, 9]) % 10 === Number(id[8]),
  },
  {
    country: 'CA',
    name: 'SIN',
    keys: ['employee sin', 'social insurance number'],
    words: ['SIN', 'social insurance number'],
    formats: ['### ### ###', '###-###-###'],
    candidate: random => `${random.int(1, 7)}${random.digits(7)}?`,
    isValid: isLuhn,
  },
  {
    country: 'KR',
    name: 'RRN',
    keys: ['member rrn', 'resident registration number', 'jumin'],
    words: ['RRN', '주민등록번호'],
    formats: ['######-#######'],
    candidate: random => `${yymmdd(bornBefore2000(random))}${random.int(1, 2)}${random.digits(5)}?`,
    isValid: id =>
      (11 - (weighted(id.slice(0, 12), [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10 === Number(id[12]),
  },
  {
    country: 'ZA',
    name: 'ID number',
    keys: ['customer id number', 'sa id number', 'national id'],
    words: ['ID number'],
    formats: ['###### #### ###'],
    candidate: random => `${yymmdd(bornBefore2000(random))}${random.digits(4)}08?`,
    isValid: isLuhn,
  },
  {
    country: 'US',
    name: 'SSN',
    keys: ['applicant ssn', 'social security number', 'ssn'],
    words: ['SSN', 'social security number'],
    formats: ['###-##-####', '### ## ####'],
    candidate: random => `${random.int(100, 665)}${random.int(10, 99)}${random.int(1000, 9999)}`,
    isValid: id => /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(id),
  },
  {
    country: 'CL',
    name: 'RUT',
    keys: ['cliente rut', 'rut', 'pagador run'],
    words: ['RUT', 'RUN'],
    formats: ['##.###.###-#', '########-#'],
    checks: '0123456789K',
    candidate: random => `${random.int(5, 25)}${random.digits(6)}?`.padStart(9, '0').replace(/^0/, '1'),
    isValid: id => {
      const check = 11 - (weighted(id.slice(0, 8), [3, 2, 7, 6, 5, 4, 3, 2]) % 11);
      return id[8] === (check === 11 ? '0' : check === 10 ? 'K' : String(check));
    },
  },
  {
    country: 'HK',
    name: 'HKID',
    keys: ['customer hkid', 'hkid', 'hk identity card'],
    words: ['HKID'],
    formats: ['#######(#)'],
    checks: '0123456789A',
    candidate: random => `${random.pick([...'ABCDEGHKMPRSVWYZ'])}${random.digits(6)}?`,
    isValid: isHkid,
  },
  {
    country: 'MX',
    name: 'CURP',
    keys: ['cliente curp', 'curp'],
    words: ['CURP'],
    candidate: random =>
      `${random.pick([...'BCDFGLMPRSTV'])}${random.pick([...'AEIOU'])}${random.pick([...'BCDFGLMPRSTV'])}${random.pick([...'BCDFGLMPRSTV'])}${yymmdd(bornBefore2000(random))}${random.pick(['H', 'M'])}${random.pick(['DF', 'JC', 'NL', 'PL', 'VZ'])}${random.fill('{B|C|D|G|L|N}{L|M|N|R|S}{R|S|T|Z}')}0?`,
    isValid: id =>
      (10 - ([...id.slice(0, 17)].reduce((sum, char, at) => sum + CURP_ALPHABET.indexOf(char) * (18 - at), 0) % 10)) %
        10 ===
      Number(id[17]),
  },
  {
    country: 'TH',
    name: 'citizen ID',
    keys: ['customer citizen id', 'thai national id'],
    words: ['citizen ID', 'เลขประจำตัวประชาชน'],
    formats: ['#-####-#####-##-#'],
    candidate: random => `${random.int(1, 8)}${random.digits(11)}?`,
    isValid: id =>
      (11 - (weighted(id.slice(0, 12), [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === Number(id[12]),
  },
];
