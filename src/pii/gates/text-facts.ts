import { isBetween, isTaken, slotOf, type TellingWord, type WordIndex } from './word-index.ts';

/** The characters that something can be told by. Higher bits are the facts of words. */
export const HAS = {
  equals: 1 << 0,
  colon: 1 << 1,
  at: 1 << 2,
  percent: 1 << 3,
  ampersand: 1 << 4,
  plus: 1 << 5,
  dash: 1 << 6,
  dot: 1 << 7,
  blank: 1 << 8,
  backslash: 1 << 9,
  less: 1 << 10,
  parenthesis: 1 << 11,
  /** Letters and digits in an order that some country's number has, of those that need no word beside them. */
  idShape: 1 << 12,
  /** Sixteen characters of base64 in a row, in either alphabet. */
  longBase64: 1 << 13,
  /** Two letters and two digits at the beginning of a word. */
  accountStart: 1 << 14,
  /** Anything at all: the fact of every text. */
  anything: 1 << 15,
  /** A character that is not of ASCII. */
  foreign: 1 << 16,
} as const;

/** The first bit that words may have, and how many there are. */
export const FIRST_WORD_FACT = 17;
/** Above all facts stands how many digits a text has: this many, or fewer. */
const DIGITS_SHIFT = 28;
export const MOST_DIGITS = 15;

const LONG = 16;
/** Two bits for each character: a letter, a digit, anything else (`?` in a shape: any of them). The last sixteen of a text are known by them. */
const KINDS = { a: 1, 9: 2, ' ': 0, '?': 0 } as const;

interface Shape {
  readonly mask: number;
  readonly kinds: number;
}

function shapeOf(pattern: string): Shape {
  let [mask, kinds] = [0, 0];
  for (const character of pattern) {
    mask = (mask << 2) | (character === '?' ? 0 : 3);
    kinds = (kinds << 2) | KINDS[character as keyof typeof KINDS];
  }
  return { mask, kinds };
}

/** The beginning of an IBAN: nothing of a word, two letters, two digits. */
const ACCOUNT_START = shapeOf(' aa99');
/** How numbers of persons begin that need no word beside them: a letter behind a digit ends these, ... */
const IDS_TO_LETTER = ['aaaaaa99a99a999a', 'aaaa999999a', '99999999999999a', '999 99999999999a'].map(shapeOf);
/** ... and these what is no part of a word. */
const IDS_TO_OTHER = ['999 ??? ', '999 9999 ', '99999999999999 ', '999999 99999999 ', '99 999999999999 '].map(shapeOf);
/** Bits of characters above those of facts; the kind is in the first two of them. */
const KIND_SHIFT = 28;
const LETTER = 1 << KIND_SHIFT;
const DIGIT = 2 << KIND_SHIFT;
const BASE64 = 4 << KIND_SHIFT;
const BEHIND_DIGIT = shapeOf('9a');
const OTHER = shapeOf(' ');

const CHARACTER_FACTS = (1 << FIRST_WORD_FACT) - 1;

const OF_CHARACTER = new Int32Array(128);
function mark(characters: string, bits: number): void {
  for (const character of characters) {
    const code = character.charCodeAt(0);
    OF_CHARACTER[code] = (OF_CHARACTER[code] ?? 0) | bits;
  }
}
mark('0123456789', DIGIT | BASE64);
mark('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', LETTER | BASE64);
mark('+/_-', BASE64);
mark('=', HAS.equals);
mark(':', HAS.colon);
mark('@', HAS.at);
mark('%', HAS.percent);
mark('&', HAS.ampersand);
mark('+', HAS.plus);
mark('-', HAS.dash);
mark('.', HAS.dot);
mark(' \t\r\n\v\f', HAS.blank);
mark('\\', HAS.backslash);
mark('<', HAS.less);
mark('(', HAS.parenthesis);

/** How many digits the facts count, {@link MOST_DIGITS} at most. */
export function digitsOf(facts: number): number {
  return facts >>> DIGITS_SHIFT;
}

/** Reads a text once: which characters it has, how many digits ({@link digitsOf}), and which of the words. */
export function textFacts(text: string, words: WordIndex): number {
  let [facts, digits, base64, kinds] = [0, 0, 0, 0];
  let found = words.always;
  let [first, second] = [0, 0];
  const { length } = text;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    // Foreign blanks are among the others.
    const of = code < 128 ? (OF_CHARACTER[code] ?? 0) : HAS.blank | HAS.foreign;
    facts |= of;
    if ((of & DIGIT) !== 0) digits++;
    kinds = (kinds << 2) | ((of >> KIND_SHIFT) & 3);
    if ((kinds & ACCOUNT_START.mask) === ACCOUNT_START.kinds) facts |= HAS.accountStart;
    else if (endsId(kinds)) facts |= HAS.idShape;
    base64 = (of & BASE64) === 0 ? 0 : base64 + 1;
    if (base64 === LONG) facts |= HAS.longBase64;
    const slot = slotOf(first, second, code);
    if (isTaken(words, slot)) found |= factsAt(text, at - 2, words.bySlot.get(slot) ?? [], found);
    first = second;
    second = code;
  }
  // The end of the text is no part of a word, either.
  if (endsId(kinds << 2)) facts |= HAS.idShape;
  return (facts & CHARACTER_FACTS) | HAS.anything | found | (Math.min(digits, MOST_DIGITS) << DIGITS_SHIFT);
}

function endsId(kinds: number): boolean {
  if ((kinds & OTHER.mask) === OTHER.kinds) return isAny(IDS_TO_OTHER, kinds);
  return (kinds & BEHIND_DIGIT.mask) === BEHIND_DIGIT.kinds && isAny(IDS_TO_LETTER, kinds);
}

function isAny(shapes: readonly Shape[], kinds: number): boolean {
  for (const shape of shapes) if ((kinds & shape.mask) === shape.kinds) return true;
  return false;
}

function factsAt(text: string, at: number, words: readonly TellingWord[], known: number): number {
  let found = 0;
  for (const one of words) {
    if ((one.fact & ~(known | found)) !== 0 && standsAt(text, at, one)) found |= one.fact;
  }
  return found;
}

function standsAt(text: string, start: number, { word, exact = false, at: where }: TellingWord): boolean {
  if (exact) return text.startsWith(word, start);
  let at = start;
  for (let index = 0; index < word.length; index++) {
    const wanted = word.charCodeAt(index);
    const code = text.charCodeAt(at);
    if (wanted === 32) {
      if (isBetween(code)) at++;
      continue;
    }
    if ((code >= 65 && code <= 90 ? code | 32 : code) !== wanted) return false;
    at++;
  }
  return where === undefined || (beginsWord(text, start) && (where === 'start' || !isLetter(text.charCodeAt(at))));
}

/** Behind no letter, or at a capital behind a small one. */
function beginsWord(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return !isLetter(before) || (isCapital(text.charCodeAt(at)) && !isCapital(before));
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}

function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}
