import type { Detection, PiiDetector } from '../detector.ts';
import { hasDigits } from '../has-digits.ts';
import { keyBehind } from '../key-behind.ts';
import { keyWords } from '../key-words.ts';
import type { NationalIdForm } from '../national-ids/national-id-form.ts';
import { NATIONAL_ID_FORMS } from '../national-ids/national-id-forms.ts';

const NONE: readonly Detection[] = [];
const MIN_DIGITS = 4;
const REACH = 48;
/** Nothing but a sentence, a condition or a path stands between: `SSN is `, `lower(ssn) = lower('`, `/ssn/`. */
const BETWEEN =
  /^(?:['"`()[\]:=<>\s_./%-]|number|no|nr|nummer|is|was|value|of|for|in|i?like|lower|upper|trim|#){0,16}$/i;

interface Named extends NationalIdForm {
  readonly near: RegExp;
}

const FORMS: readonly Named[] = NATIONAL_ID_FORMS.map(form => ({ ...form, near: nearOf(form) }));
const ANY_WORD = new RegExp([...new Set(NATIONAL_ID_FORMS.flatMap(({ words }) => words))].map(spaced).join('|'), 'i');
const BY_ITSELF = FORMS.filter(({ byItself }) => byItself);

/** Numbers that states give to people: SSN, NINO, codice fiscale and others, by check digits and what they are called. */
export const NATIONAL_ID: PiiDetector = {
  name: 'national-id',
  kind: 'national-id',
  confidence: 'high',
  detect(text, { words }) {
    if (!hasDigits(text, MIN_DIGITS)) return NONE;
    const found: Detection[] = [];
    const keyed = keyedForms(words);
    for (const form of keyed) addAll(text, form, () => true, found);
    for (const form of BY_ITSELF) if (!keyed.includes(form)) addAll(text, form, () => true, found);
    if (ANY_WORD.test(text)) {
      for (const form of FORMS) {
        if (!keyed.includes(form)) addAll(text, form, (start, end) => isNamed(text, start, end, form), found);
      }
    }
    return found.length === 0 ? NONE : found;
  },
};

function keyedForms(words: readonly string[]): readonly Named[] {
  return words.length === 0 ? [] : FORMS.filter(form => isKeyed(form, words));
}

/** The words of each name follow one another in the key. */
function isKeyed({ words: names }: NationalIdForm, words: readonly string[]): boolean {
  return names.some(name => {
    const [first = '', ...rest] = name.split(' ');
    const at = words.indexOf(first);
    return at >= 0 && rest.every((word, index) => words[at + 1 + index] === word);
  });
}

function addAll(
  text: string,
  { pattern, check, form }: Named,
  isOne: (start: number, end: number) => boolean,
  found: Detection[],
): void {
  const starts = new Set(found.map(({ start }) => start));
  for (const match of text.matchAll(pattern)) {
    const number = match[0].replace(/[\s./-]/g, '').toUpperCase();
    const end = match.index + match[0].length;
    if (!check(number) || !isOne(match.index, end)) continue;
    if (starts.has(match.index)) continue;
    starts.add(match.index);
    found.push({ start: match.index, end, form });
  }
}

function isNamed(text: string, start: number, end: number, form: Named): boolean {
  const before = text.slice(Math.max(0, start - REACH), start);
  const last = [...before.matchAll(form.near)].at(-1);
  if (last !== undefined && BETWEEN.test(before.slice(last.index + last[0].length))) return true;
  const key = keyBehind(text, end);
  return key !== undefined && isKeyed(form, keyWords(key));
}

function nearOf({ words }: NationalIdForm): RegExp {
  return new RegExp(`(?<![a-z])(?:${words.map(spaced).join('|')})(?![a-z])`, 'gi');
}

function spaced(name: string): string {
  return name.replace(' ', '[ _-]?');
}
