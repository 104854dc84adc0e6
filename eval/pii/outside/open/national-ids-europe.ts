import { isLuhn, isMod1110, weighted } from '../check-digits.ts';
import { bornBefore2000, ddmmyy, type NationalId, yymmdd } from '../national-id.ts';

function isDni(dni: string): boolean {
  const number = Number(dni.slice(0, -1).replace('X', '0').replace('Y', '1').replace('Z', '2'));
  return dni.at(-1) === 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23];
}

/** One digit of the first ten comes twice or three times, all others at most once. */
function isSteuerId(id: string): boolean {
  const counts = [...'0123456789'].map(digit => id.slice(0, 10).split(digit).length - 1).filter(count => count > 1);
  return counts.length === 1 && (counts[0] ?? 0) <= 3 && isMod1110(id);
}

function isFodselsnummer(id: string): boolean {
  return (
    weighted(id.slice(0, 10), [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
    weighted(id, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
  );
}

function isIsikukood(id: string): boolean {
  const first = weighted(id.slice(0, 10), [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  const second = weighted(id.slice(0, 10), [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
  return Number(id[10]) === (first < 10 ? first : second % 10);
}

function isCnp(id: string): boolean {
  const rest = weighted(id.slice(0, 12), [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return Number(id[12]) === (rest === 10 ? 1 : rest);
}

/** Numbers of persons in Europe, from public descriptions of their check digits. */
export const EUROPE: readonly NationalId[] = [
  {
    country: 'NL',
    name: 'BSN',
    keys: ['customer bsn', 'burgerservicenummer', 'patient bsn'],
    words: ['BSN'],
    formats: ['####.##.###', '#### ## ###'],
    candidate: random => `${random.int(1, 9)}${random.digits(7)}?`,
    isValid: id => weighted(id, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
  },
  {
    country: 'ES',
    name: 'DNI',
    keys: ['cliente dni', 'dni', 'user nif'],
    words: ['DNI', 'NIF'],
    formats: ['########-#', '##.###.###-#'],
    checks: 'TRWAGMYFPDXBNJZSQVHLCKE',
    candidate: random => `${random.digits(8)}?`,
    isValid: isDni,
  },
  {
    country: 'ES',
    name: 'NIE',
    keys: ['cliente nie', 'nie'],
    words: ['NIE'],
    formats: ['#-#######-#'],
    checks: 'TRWAGMYFPDXBNJZSQVHLCKE',
    candidate: random => `${random.pick(['X', 'Y', 'Z'])}${random.digits(7)}?`,
    isValid: isDni,
  },
  {
    country: 'PL',
    name: 'PESEL',
    keys: ['klient pesel', 'pesel', 'patient pesel'],
    words: ['PESEL'],
    candidate: random => `${yymmdd(bornBefore2000(random))}${random.digits(4)}?`,
    isValid: id => weighted(id, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0,
  },
  {
    country: 'DE',
    name: 'Steuer-ID',
    keys: ['kunde steuer id', 'steuer identifikationsnummer', 'tax idnr'],
    words: ['Steuer-ID', 'Steueridentifikationsnummer'],
    formats: ['## ### ### ###'],
    candidate: random => `${random.int(1, 9)}${random.digits(9)}?`,
    isValid: isSteuerId,
  },
  {
    country: 'FI',
    name: 'HETU',
    keys: ['asiakas hetu', 'henkilotunnus', 'patient hetu'],
    words: ['hetu', 'henkilötunnus'],
    checks: '0123456789ABCDEFHJKLMNPRSTUVWXY',
    candidate: random => `${ddmmyy(bornBefore2000(random))}-${random.int(100, 899)}?`,
    isValid: id => id.at(-1) === '0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(`${id.slice(0, 6)}${id.slice(7, 10)}`) % 31],
  },
  {
    country: 'NO',
    name: 'fødselsnummer',
    keys: ['kunde fodselsnummer', 'fodselsnummer', 'person fnr'],
    words: ['fødselsnummer', 'fnr'],
    formats: ['###### #####'],
    candidate: random => `${ddmmyy(bornBefore2000(random))}${random.int(100, 499)}??`,
    isValid: isFodselsnummer,
  },
  {
    country: 'EE',
    name: 'isikukood',
    keys: ['klient isikukood', 'isikukood', 'person personal code'],
    words: ['isikukood'],
    candidate: random => `${random.int(3, 4)}${yymmdd(bornBefore2000(random))}${random.digits(3)}?`,
    isValid: isIsikukood,
  },
  {
    country: 'FR',
    name: 'NIR',
    keys: ['assure nir', 'numero securite sociale', 'patient nir'],
    words: ['NIR', 'numéro de sécurité sociale'],
    formats: ['# ## ## ## ### ### ##'],
    candidate: random =>
      `${random.int(1, 2)}${random.int(46, 99)}${String(random.int(1, 12)).padStart(2, '0')}${random.int(21, 94)}${random.int(100, 500)}${random.int(100, 899)}??`,
    isValid: id => Number(id.slice(13)) === 97 - (Number(id.slice(0, 13)) % 97),
  },
  {
    country: 'IE',
    name: 'PPS',
    keys: ['employee pps number', 'ppsn', 'pps'],
    words: ['PPS number', 'PPSN'],
    formats: ['####### ##'],
    checks: 'WABCDEFGHIJKLMNOPQRSTUV',
    candidate: random => `${random.digits(7)}?${random.pick(['A', 'B'])}`,
    isValid: id =>
      id[7] ===
      'WABCDEFGHIJKLMNOPQRSTUV'[(weighted(id.slice(0, 7), [8, 7, 6, 5, 4, 3, 2]) + 9 * (id[8] === 'A' ? 1 : 2)) % 23],
  },
  {
    country: 'CH',
    name: 'AHV',
    keys: ['versicherte ahv nummer', 'ahv', 'employee avs'],
    words: ['AHV-Nummer', 'numéro AVS'],
    formats: ['###.####.####.##'],
    candidate: random => `756${random.digits(9)}?`,
    isValid: id => weighted(id, [1, 3]) % 10 === 0,
  },
  {
    country: 'HR',
    name: 'OIB',
    keys: ['kupac oib', 'oib'],
    words: ['OIB'],
    candidate: random => `${random.digits(10)}?`,
    isValid: isMod1110,
  },
  {
    country: 'RO',
    name: 'CNP',
    keys: ['client cnp', 'cnp', 'cod numeric personal'],
    words: ['CNP'],
    candidate: random =>
      `${random.int(1, 2)}${yymmdd(bornBefore2000(random))}${random.int(10, 39)}${random.int(100, 999)}?`,
    isValid: id => isCnp(id),
  },
  {
    country: 'GR',
    name: 'AMKA',
    keys: ['patient amka', 'amka'],
    words: ['AMKA', 'ΑΜΚΑ'],
    candidate: random => `${ddmmyy(bornBefore2000(random))}${random.digits(4)}?`,
    isValid: isLuhn,
  },
  {
    country: 'GR',
    name: 'AFM',
    keys: ['pelatis afm', 'afm'],
    words: ['AFM', 'ΑΦΜ'],
    candidate: random => `${random.int(0, 1)}${random.digits(7)}?`,
    isValid: id => (weighted(id.slice(0, 8), [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === Number(id[8]),
  },
  {
    country: 'IS',
    name: 'kennitala',
    keys: ['notandi kennitala', 'kennitala'],
    words: ['kennitala'],
    formats: ['######-####'],
    candidate: random => `${ddmmyy(bornBefore2000(random))}${random.int(20, 99)}?9`,
    isValid: id => weighted(id.slice(0, 9), [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  },
  {
    country: 'UA',
    name: 'RNOKPP',
    keys: ['client rnokpp', 'person inn', 'ipn'],
    words: ['РНОКПП', 'ІПН'],
    candidate: random => `${random.int(17_000, 37_000)}${random.digits(4)}?`,
    isValid: id => (weighted(id.slice(0, 9), [-1, 5, 7, 9, 4, 6, 10, 5, 7]) % 11) % 10 === Number(id[9]),
  },
];
