import type * as Phones from 'libphonenumber-js/min';
import type { CountryCode } from 'libphonenumber-js/min';
import { loadLibrary } from '../../load-library.ts';
import type { DetectContext, Detection, PiiDetector } from '../detector.ts';
import { hasDigits } from '../has-digits.ts';
import { keyBehind } from '../key-behind.ts';
import { keyWords } from '../key-words.ts';

const NONE: readonly Detection[] = [];
/** ITU-T E.164: fifteen digits at most. */
const MIN_DIGITS = 7;
const MAX_DIGITS = 15;
const INTERNATIONAL = /(?<![\w.+])\+\d(?:[ ()./-]{0,2}\d){6,14}(?![\d:+]|\.\d)/g;
const NATIONAL = /(?<![\w.+-])[(+]?\d(?:[ ()./-]{0,3}\d){6,14}(?![\w+])/g;
/** Words of a key that names a phone number. */
export const PHONE_WORDS: ReadonlySet<string> = new Set(
  'phone phones phonenumber telephone tel telephonenumber mobile mobilephone mobilenumber cell cellphone msisdn fax faxnumber whatsapp sms handy handynummer telefon telefonnummer telefono telefone celular movil rufnummer'.split(
    ' ',
  ),
);
/** Of a key that speaks of phones, and of something else of them than their numbers. */
const OTHER_WORDS = new Set(
  'id ids uuid count total version model os app type status code length size duration time ms seconds timeout limit screen width height timestamp at enabled verified carrier brand batch queue topic attempt attempts retries quota'.split(
    ' ',
  ),
);
const WORD_NEAR =
  /(?<![a-z])(?:(?:tele|mobile|cell|home|work|contact)?[ _-]?phone|tel|telefon|mobile|msisdn|fax|whatsapp|handy|rufnummer)(?:[ _-]?(?:number|no|nr|nummer))?(?![a-z])[^a-z\d]{0,6}(?:(?:is|ist|was|number|no|in|i?like|lower|upper|trim)[^a-z\d]{1,3}){0,2}['"(]{0,2}$/i;
const REACH = 40;
/** Where a number without its country may be from; the most spoken of in software first. */
const REGIONS: readonly CountryCode[] = [
  'US',
  'GB',
  'DE',
  'FR',
  'ES',
  'IT',
  'NL',
  'IN',
  'AU',
  'BR',
  'CH',
  'AT',
  'SE',
  'PL',
  'JP',
  'MX',
];
/** So many candidates of one text are parsed: each costs microseconds. */
const MAX_PARSED = 200;

/** Phone numbers: valid ones with a `+`, and national ones under a key, or behind a word, that says what they are. */
export const PHONE: PiiDetector = {
  name: 'phone',
  kind: 'phone',
  confidence: 'high',
  detect(text, context) {
    if (!hasDigits(text, MIN_DIGITS)) return NONE;
    const isKeyed = isPhoneKey(context);
    const found: Detection[] = [];
    if (text.includes('+')) addInternational(text, context.key, isKeyed, found);
    if (isKeyed || WORD_ANYWHERE.test(text)) addNational(text, isKeyed, found);
    return found.length === 0 ? NONE : found;
  },
};

const WORD_ANYWHERE = /phone|tel|mobile|msisdn|fax|whatsapp|handy|rufnummer/i;

/** `app.phone`, `phone.number`, `{ phone: { number } }`; not `phone.id`. */
function isPhoneKey({ key, words }: DetectContext): boolean {
  if (key === undefined) return false;
  const at = words.findIndex(word => PHONE_WORDS.has(word));
  if (at < 0) return false;
  const own = keyWords(key);
  return !own.slice(at < own.length ? at : 0).some(word => OTHER_WORDS.has(word));
}

function addInternational(text: string, key: string | undefined, isKeyed: boolean, found: Detection[]): void {
  let parsed = 0;
  for (const match of text.matchAll(INTERNATIONAL)) {
    if (!isKeyed && isSeconds(text, match, key)) continue;
    if (parsed++ >= MAX_PARSED) return;
    const country = countryOf(match[0]);
    if (country !== undefined) found.push(detection(match.index, match[0], country));
  }
}

/** Go's `time.String()` ends in `m=+233.514123456`, of which the number may have come apart under the key `m`. */
function isSeconds(text: string, { 0: candidate, index }: RegExpExecArray, key: string | undefined): boolean {
  const isClock = text.startsWith('m=', index - 2) || (key === 'm' && index === 0);
  return isClock ? /^\+\d{1,10}\.\d{6,9}$/.test(candidate) : /^\+\d{1,7}\.\d{6,9}$/.test(candidate);
}

function addNational(text: string, isKeyed: boolean, found: Detection[]): void {
  let parsed = 0;
  for (const match of text.matchAll(NATIONAL)) {
    const [candidate] = match;
    const digits = candidate.replace(/\D/g, '').length;
    if (
      digits < MIN_DIGITS ||
      digits > MAX_DIGITS ||
      found.some(({ start, end }) => match.index < end && match.index + candidate.length > start)
    )
      continue;
    if (!isKeyed && !isNamed(text, match.index, match.index + candidate.length)) continue;
    if (parsed++ >= MAX_PARSED) return;
    const country = countryOf(candidate);
    if (country !== undefined) found.push({ ...detection(match.index, candidate, country), confidence: 'medium' });
  }
}

/** By a word before it, or by the key that an error names behind it. */
function isNamed(text: string, start: number, end: number): boolean {
  if (WORD_NEAR.test(text.slice(Math.max(0, start - REACH), start))) return true;
  const key = keyBehind(text, end);
  return key !== undefined && isPhoneKey({ key, words: keyWords(key) });
}

function detection(start: number, text: string, form: string): Detection {
  return { start, end: start + text.length, form };
}

let phones: typeof Phones | undefined;

/** The country of a valid number; undefined for any other. */
function countryOf(candidate: string): string | undefined {
  phones ??= loadLibrary<typeof Phones>('libphonenumber-js/min');
  const international = candidate.startsWith('00') ? `+${candidate.slice(2)}` : candidate;
  if (international.startsWith('+')) return validCountry(international, undefined);
  for (const region of REGIONS) {
    const country = validCountry(candidate, region);
    if (country !== undefined) return country;
  }
  // In a form body the plus of `+49 30 ...` is a blank.
  return validCountry(`+${candidate.replace(/\D/g, '')}`, undefined);
}

function validCountry(candidate: string, region: CountryCode | undefined): string | undefined {
  const number = phones?.parsePhoneNumberFromString(candidate, region);
  return number?.isValid() === true ? (number.country ?? `+${number.countryCallingCode}`) : undefined;
}
