import type * as Phones from 'libphonenumber-js/min';
import type { CountryCode } from 'libphonenumber-js/min';
import { loadLibrary } from '../../load-library.ts';
import type { DetectContext, Detection, PiiDetector } from '../detector.ts';
import { hasDigits } from '../has-digits.ts';
import { keyBehind } from '../key-behind.ts';
import { keyWords } from '../key-words.ts';
import { type PhoneKey, phoneKey } from '../phone-key.ts';

const NONE: readonly Detection[] = [];
/** ITU-T E.164: fifteen digits at most. */
const MIN_DIGITS = 7;
const MAX_DIGITS = 15;
const INTERNATIONAL = /(?<![\w.+])\+\d(?:[ ()./-]{0,2}\d){6,14}(?![\d:+]|\.\d)/g;
const NATIONAL = /(?<![\w.+-])[(+]?\d(?:[ ()./-]{0,3}\d){6,14}(?![\w+])/g;
/** A value that is one number and nothing else, with or without an extension. */
const WHOLE =
  /^\s{0,4}(((?:\+|00|\()?\d(?:[ ()./\u00a0-]{0,3}\d){6,17})(?:,? ?(?:x|ext\.?|extension|#|durchwahl) ?\d{1,6})?)\s{0,4}$/i;
/** Digits with nothing between. Of those with 11 digits a third are valid numbers by chance. */
const BARE = /^\+\d+$/;
/** Numbers in large networks that few other numbers match: mobile phones, and the largest cities of two countries. */
const UNLIKELY =
  /^\+(?:44[12]\d{9}|447[3-9]\d{8}|491[567]\d{8,9}|49(?:30|40|69|89)\d{8}|91[6-9]\d{9}|393\d{9}|905\d{9}|639\d{9}|628\d{8,10}|861[3-9]\d{9}|55\d{2}9\d{8}|8801\d{9}|923\d{9}|234[789]\d{9}|2547\d{8}|9665\d{8}|9715\d{8})$/;
/** Who has a number, or where a message goes. */
const PEOPLE = new Set(
  'to from sender recipient recipients caller callee contact contacts customer user subscriber patient person owner destination originator twilio e164'.split(
    ' ',
  ),
);
const WORD_NEAR =
  /(?<![a-z])(?:(?:tele|mobile|cell|home|work|contact)?[ _-]?phone|(?:contact|callback|caller|callee)[ _-]?(?:number|no|nr)|tel|telefono?|tel\u00e9fono|t\u00e9l\u00e9phone|telefoon|telefone|mobile?|movil|m\u00f3vil|celular|msisdn|fax|whatsapp|handy|rufnummer|telepono|gsm|cep|tlf|telefonszám|puhelin|телефон|电话|手机|電話|전화)(?:[ _-]?(?:number|no|nr|nummer))?(?![a-z])[^a-z\d]{0,6}(?:(?:is|ist|was|number|no|in|i?like|lower|upper|trim)[^a-z\d]{1,3}){0,2}['"(]{0,2}$/i;
/** Weaker: a number behind them needs separators. */
const CALLING =
  /(?<![a-z])(?:(?:call|dial|phone|ring|text|message|reach|contact|whatsapp|sms)(?:ed|ing)?(?: (?:me|us|him|her|them|back|now))?(?: (?:at|on|to|via))?|numbers?(?: is| are|:)?)[: ]{1,3}$/i;
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
  'IL',
  'TR',
  'PH',
  'BE',
  'DK',
  'NO',
  'FI',
  'IE',
  'PT',
  'GR',
  'CZ',
  'HU',
  'RO',
  'RU',
  'UA',
  'ZA',
  'NG',
  'EG',
  'SA',
  'AE',
  'KR',
  'CN',
  'HK',
  'SG',
  'MY',
  'ID',
  'TH',
  'VN',
  'PK',
  'NZ',
  'AR',
  'CL',
  'CO',
];
/** So many candidates of one text are parsed: each costs microseconds. */
const MAX_PARSED = 60;

/** Phone numbers: valid ones with a `+`, and national ones under a key, or behind a word, that says what they are. */
export const PHONE: PiiDetector = {
  name: 'phone',
  kind: 'phone',
  confidence: 'high',
  detect(text, context) {
    if (!hasDigits(text, MIN_DIGITS)) return NONE;
    const key = phoneKey(context);
    const whole = key === 'telling' ? wholeNumber(text) : undefined;
    if (whole !== undefined) return [whole];
    const found: Detection[] = [];
    if (text.includes('+')) addInternational(text, context, key, found);
    if (key !== 'none' || WORD_ANYWHERE.test(text)) addNational(text, key, found);
    return found.length === 0 ? NONE : found;
  },
};

const WORD_ANYWHERE =
  /phone|tel|mobile?|m[o\u00f3]vil|celular|msisdn|fax|whatsapp|handy|rufnummer|gsm|cep|tlf|puhelin|call|dial|ring|text|reach|contact|number|телефон|电话|手机|電話|전화/i;

/** Under a key that says so any number is a phone's: of countries that are not looked for, and made up for a test. */
function wholeNumber(text: string): Detection | undefined {
  const [, written, number] = WHOLE.exec(text) ?? [];
  if (written === undefined || number === undefined) return undefined;
  const digits = number.replace(/\D/g, '');
  if (digits.length > MAX_DIGITS || /^(\d)\1+$/.test(digits)) return undefined;
  const start = text.indexOf(written);
  return { start, end: start + written.length, form: countryOf(written) ?? 'national', confidence: 'medium' };
}

function addInternational(text: string, context: DetectContext, of: PhoneKey, found: Detection[]): void {
  let parsed = 0;
  for (const match of text.matchAll(INTERNATIONAL)) {
    if (of === 'none' && isSeconds(text, match, context.key)) continue;
    if (of === 'none' && BARE.test(match[0]) && !isLikely(text, match, context)) continue;
    if (parsed++ >= MAX_PARSED) return;
    const country = countryOf(match[0]);
    if (country !== undefined) found.push(detection(match.index, match[0], country));
  }
}

/** A third of all numbers with a plus are valid: something else must say that this is one. */
function isLikely(text: string, { 0: candidate, index }: RegExpExecArray, { words }: DetectContext): boolean {
  if (UNLIKELY.test(candidate) || words.some(word => PEOPLE.has(word))) return true;
  return isNamed(text, index, index + candidate.length) || CALLING.test(text.slice(Math.max(0, index - REACH), index));
}

/** Go's `time.String()` ends in `m=+233.514123456`, of which the number may have come apart under the key `m`. */
function isSeconds(text: string, { 0: candidate, index }: RegExpExecArray, key: string | undefined): boolean {
  const isClock = text.startsWith('m=', index - 2) || (key === 'm' && index === 0);
  return isClock ? /^\+\d{1,10}\.\d{6,9}$/.test(candidate) : /^\+\d{1,7}\.\d{6,9}$/.test(candidate);
}

function addNational(text: string, key: PhoneKey, found: Detection[]): void {
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
    if (key === 'none' && !isNamed(text, match.index, match.index + candidate.length) && !isCalled(text, match))
      continue;
    if (parsed++ >= MAX_PARSED) return;
    const country = countryOf(candidate);
    if (country !== undefined) found.push({ ...detection(match.index, candidate, country), confidence: 'medium' });
  }
}

/** By a word before it, or by the key that an error names behind it. */
function isNamed(text: string, start: number, end: number): boolean {
  if (WORD_NEAR.test(text.slice(Math.max(0, start - REACH), start))) return true;
  const key = keyBehind(text, end);
  return key !== undefined && phoneKey({ key, words: keyWords(key) }) !== 'none';
}

/** `call (212) 555-0143`: `call 2125550143` and `reach 10 000 000` may be any number, `number 2026-01-02` is a day. */
function isCalled(text: string, { 0: candidate, index }: RegExpExecArray): boolean {
  const behind = index + candidate.length;
  if (/^[ ./-]\d/.test(text.slice(behind, behind + 2))) return false;
  if (!/^\(|^0|\d-\d/.test(candidate) || /^\d{4}-\d\d-\d\d|^\d+$|\d\.\d/.test(candidate)) return false;
  return CALLING.test(text.slice(Math.max(0, index - REACH), index));
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
