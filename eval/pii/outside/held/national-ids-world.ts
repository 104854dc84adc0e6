import { digitsOf, isLuhn, weighted } from '../check-digits.ts';
import type { NationalId } from '../national-id.ts';

const TAIWAN_LETTERS = 'ABCDEFGHJKLMNPQRSTUVXYWZIO';

const VERHOEFF_D = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];

const VERHOEFF_P = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];

function isVerhoeff(id: string): boolean {
  const rest = [...id].reverse().reduce((state, digit, index) => {
    const permuted = Number(VERHOEFF_P[index % 8]?.[Number(digit)]);
    return Number(VERHOEFF_D[state]?.[permuted]);
  }, 0);
  return rest === 0;
}

function isInn(id: string): boolean {
  const head = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
  return (
    (weighted(id.slice(0, 10), head.slice(1)) % 11) % 10 === Number(id[10]) &&
    (weighted(id.slice(0, 11), head) % 11) % 10 === Number(id[11])
  );
}

function isSnils(id: string): boolean {
  const sum = weighted(id.slice(0, 9), [9, 8, 7, 6, 5, 4, 3, 2, 1]);
  return (sum % 101) % 100 === Number(id.slice(9));
}

function isNric(id: string): boolean {
  const sum = weighted(id.slice(1, 8), [2, 7, 6, 5, 4, 3, 2]) + (/[TG]/.test(id) ? 4 : 0);
  return id[8] === (/^[ST]/.test(id) ? 'JZIHGFEDCBA' : 'XWUTRQPNMLK')[sum % 11];
}

