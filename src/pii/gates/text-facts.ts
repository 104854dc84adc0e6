import { beginsAccount, endsPersonsNumber, KIND } from './text-shape.ts';
import { goesOn, isBetween, isTaken, slotOf, type TellingWord, type WordIndex } from './word-index.ts';

/** What the characters of a text tell of it. Higher bits are the facts of words. */
export const HAS = {
  equals: 1 << 0,
  colon: 1 << 1,
  at: 1 << 2,
  /** A percent sign or an ampersand: something may be encoded. */
  encoded: 1 << 3,
  slash: 1 << 4,
  plus: 1 << 5,
  /** A dash behind no letter or digit. */
  option: 1 << 6,
  dot: 1 << 7,
  blank: 1 << 8,
  /** A backslash, `<` or `(`: something may be escaped, an element or a list. */
  structure: 1 << 9,
  /** A character that is not of ASCII. */
  foreign: 1 << 10,
  /** No letter of ASCII. */
  noLetter: 1 << 11,
  /** Sixteen characters of base64 in a row, in either alphabet. */
  longBase64: 1 << 12,
  /** Twelve digits in a row with at most single blanks or dashes between. */
  digitRun: 1 << 13,
  /** Two letters and two digits at the beginning of a word. */
  accountStart: 1 << 14,
  /** Letters and digits in an order that some country's number has, of those that need no word beside them. */
  personsNumber: 1 << 15,
  /** Anything at all: the fact of every text. */
  anything: 1 << 16,
} as const;

/** The first bit that words may have. */
export const FIRST_WORD_FACT = 17;
/** Above all facts stands how many digits a text has: this many, or fewer. */
const DIGITS_SHIFT = 28;
export const MOST_DIGITS = 15;

const LONG_BASE64 = 16;
const DIGIT_RUN = 12;
const DASH = 45;
/** Bits of characters above those of facts. */
const KIND_SHIFT = 28;
const LETTER = 1 << 24;
const DIGIT = 1 << 25;
const BASE64 = 1 << 26;
/** What may stand between two digits of a run. */
const SEPARATOR = 1 << 27;
const OTHER = KIND.other << KIND_SHIFT;
const CHARACTER_FACTS = (1 << FIRST_WORD_FACT) - 1;
const FOREIGN = HAS.foreign | HAS.blank | SEPARATOR | OTHER;

const OF_CHARACTER = new Int32Array(128).fill(OTHER);
function mark(characters: string, bits: number): void {
  for (const character of characters) {
    const code = character.charCodeAt(0);
    OF_CHARACTER[code] = (OF_CHARACTER[code] ?? 0) | bits;
  }
}
for (const digit of '0123456789') OF_CHARACTER[digit.charCodeAt(0)] = DIGIT | (KIND.digit << KIND_SHIFT);
for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')
  OF_CHARACTER[letter.charCodeAt(0)] = LETTER | (KIND.letter << KIND_SHIFT);
mark('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', BASE64);
mark('+/_-', BASE64);
mark(' -', SEPARATOR);
mark('=', HAS.equals);
mark(':', HAS.colon);
mark('@', HAS.at);
mark('%&', HAS.encoded);
mark('/', HAS.slash);
mark('+', HAS.plus);
mark('.', HAS.dot);
mark(' \t\r\n\v\f', HAS.blank);
mark('\\<(', HAS.structure);

/** How many digits the facts count, {@link MOST_DIGITS} at most. */
export function digitsOf(facts: number): number {
  return facts >>> DIGITS_SHIFT;
}

/** Reads a text once: which characters it has, how many digits ({@link digitsOf}), and which of the words. */
export function textFacts(text: string, words: WordIndex): number {
  let facts = 0;
  let found = words.always;
  let digits = 0;
  let run = 0;
  let base64 = 0;
  let kinds: number = KIND.other;
  let first = 0;
  let second = 0;
  const { length } = text;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    const of = code < 128 ? (OF_CHARACTER[code] ?? 0) : FOREIGN;
    facts |= of;
    if ((of & DIGIT) !== 0) {
      digits++;
      if (++run === DIGIT_RUN) facts |= HAS.digitRun;
    } else if ((of & SEPARATOR) === 0 || (kinds & 3) !== KIND.digit) run = 0;
    if (code === DASH && (kinds & 3) === KIND.other) facts |= HAS.option;
    kinds = (kinds << 2) | ((of >> KIND_SHIFT) & 3);
    if (beginsAccount(kinds)) facts |= HAS.accountStart;
    if (endsPersonsNumber(kinds)) facts |= HAS.personsNumber;
    base64 = (of & BASE64) === 0 ? 0 : base64 + 1;
    if (base64 === LONG_BASE64) facts |= HAS.longBase64;
    const slot = slotOf(first, second, code);
    if (isTaken(words, slot) && goesOn(words, slot, text.charCodeAt(at + 1)))
      found |= factsAt(text, at - 2, words.bySlot[slot] ?? [], found);
    first = second;
    second = code;
  }
  // Behind its end a text goes on with something that is of no word, as before its beginning.
  if (endsPersonsNumber((kinds << 2) | KIND.other)) facts |= HAS.personsNumber;
  if ((facts & LETTER) === 0) facts |= HAS.noLetter;
  return (facts & CHARACTER_FACTS) | HAS.anything | found | (Math.min(digits, MOST_DIGITS) << DIGITS_SHIFT);
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
