import { isTaken, slotOf, type TellingWord, type WordIndex } from './word-index.ts';

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
} as const;

/** The first bit that words may have, and how many there are. */
export const FIRST_WORD_FACT = 16;
/** Above all facts stands how many digits a text has: this many, or fewer. */
const DIGITS_SHIFT = 28;
export const MOST_DIGITS = 15;

const LONG = 16;
/** Two bits for each character: a letter, a digit, anything else. The last sixteen of a text are known by them. */
const KINDS = { a: 1, 9: 2, ' ': 0 } as const;

interface Shape {
  readonly mask: number;
  readonly kinds: number;
}

function shapeOf(pattern: string): Shape {
  let kinds = 0;
  for (const character of pattern) kinds = (kinds << 2) | KINDS[character as keyof typeof KINDS];
  return { mask: pattern.length < 16 ? (1 << (2 * pattern.length)) - 1 : -1, kinds };
}

/** The beginning of an IBAN: nothing of a word, two letters, two digits. */
const ACCOUNT_START = shapeOf(' aa99');
/** Numbers of persons that need no word beside them: the codice fiscale. Each ends in a letter behind a digit. */
const ID_SHAPES = ['aaaaaa99a99a999a'].map(shapeOf);
const LETTER = 1 << 24;
const DIGIT = 1 << 25;
const BASE64 = 1 << 26;
const BEHIND_DIGIT = shapeOf('9a');

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
    const of = code < 128 ? (OF_CHARACTER[code] ?? 0) : HAS.blank;
    facts |= of;
    if ((of & DIGIT) !== 0) digits++;
    kinds = (kinds << 2) | ((of >> 24) & 3);
    if ((kinds & ACCOUNT_START.mask) === ACCOUNT_START.kinds) facts |= HAS.accountStart;
    else if ((kinds & BEHIND_DIGIT.mask) === BEHIND_DIGIT.kinds && isIdShape(kinds)) facts |= HAS.idShape;
    base64 = (of & BASE64) === 0 ? 0 : base64 + 1;
    if (base64 === LONG) facts |= HAS.longBase64;
    const slot = slotOf(first, second, code);
    if (isTaken(words, slot)) found |= factsAt(text, at - 2, words.bySlot.get(slot) ?? [], found);
    first = second;
    second = code;
  }
  return (facts & CHARACTER_FACTS) | HAS.anything | found | (Math.min(digits, MOST_DIGITS) << DIGITS_SHIFT);
}

function isIdShape(kinds: number): boolean {
  for (const shape of ID_SHAPES) if ((kinds & shape.mask) === shape.kinds) return true;
  return false;
}

function factsAt(text: string, at: number, words: readonly TellingWord[], known: number): number {
  let found = 0;
  for (const one of words) {
    if ((one.fact & ~(known | found)) !== 0 && standsAt(text, at, one)) found |= one.fact;
  }
  return found;
}

function standsAt(text: string, at: number, { word, exact = false, alone = false }: TellingWord): boolean {
  if (exact) return text.startsWith(word, at);
  for (let index = word.length - 1; index >= 0; index--) {
    const code = text.charCodeAt(at + index);
    const lower = code >= 65 && code <= 90 ? code | 32 : code;
    if (lower !== word.charCodeAt(index)) return false;
  }
  return !alone || !(isLetter(text.charCodeAt(at - 1)) || isLetter(text.charCodeAt(at + word.length)));
}

function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}
