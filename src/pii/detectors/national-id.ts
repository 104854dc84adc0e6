import type { Detection, PiiDetector } from '../detector.ts';
import { hasDigits } from '../has-digits.ts';
import { keyBehind, keysBehind } from '../key-behind.ts';
import { keyWords } from '../key-words.ts';
import { NameIndex } from '../name-index.ts';
import type { NationalIdForm } from '../national-ids/national-id-form.ts';
import { NATIONAL_ID_FORMS } from '../national-ids/national-id-forms.ts';

const NONE: readonly Detection[] = [];
/** Under a name, and anywhere. New Zealand's NHI has two, India's PAN four. */
const MIN_KEYED_DIGITS = 2;
const MIN_DIGITS = 4;
const MIN_DISTINCTIVE = 7;
/** A number follows its name at this distance, at most. */
const REACH = 48;
/** The longest number with its separators. */
const LONGEST = 40;
/** So many names of one text are followed up: each costs a microsecond. */
const MAX_TRIED = 2_000;
/** Nothing but a sentence, a condition or a path stands between: `SSN is `, `lower(ssn) = lower('`, `/ssn/`. */
const BETWEEN =
  /^(?:['"`()[\]:=<>\s_./%,#-]|：|numbers?|numero|número|nummer|num|no|nr|card|code|is|was|value|of|for|in|i?like|lower|upper|trim|my|the|ist|est|er|är|de|der){0,16}$/i;
/** `219-09-9999 (SSN)`, `219-09-9999 is my SSN`. */
const BETWEEN_BEHIND = /^['"`]?(?: \(| ?, ?| is (?:my|his|her|their|the|your) | as )$/i;
/** Parts of numbers that need no name: few texts have one. */
const DISTINCTIVE = [
  /\d{6}[HMX]/i,
  /[A-Z]\d{3}[A-Z]/i,
  /\.[A-Z\d]{3}[/-]/i,
  /756\.\d/,
  /784-\d/,
  /\d{17}[\dX]/i,
  / \d{8} /,
];

/** Names of a number in a key or a text. */
export const NATIONAL_ID_NAMES = new NameIndex(
  NATIONAL_ID_FORMS.flatMap(form => form.names.map((name): readonly [string, NationalIdForm] => [name, form])),
);
const BY_ITSELF = NATIONAL_ID_FORMS.filter(({ byItself }) => byItself !== undefined);

/** Numbers that states give to people: SSN, NINO, codice fiscale and others, by check digits and what they are called. */
export const NATIONAL_ID: PiiDetector = {
  name: 'national-id',
  kind: 'national-id',
  confidence: 'high',
  detect(text, { words }) {
    const keyed = NATIONAL_ID_NAMES.inWords(words);
    if (!hasDigits(text, keyed.length > 0 ? MIN_KEYED_DIGITS : MIN_DIGITS)) return NONE;
    const found = new Map<number, Detection>();
    for (const form of keyed) addAll(text, form, found);
    if (hasDigits(text, MIN_DISTINCTIVE) && DISTINCTIVE.some(pattern => pattern.test(text))) {
      for (const form of BY_ITSELF)
        addAll(text, form, found, ({ 0: written }) => form.byItself?.test(written) === true);
    }
    addNamed(text, found);
    return found.size === 0 ? NONE : [...found.values()];
  },
};

type Test = (match: RegExpExecArray) => boolean;

/** One number has one form: the first that fits. */
function addAll(text: string, form: NationalIdForm, found: Map<number, Detection>, isOne: Test = () => true): void {
  for (const match of text.matchAll(form.pattern)) {
    if (!found.has(match.index) && isOne(match) && isValid(form, match[0])) add(match.index, match[0], form, found);
  }
}

function add(start: number, number: string, { form }: NationalIdForm, found: Map<number, Detection>): void {
  found.set(start, { start, end: start + number.length, form });
}

function isValid({ check }: NationalIdForm, written: string): boolean {
  return check(written.replace(/[\s./()-]/g, '').toUpperCase());
}

/** Those that a name in the text stands before or behind, or that a database's error names. */
function addNamed(text: string, found: Map<number, Detection>): void {
  let tried = 0;
  for (const { start, end, values } of NATIONAL_ID_NAMES.inText(text)) {
    const after = text.slice(end, end + REACH + LONGEST);
    const before = text.slice(Math.max(0, start - LONGEST), start);
    const isAfter = /\d/.test(after);
    const isBefore = /\d/.test(before) && /[(,sr] ?$/.test(before);
    if (!isAfter && !isBefore) continue;
    for (const form of values) {
      if (tried++ >= MAX_TRIED) return;
      if (isAfter && addAfter(after, end, form, found)) break;
      if (isBefore && addBefore(before, start - before.length, form, found)) break;
    }
  }
  for (const key of keysBehind(text)) {
    for (const form of NATIONAL_ID_NAMES.inWords(keyWords(key)))
      addAll(text, form, found, match => keyBehind(text, match.index + match[0].length) === key);
  }
}

function addAfter(after: string, offset: number, form: NationalIdForm, found: Map<number, Detection>): boolean {
  for (const { 0: written, index } of after.matchAll(form.pattern)) {
    if (index > REACH || !BETWEEN.test(after.slice(0, index))) return false;
    // A longer number may be cut here.
    if (index + written.length === REACH + LONGEST || !isValid(form, written)) continue;
    if (!found.has(offset + index)) add(offset + index, written, form, found);
    return true;
  }
  return false;
}

function addBefore(before: string, offset: number, form: NationalIdForm, found: Map<number, Detection>): boolean {
  const match = [...before.matchAll(form.pattern)].at(-1);
  if (match === undefined || !BETWEEN_BEHIND.test(before.slice(match.index + match[0].length))) return false;
  if (!isValid(form, match[0])) return false;
  if (!found.has(offset + match.index)) add(offset + match.index, match[0], form, found);
  return true;
}
