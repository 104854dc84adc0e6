import { createHmac, randomBytes } from 'node:crypto';

/*
 * A mask carries a mark: which value it stands for. Only a whole text can number its values, so the parts of a text
 * carry marks, and `numberMarks` replaces them where the text is whole. A mark is made with a key that this process
 * draws at random and shows to nobody.
 */

const KEY = randomBytes(32);
/** Unicode's noncharacters, which are for internal use (section 23.7): 5 bits each. */
const FIRST = 0xfdd0;
const DIGITS = 10;
const MARK = /#[\ufdd0-\ufdef]{10}/g;
const MARK_LENGTH = DIGITS + 1;
/** A mask that has a number already, `a***@e***.com#12`: a text that was numbered before is part of this one. */
const NUMBERED = /\*#(\d{1,6})(?!\d)/g;

/** The mark of a value, in this process. Values that differ have marks that differ. */
export function markOf(value: string): string {
  const bytes = createHmac('sha256', KEY).update(value).digest();
  let mark = '#';
  for (let index = 0; index < DIGITS; index++) mark += String.fromCharCode(FIRST + ((bytes[index] ?? 0) & 31));
  return mark;
}

/**
 * A whole text with a number in place of each mark, `***#1`, `***#2`, in the order in which the values first stand in it.
 *
 * @param numbers shared with other texts that are printed together with this one
 */
export function numberMarks(text: string, numbers?: MarkNumbers): string {
  if (!holdsMark(text)) return text;
  const before = numbers === undefined ? highestIn(text) : 0;
  const given = numbers ?? new Map<string, number>();
  return text.replace(MARK, mark => {
    const number = given.get(mark) ?? before + given.size + 1;
    given.set(mark, number);
    return `#${number}`;
  });
}

function highestIn(text: string): number {
  return Array.from(text.matchAll(NUMBERED), ([, digits]) => Number(digits)).reduce((a, b) => Math.max(a, b), 0);
}

/** The number of each mark. */
export interface MarkNumbers {
  readonly size: number;
  get(mark: string): number | undefined;
  set(mark: string, number: number): unknown;
}

/** A text whose masks do not tell which values they stand for: `a***@e***.com`. */
export function withoutMarks(text: string): string {
  return text.replace(MARK, '');
}

/** How many characters of a line a text takes when its marks are numbers. */
export function widthOf(text: string): number {
  return text.replace(MARK, '#1').length;
}

/** A text with blanks behind it, up to a width. */
export function padded(text: string, width: number): string {
  return `${text}${' '.repeat(Math.max(0, width - widthOf(text)))}`;
}

/** As `slice`, except that no mark and no surrogate pair is cut through: what would be, is in the first piece. */
export function sliceMarked(text: string, start: number, end: number): string {
  return text.slice(wholeAt(text, start), wholeAt(text, end));
}

function wholeAt(text: string, at: number): number {
  if (at <= 0 || at >= text.length) return at;
  for (let from = Math.max(0, at - MARK_LENGTH + 1); from < at; from++) {
    if (isMarkAt(text, from)) return from + MARK_LENGTH;
  }
  return at;
}

/** The beginning of a text, at most so wide. */
export function startOfWidth(text: string, width: number): string {
  if (!holdsMark(text)) return text.slice(0, width);
  let left = width;
  let at = 0;
  while (at < text.length && left > 0) {
    const isMark = isMarkAt(text, at);
    left -= isMark ? 2 : 1;
    if (left < 0) break;
    at += isMark ? MARK_LENGTH : 1;
  }
  return text.slice(0, at);
}

function isMarkAt(text: string, at: number): boolean {
  return text[at] === '#' && /^#[\ufdd0-\ufdef]{10}/.test(text.slice(at, at + MARK_LENGTH));
}

function holdsMark(text: string): boolean {
  return text.search(MARK) >= 0;
}
