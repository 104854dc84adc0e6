import { cardKey } from '../card-key.ts';
import type { DetectContext, Detection, PiiDetector } from '../detector.ts';
import { hasDigitRun } from '../has-digit-run.ts';
import { hasDigits } from '../has-digits.ts';
import { networkOf } from '../issuer-ranges.ts';
import { keyBehind } from '../key-behind.ts';
import { keyWords } from '../key-words.ts';
import { isLuhn } from '../luhn.ts';

const NONE: readonly Detection[] = [];
const MIN_DIGITS = 12;
const MAX_DIGITS = 19;
/** How cards print their numbers. Anybody groups ids by fours. */
const GROUPINGS = new Set([
  '4 4 4 4',
  '4 6 5',
  '4 6 4',
  '4 4 4 4 3',
  '4 4 4 1',
  '4 4 5',
  '6 13',
  '4 4 4 4 2',
  '4 4 4 4 1',
]);
const NAMES =
  '(?:(?:credit|debit|payment|bank|prepaid|gift|charge)?[ _-]?cards?|card(?:number|no|num|pan|holder)|visa|mastercard|amex|american express|maestro|discover|jcb|diners|unionpay|cc|ccn(?:um(?:ber)?)?|pan|kredit ?karten?|karten?|kartennummer|tarjeta|cartao|cart\u00e3o|carte (?:bancaire|bleue)|carta di credito)';
const WORD_NEAR = new RegExp(`(?<![a-z])${NAMES}(?![a-z])`, 'i');
/** Right before a number: `card number 5019...`, `credit card: 122...`. */
const WORD_BEFORE = new RegExp(
  `(?<![a-z])${NAMES}(?:[ _-]?(?:number|nummer|num|no|nr|n\u00ba|#))?(?:[\\s:='"#(]|is|was|ist|es|est|with|ending|in){0,6}$`,
  'i',
);
/** Weaker: they stand beside ids too. */
const PAYMENT_NEAR =
  /(?<![a-z])(?:payments?|pay(?:ing)?|paid|charged?|charging|declined|billing|billed|checkout|purchased?|debited|cvv2?|cvc2?|expir(?:y|es|ation)|exp|valid thru)(?![a-z])/i;
