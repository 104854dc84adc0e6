import type { DetectContext, Detection, PiiDetector } from '../detector.ts';
import { hasDigitRun } from '../has-digit-run.ts';
import { networkOf } from '../issuer-ranges.ts';
import { keyBehind } from '../key-behind.ts';
import { keyWords } from '../key-words.ts';
import { isLuhn } from '../luhn.ts';

const NONE: readonly Detection[] = [];
const MIN_DIGITS = 12;
const MAX_DIGITS = 19;
/** How cards print their numbers. */
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
const WORDS = new Set(
  'card cards cc ccn ccnum ccnumber pan creditcard creditcards debitcard cardnumber cardno cardnum cardpan credit debit visa mastercard amex maestro kreditkarte kartennummer karte tarjeta carte'.split(
    ' ',
  ),
);
const WORD_NEAR =
  /(?<![a-z])(?:(?:credit|debit|payment|bank)?[ _-]?cards?|card(?:number|no|num|pan|holder)|visa|mastercard|amex|american express|maestro|discover|jcb|diners|unionpay|cc|ccn(?:um(?:ber)?)?|pan|kreditkarte|karte|tarjeta|carte bancaire)(?![a-z])/i;
/** Weaker: they stand beside ids too. */
const PAYMENT_NEAR = /(?<![a-z])(?:payments?|pay(?:ing)?|charged?|charging|declined|billing|checkout)(?![a-z])/i;
/** `charge id 4929...` */
const ID_BEFORE = /(?<![a-z])(?:id|ids|ref|reference|order|invoice|transaction|txn|intent)["'#:=\s]{1,4}$/i;
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
    if (!hasDigitRun(text, MIN_DIGITS)) return NONE;
    const found: Detection[] = [];
    for (const run of digitRuns(text)) addCards(text, run, context, found);
    return found.length === 0 ? NONE : found;
  },
};

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
function addCards(text: string, groups: readonly Group[], context: DetectContext, found: Detection[]): void {
  const isFour = (at: number): boolean => lengthOf(groups[at]) === 4;
  for (let first = 0; first < groups.length; first++) {
    for (let last = groups.length - 1; last >= first; last--) {
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

function lengthOf(group: Group | undefined): number {
  return group === undefined ? 0 : group.end - group.start;
}

/** `RS35 2600 0560 ...`: the groups are an IBAN's. */
function followsCountry(text: string, { start }: Group = { start: 0, end: 0 }): boolean {
  return /[A-Za-z]{2}\d{2}[ -]$/.test(text.slice(Math.max(0, start - 5), start));
}

function cardOf(text: string, groups: readonly Group[], context: DetectContext): Detection | undefined {
  const [start, end] = [groups[0]?.start ?? 0, groups.at(-1)?.end ?? 0];
  const lengths = groups.map(group => group.end - group.start).join(' ');
  if (groups.length > 1 && !GROUPINGS.has(lengths)) return undefined;
  const digits = text.slice(start, end).replace(/\D/g, '');
  if (digits.length < MIN_DIGITS || digits.length > MAX_DIGITS) return undefined;
  const network = networkOf(digits);
  if (network === undefined || !isLuhn(digits) || /^(\d)\1+$/.test(digits)) return undefined;
  const isOne =
    groups.length > 1 ||
    TEST_NUMBERS.has(digits) ||
    context.words.some(word => WORDS.has(word)) ||
    isNamedNear(text, start, end, network) ||
    keyWords(keyBehind(text, end) ?? '').some(word => WORDS.has(word));
  return isOne ? { start, end, form: network } : undefined;
}

function isNamedNear(text: string, start: number, end: number, network: string): boolean {
  const near = `${text.slice(Math.max(0, start - REACH), start)} ${text.slice(end, end + REACH_AFTER)}`;
  if (WORD_NEAR.test(near)) return true;
  const isId = ID_BEFORE.test(text.slice(Math.max(0, start - REACH), start));
  return !isId && LARGE_NETWORKS.has(network) && PAYMENT_NEAR.test(near);
}