function isTaiwan(id: string): boolean {
  const letter = TAIWAN_LETTERS.indexOf(id[0] ?? '') + 10;
  return weighted(`${letter}${id.slice(1)}`, [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 === 0;
}

function isMyNumber(id: string): boolean {
  const rest = weighted(id.slice(0, 11), [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return Number(id[11]) === (rest <= 1 ? 0 : 11 - rest);
}

function isIrd(id: string): boolean {
  const check = (weights: readonly number[]): number =>
    (11 - (weighted(id.slice(0, -1).padStart(8, '0'), weights) % 11)) % 11;
  const first = check([3, 2, 7, 6, 5, 4, 3, 2]);
  return Number(id.at(-1)) === (first < 10 ? first : check([7, 4, 3, 2, 5, 2, 7, 6]));
}

function isTcKimlik(id: string): boolean {
  const digits = digitsOf(id);
  const odd = weighted(id.slice(0, 9), [1, 0]);
  const even = weighted(id.slice(0, 8), [0, 1]);
  const sum = digits.slice(0, 10).reduce((all, digit) => all + digit, 0);
  return (((odd * 7 - even) % 10) + 10) % 10 === digits[9] && sum % 10 === digits[10];
}

function isResidentId(id: string): boolean {
  return (
    '10X98765432'[weighted(id.slice(0, 17), [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11] === id[17]
  );
}

/** Numbers of persons in the rest of the world, from public descriptions of their check digits. */
export const WORLD: readonly NationalId[] = [
  {
    country: 'IN',
    name: 'PAN',
    keys: ['tax pan', 'pan number', 'customer pan'],
    words: ['PAN'],
    candidate: random => random.fill('{upper:3}P{upper:1}{dec:4}{upper:1}'),
    isValid: id => /^[A-Z]{3}P[A-Z]\d{4}[A-Z]$/.test(id),
  },
  {
    country: 'IN',
    name: 'Aadhaar',
    keys: ['customer aadhaar', 'aadhaar number', 'aadhar no'],
    words: ['Aadhaar'],
    formats: ['#### #### ####', '####-####-####'],
    candidate: random => `${random.int(2, 9)}${random.digits(10)}?`,
    isValid: isVerhoeff,
  },
  {
    country: 'AR',
    name: 'CUIL',
    keys: ['cliente cuil', 'cuit', 'empleado cuil'],
    words: ['CUIL', 'CUIT'],
    formats: ['##-########-#'],
    candidate: random => `${random.pick(['20', '27'])}${random.int(10, 45)}${random.digits(6)}?`,
    isValid: id => weighted(id, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  },
  {
    country: 'SG',
    name: 'NRIC',
    keys: ['customer nric', 'nric fin', 'nric'],
    words: ['NRIC', 'FIN'],
    checks: 'ABCDEFGHIJZKLMNPQRTUWX',
    candidate: random => `${random.pick(['S', 'T', 'F', 'G'])}${random.digits(7)}?`,
    isValid: isNric,
  },
  {
    country: 'TW',
    name: 'national ID',
    keys: ['member national id', 'taiwan id card'],
    words: ['身分證字號', 'national ID'],
    candidate: random => `${random.pick([...TAIWAN_LETTERS])}${random.int(1, 2)}${random.digits(7)}?`,
    isValid: isTaiwan,
  },
  {
    country: 'JP',
    name: 'My Number',
    keys: ['employee my number', 'kojin bango', 'individual number'],
    words: ['My Number', 'マイナンバー'],
    formats: ['#### #### ####'],
    candidate: random => `${random.digits(11)}?`,
    isValid: isMyNumber,
  },
  {
    country: 'NZ',
    name: 'IRD',
    keys: ['employee ird number', 'ird'],
    words: ['IRD number', 'IRD'],
    formats: ['###-###-###'],
    candidate: random => `${random.int(100, 149)}${random.digits(5)}?`,
    isValid: isIrd,
  },
  {
    country: 'RU',
    name: 'INN',
    keys: ['client inn', 'inn'],
    words: ['ИНН', 'INN'],
    candidate: random => `${random.int(10, 89)}${random.digits(8)}??`,
    isValid: isInn,
  },
  {
    country: 'RU',
    name: 'SNILS',
    keys: ['employee snils', 'snils'],
    words: ['СНИЛС', 'SNILS'],
    formats: ['###-###-### ##'],
    candidate: random => `${random.int(1, 9)}${random.digits(8)}??`,
    isValid: isSnils,
  },
  {
    country: 'TR',
    name: 'TC kimlik',
    keys: ['musteri tc kimlik no', 'tckn', 'kimlik no'],
    words: ['TC kimlik', 'TCKN'],
    candidate: random => `${random.int(1, 9)}${random.digits(8)}??`,
    isValid: isTcKimlik,
  },
  {
    country: 'IL',
    name: 'teudat zehut',
    keys: ['customer teudat zehut', 'israeli id', 'tz number'],
    words: ['teudat zehut', 'תעודת זהות'],
    candidate: random => `${random.digits(8)}?`,
    isValid: isLuhn,
  },
  {
    country: 'CN',
    name: 'resident ID',
    keys: ['user id card', 'resident id number', 'shenfenzheng'],
    words: ['身份证号', 'ID card'],
    checks: '0123456789X',
    candidate: random =>
      `${random.pick(['110101', '310104', '440305', '510107'])}${random.birthDate().toISOString().slice(0, 10).replaceAll('-', '')}${random.digits(3)}?`,
    isValid: isResidentId,
  },
  {
    country: 'EC',
    name: 'cédula',
    keys: ['cliente cedula', 'cedula'],
    words: ['cédula'],
    candidate: random => `${String(random.int(1, 24)).padStart(2, '0')}${random.int(0, 5)}${random.digits(6)}?`,
    isValid: isLuhn,
  },
  {
    country: 'UY',
    name: 'CI',
    keys: ['cliente cedula identidad', 'cedula identidad'],
    words: ['cédula de identidad'],
    formats: ['#.###.###-#'],
    candidate: random => `${random.int(1, 6)}${random.digits(6)}?`,
    isValid: id => weighted(id, [2, 9, 8, 7, 6, 3, 4, 1]) % 10 === 0,
  },
  {
    country: 'DO',
    name: 'cédula',
    keys: ['cliente cedula', 'cedula dominicana'],
    words: ['cédula'],
    formats: ['###-#######-#'],
    candidate: random => `${String(random.int(1, 121)).padStart(3, '0')}${random.digits(7)}?`,
    isValid: isLuhn,
  },
];
