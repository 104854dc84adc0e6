import type { Detection, PiiDetector } from '../detector.ts';

const NONE: readonly Detection[] = [];
/** Words of a key that names a date of birth, alone or beside others. */
export const BIRTH_WORDS: ReadonlySet<string> = new Set(
  'birth dob birthdate birthday dateofbirth birthdt geburtsdatum geburtstag naissance nacimiento bday'.split(' '),
);
/** `1990-12-31`, `31.12.1990`, `12/31/90`, `19901231`, `31 Dec 1990`, `December 31, 1990`. */
const DATE =
  /(?<!\d)(?:(?:19|20)\d{2}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-/. ](?:0?[1-9]|[12]\d|3[01])[-/. ](?:(?:19|20)\d{2}|\d{2})|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|\.)?[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[ ,-]{1,2}(?:19|20)\d{2}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6} (?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?,? (?:19|20)\d{2})(?!\d)/i;
const NEAR =
  /(?:date[ _-]of[ _-]birth|birth[ _-]?da(?:te|y)|(?<![a-z])dob|born(?: on)?|geboren(?: am)?|geburtsdatum)[^\d\n]{1,6}$/i;
const REACH = 32;
const LONGEST = 2_000;

/** Dates of birth, by the key or the words that say so. */
export const BIRTH_DATE: PiiDetector = {
  name: 'birth-date',
  kind: 'birth-date',
  confidence: 'medium',
  detect(text, { words }) {
    if (text.length < 6 || text.length > LONGEST) return NONE;
    const isKeyed = words.some((word, index) => (word === 'birth' ? isDate(words, index) : BIRTH_WORDS.has(word)));
    if (!isKeyed && !/birth|dob|born|gebor|geburt/i.test(text)) return NONE;
    const match = DATE.exec(text);
    if (match === null) return NONE;
    const start = match.index;
    if (!isKeyed && !NEAR.test(text.slice(Math.max(0, start - REACH), start))) return NONE;
    return [{ start, end: start + match[0].length }] satisfies Detection[];
  },
};

/** `birth_date`, `date_of_birth`, `birth` alone. */
function isDate(words: readonly string[], index: number): boolean {
  const around = [words[index - 2], words[index - 1], words[index + 1]];
  return words.length === 1 || around.some(word => word === 'date' || word === 'day' || word === 'dt');
}