/** A card's date of expiry, behind its number. */
const EXPIRY_BEHIND = /^[ ,;|]{1,3}(?:exp\w{0,8}[ :.]{0,3})?(?:0[1-9]|1[0-2])[/-](?:20)?[2-4]\d(?!\d)/i;
/** `charge id 4929...` */
const ID_BEFORE = /(?<![a-z])(?:id|ids|ref|reference|order|invoice|transaction|txn|intent)["'#:=\s]{1,4}$/i;
/** Groupings that only cards have. */
const OWN_GROUPINGS = new Set(['amex 4 6 5', 'diners 4 6 4']);
const LARGE_NETWORKS = new Set(['visa', 'mastercard', 'amex', 'discover']);
const REACH = 40;
const REACH_AFTER = 24;
/** What the networks and the processors publish for tests: nothing else looks like them. */
const TEST_NUMBERS = new Set(
  '4242424242424242 4111111111111111 4012888888881881 5555555555554444 5105105105105100 378282246310005 371449635398431 6011111111111117 6011000990139424 30569309025904 38520000023237 3530111333300000 3566002020360505 4000056655665556 5200828282828210 2223003122003222 4000000000000002 4000000000009995'.split(
    ' ',
  ),
);

/** Card numbers: issuer's range, length and check digit, and grouping, a key or a word that says what it is. */
export const PAYMENT_CARD: PiiDetector = {
  name: 'payment-card',
  kind: 'card',
  confidence: 'high',
  detect(text, context) {
    if (!hasDigits(text, MIN_DIGITS)) return NONE;
    const key = cardKey(context);
    const found = key === 'telling' ? wholeNumber(text) : undefined;
    if (found !== undefined) return [found];
    if (!hasDigitRun(text, MIN_DIGITS)) return NONE;
    const cards: Detection[] = [];
    for (const run of digitRuns(text)) addCards(text, run, { ...context, strength: key }, cards);
    return cards.length === 0 ? NONE : cards;
  },
};

interface CardContext extends DetectContext {
  readonly strength: ReturnType<typeof cardKey>;
}

/** A value that is one number, however it is grouped: `4929.1234.5678.9015`. */
const WHOLE = /^\s{0,4}(\d{2,19}(?:[ ._/\u00a0-]{1,3}\d{1,8}){0,7})\s{0,4}$/;

function wholeNumber(text: string): Detection | undefined {
  const number = WHOLE.exec(text)?.[1];
  if (number === undefined || !isNumber(number.replace(/\D/g, ''))) return undefined;
  const start = text.indexOf(number);
  return { start, end: start + number.length, form: networkOf(number.replace(/\D/g, '')) ?? 'card' };
}

/** By its length and check digit. */
function isNumber(digits: string): boolean {
  const isLong = digits.length >= MIN_DIGITS && digits.length <= MAX_DIGITS;
  return isLong && !/^(\d)\1+$/.test(digits) && isLuhn(digits);
}

interface Group {
  readonly start: number;
  readonly end: number;
}

/** Digits in groups with one and the same blank or dash between them, of which there are enough for a card. */
function* digitRuns(text: string): Generator<readonly Group[]> {
  const runs = /(?<![\w.,+]|\d-)\d{1,19}(?:([ \u00a0-])\d{1,15}(?:\1\d{1,15}){0,8})?(?![\w]|[.,]\d)/g;
  for (let match = runs.exec(text); match !== null; match = runs.exec(text)) {
    const [all] = match;
    if (all.length < MIN_DIGITS) continue;
    const groups: Group[] = [];
    let start = match.index;
    for (const group of all.split(/[ \u00a0-]/)) {
      groups.push({ start, end: start + group.length });
      start += group.length + 1;
    }
    yield groups;
  }
}

/** A number, an amount or a security code may stand beside it; another group of four would be of one number with it. */
function addCards(text: string, groups: readonly Group[], context: CardContext, found: Detection[]): void {
  const isFour = (at: number): boolean => lengthOf(groups[at]) === 4;
  for (let first = 0; first < groups.length; first++) {
    for (let last = groups.length - 1; last >= first; last--) {
      const count = digitsOf(groups, first, last);
      if (count < MIN_DIGITS) break;
      if (count > MAX_DIGITS) continue;
      const isCut = first > 0 || last < groups.length - 1;
      if (isFour(first - 1) || isFour(last + 1) || (isCut && followsCountry(text, groups[first]))) continue;
      const card = cardOf(text, groups.slice(first, last + 1), context);
      if (card === undefined) continue;
      found.push(card);
      first = last;
      break;
    }
  }
}

function digitsOf(groups: readonly Group[], first: number, last: number): number {
  return (groups[last]?.end ?? 0) - (groups[first]?.start ?? 0) - (last - first);
}

function lengthOf(group: Group | undefined): number {
  return group === undefined ? 0 : group.end - group.start;
}

/** `RS35 2600 0560 ...`: the groups are an IBAN's. */
function followsCountry(text: string, { start }: Group = { start: 0, end: 0 }): boolean {
  return /[A-Za-z]{2}\d{2}[ -]$/.test(text.slice(Math.max(0, start - 5), start));
}

function cardOf(text: string, groups: readonly Group[], context: CardContext): Detection | undefined {
  const [start, end] = [groups[0]?.start ?? 0, groups.at(-1)?.end ?? 0];
  const digits = text.slice(start, end).replace(/\D/g, '');
  if (!isNumber(digits)) return undefined;
  const network = networkOf(digits);
  const before = text.slice(Math.max(0, start - REACH), start);
  const isTold = context.strength === 'telling' || WORD_BEFORE.test(before) || isKeyBehind(text, end);
  if (isTold) return { start, end, form: network ?? 'card' };
  const lengths = groups.map(group => group.end - group.start).join(' ');
  if (network === undefined || (groups.length > 1 && !GROUPINGS.has(lengths))) return undefined;
  const isOne =
    context.strength !== 'none' ||
    TEST_NUMBERS.has(digits) ||
    OWN_GROUPINGS.has(`${network} ${lengths}`) ||
    isNamedNear(before, text.slice(end, end + REACH_AFTER), network, groups.length > 1);
  return isOne ? { start, end, form: network } : undefined;
}

function isKeyBehind(text: string, end: number): boolean {
  const key = keyBehind(text, end);
  return key !== undefined && cardKey({ key, words: keyWords(key) }) !== 'none';
}

function isNamedNear(before: string, after: string, network: string, isGrouped: boolean): boolean {
  const near = `${before} ${after}`;
  if (WORD_NEAR.test(near)) return true;
  if (ID_BEFORE.test(before) || !LARGE_NETWORKS.has(network)) return false;
  return PAYMENT_NEAR.test(near) || (isGrouped && EXPIRY_BEHIND.test(after));
}
