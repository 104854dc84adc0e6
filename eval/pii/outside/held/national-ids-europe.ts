import { isLuhn, weighted } from '../check-digits.ts';
import { bornBefore2000, ddmmyy, type NationalId, yymmdd } from '../national-id.ts';

const CODICE_ODD: Readonly<Record<string, number>> = Object.fromEntries(
  [...'BAKPLCQDREVOSFTGUHMINJWZYX'].map((letter, value) => [letter, value]),
);

/** In odd places (the first is one) characters count by a table, in even ones by their place in the alphabet. */
function isCodiceFiscale(id: string): boolean {
  const numberOf = (char: string): number => (/\d/.test(char) ? Number(char) : char.charCodeAt(0) - 65);
  const sum = [...id.slice(0, 15)].reduce((all, char, index) => {
    if (index % 2 === 1) return all + numberOf(char);
    return all + (CODICE_ODD[String.fromCharCode(65 + numberOf(char))] ?? 0);
  }, 0);
  return id.charCodeAt(15) - 65 === sum % 26;
}

function isNhs(id: string): boolean {
  return weighted(id, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;
}

function isAsmensKodas(id: string): boolean {
  const first = weighted(id.slice(0, 10), [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  const second = weighted(id.slice(0, 10), [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
  return Number(id[10]) === (first < 10 ? first : second % 10);
}

function isBelgian(id: string): boolean {
  return Number(id.slice(9)) === 97 - (Number(id.slice(0, 9)) % 97);
}

function isEmso(id: string): boolean {
  return weighted(id, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;
}

/** Numbers of persons in Europe, from public descriptions of their check digits. */
export const EUROPE: readonly NationalId[] = [
  {
    country: 'GB',
    name: 'NINO',
    keys: ['employee national insurance number', 'nino', 'ni number'],
    words: ['NINO', 'National Insurance number'],
    formats: ['## ## ## ## #'],
    candidate: random => random.fill('{AB|CE|EH|HJ|JK|LM|MA|NR|PA|RS|SW|TY|WE|YZ}{dec:6}{A|B|C|D}'),
    isValid: id => /^(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z]\d{6}[A-D]$/.test(id),
  },
  {
    country: 'GB',
    name: 'NHS',
    keys: ['patient nhs number', 'nhs number'],
    words: ['NHS number', 'NHS no'],
    formats: ['### ### ####', '###-###-####'],
    candidate: random => `${random.int(4, 7)}${random.digits(8)}?`,
    isValid: isNhs,
  },
  {
    country: 'IT',
    name: 'codice fiscale',
    keys: ['cliente codice fiscale', 'codice fiscale'],
    words: ['codice fiscale', 'CF'],
    checks: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    candidate: random =>
      random.fill('{RSS|BNC|FRR|CLM|GLL|MRN}{MRA|GNN|LCU|FNC|NDR}{dec:2}{A|B|C|D|E|H|L|M|P|R|S|T}') +
      String(random.int(1, 28)).padStart(2, '0') +
      random.fill('{H501|F205|L219|D612|A944}?'),
    isValid: isCodiceFiscale,
  },
  {
    country: 'SE',
    name: 'personnummer',
    keys: ['kund personnummer', 'personnummer', 'person nummer'],
    words: ['personnummer'],
    formats: ['######-####', '19######-####'],
    candidate: random => `${yymmdd(bornBefore2000(random))}${random.digits(3)}?`,
    isValid: isLuhn,
  },
  {
    country: 'DK',
    name: 'CPR',
    keys: ['borger cpr', 'cpr nummer', 'patient cpr'],
    words: ['CPR', 'CPR-nummer'],
    formats: ['######-####'],
    candidate: random => `${ddmmyy(bornBefore2000(random))}${random.int(0, 3)}${random.digits(2)}?`,
    isValid: id => weighted(id, [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  },
  {
    country: 'BG',
    name: 'EGN',
    keys: ['klient egn', 'egn'],
    words: ['ЕГН', 'EGN'],
    candidate: random => `${yymmdd(bornBefore2000(random))}${random.digits(3)}?`,
    isValid: id => (weighted(id.slice(0, 9), [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === Number(id[9]),
  },
  {
    country: 'CZ',
    name: 'rodné číslo',
    keys: ['klient rodne cislo', 'rodne cislo'],
    words: ['rodné číslo', 'RČ'],
    formats: ['######/####'],
    candidate: random =>
      `${yymmdd(new Date(Date.UTC(random.int(1955, 1999), random.int(0, 11), random.int(1, 28))))}${random.digits(3)}?`,
    isValid: id => Number(id) % 11 === 0,
  },
  {
    country: 'HU',
    name: 'adóazonosító jel',
    keys: ['ugyfel adoazonosito', 'adoazonosito jel'],
    words: ['adóazonosító jel'],
    candidate: random => `8${random.int(20_000, 47_000)}${random.digits(3)}?`,
    isValid: id => weighted(id.slice(0, 9), [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 === Number(id[9]),
  },
  {
    country: 'AT',
    name: 'SVNR',
    keys: ['versicherter svnr', 'sozialversicherungsnummer'],
    words: ['SVNR', 'Sozialversicherungsnummer'],
    formats: ['#### ######'],
    candidate: random => `${random.int(100, 999)}?${ddmmyy(bornBefore2000(random))}`,
    isValid: id => weighted(id, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === Number(id[3]),
  },
  {
    country: 'BE',
    name: 'rijksregisternummer',
    keys: ['klant rijksregisternummer', 'numero national', 'insz'],
    words: ['rijksregisternummer', 'numéro national'],
    formats: ['##.##.##-###.##'],
    candidate: random => `${yymmdd(bornBefore2000(random))}${random.int(100, 899)}??`,
    isValid: isBelgian,
  },
  {
    country: 'PT',
    name: 'NIF',
    keys: ['cliente nif', 'numero contribuinte', 'contribuinte nif'],
    words: ['NIF', 'contribuinte'],
    formats: ['### ### ###'],
    candidate: random => `${random.int(1, 2)}${random.digits(7)}?`,
    isValid: id => {
      const check = 11 - (weighted(id.slice(0, 8), [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
      return Number(id[8]) === (check > 9 ? 0 : check);
    },
  },
  {
    country: 'LT',
    name: 'asmens kodas',
    keys: ['klientas asmens kodas', 'asmens kodas'],
    words: ['asmens kodas'],
    candidate: random => `${random.int(3, 4)}${yymmdd(bornBefore2000(random))}${random.digits(3)}?`,
    isValid: isAsmensKodas,
  },
  {
    country: 'SI',
    name: 'EMŠO',
    keys: ['stranka emso', 'emso'],
    words: ['EMŠO', 'EMSO'],
    candidate: random => {
      const born = bornBefore2000(random);
      return `${ddmmyy(born).slice(0, 4)}9${ddmmyy(born).slice(4)}50${random.digits(3)}?`;
    },
    isValid: isEmso,
  },
];
