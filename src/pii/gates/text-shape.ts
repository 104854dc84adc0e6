/** Letters, digits and other characters in a row, as bits: two for each character. */
export interface Shape {
  readonly mask: number;
  readonly kinds: number;
}

/** What a character is: a letter, a digit, anything else; nothing before the text. */
export const KIND = { letter: 1, digit: 2, other: 3 } as const;

/** So many characters have room in a number. */
const LONGEST = 16;
const BITS: Readonly<Record<string, number>> = { a: KIND.letter, 9: KIND.digit, ' ': KIND.other };

/** `aa99 ` is two letters, two digits and what is neither; a question mark is any character. */
export function shapeOf(pattern: string): Shape {
  if (pattern.length > LONGEST) throw new Error(`A shape has ${LONGEST} characters at most: ${pattern}`);
  let [mask, kinds] = [0, 0];
  for (const character of pattern) {
    mask = (mask << 2) | (character === '?' ? 0 : 3);
    kinds = (kinds << 2) | (BITS[character] ?? 0);
  }
  return { mask, kinds };
}

/** The beginning of an IBAN: nothing of a word, two letters, two digits. */
const ACCOUNT_START = shapeOf(' aa99');
const ACCOUNT_MASK = ACCOUNT_START.mask;
const ACCOUNT_KINDS = ACCOUNT_START.kinds;

/** Whether the last characters are the beginning of an IBAN. `kinds` holds two bits for each, the last one lowest. */
export function beginsAccount(kinds: number): boolean {
  return (kinds & ACCOUNT_MASK) === ACCOUNT_KINDS;
}

/**
 * The ends of numbers that persons have, of those that need no word beside them: codice fiscale and CURP, the Chinese
 * number, ...
 */
const IDS_TO_LETTER = ['aaaaaa99a99a999a', 'aaaa999999a', '99999999999999a', '999 99999999999a'].map(shapeOf);
/** ... the Chinese one without a letter, CPF, CNPJ, AHV, Emirates ID. What is no part of a word ends these. */
const IDS_TO_OTHER = [
  ...['99999999999999 ', '999999 99999999 ', '99 999999999999 '],
  ...['999 999 999 ', '??? ??? ???? 99 ', '999 9999 9999 ', '9 9999 9999999 '],
].map(shapeOf);

/** Whether a number that some person may have ends before the last character, or with it: all end behind two digits. */
export function endsPersonsNumber(kinds: number): boolean {
  if ((kinds & 0b111100) !== 0b101000) return false;
  if ((kinds & 3) === KIND.other) return isAny(IDS_TO_OTHER, kinds);
  return (kinds & 3) === KIND.letter && isAny(IDS_TO_LETTER, kinds);
}

function isAny(shapes: readonly Shape[], kinds: number): boolean {
  for (const shape of shapes) if ((kinds & shape.mask) === shape.kinds) return true;
  return false;
}
