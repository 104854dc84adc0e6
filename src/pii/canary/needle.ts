import type { CanaryValue } from './contents.ts';
import { distinctiveLength, MIN_DISTINCTIVE } from './distinctive.ts';
import { phoneForms } from './phone-forms.ts';
import { skeletonOf } from './skeleton.ts';

/** A value, or a part of it, as it is looked for in skeletons of texts. */
export interface Needle {
  /** Which of the values it belongs to. */
  readonly entry: number;
  /** Letters and digits, in lower case. */
  readonly skeleton: string;
  /** As it is written. */
  readonly plain: string;
  /** What of the value it is: `domain`, `national form`; undefined for the whole. */
  readonly part: string | undefined;
  readonly isReversed: boolean;
  /** Where it must not stand within a longer word or number. */
  readonly isShort: boolean;
  /** So many characters that are neither letters nor digits may stand between two of its own. */
  readonly maxGap: number;
  /** So much of its beginning proves that the rest was cut off; Infinity where none does. */
  readonly leastCut: number;
  /** So much of its end does; Infinity where none does. */
  readonly leastTail: number;
}

/** Between two characters of a value no more than this stands where somebody has grouped it. */
const MAX_GAP = 3;

/** Everything that is looked for of a value, the whole first. */
export function needlesOf(value: CanaryValue, entry: number): Needle[] {
  const needles: Needle[] = [];
  const add = (plain: string, part: string | undefined): void => {
    const { text: skeleton } = skeletonOf(plain);
    if (distinctiveLength(plain) < MIN_DISTINCTIVE) return;
    if (needles.some(other => other.skeleton === skeleton)) return;
    needles.push(needle(entry, plain, skeleton, part));
  };
  add(value.value, undefined);
  for (const [plain, part] of partsOf(value)) add(plain, part);
  const spelt = transliterated(value.value);
  if (spelt !== undefined) add(spelt, 'transliterated');
  return [...needles, ...needles.flatMap(reversed)];
}

function needle(entry: number, plain: string, skeleton: string, part: string | undefined): Needle {
  const isShort = skeleton.length < (isDigits(skeleton) ? 12 : isLetters(skeleton) ? 7 : 9);
  const least = leastCut(skeleton);
  const maxGap = Math.max(MAX_GAP, 1 + longestGap(plain));
  const tail = least + commonEnd(plain);
  const leastTail = tail < skeleton.length ? tail : Number.POSITIVE_INFINITY;
  return { entry, plain, skeleton, part, isReversed: false, isShort, maxGap, leastCut: least, leastTail };
}

function reversed(needle: Needle): Needle[] {
  const skeleton = [...needle.skeleton].reverse().join('');
  if (skeleton === needle.skeleton) return [];
  const never = Number.POSITIVE_INFINITY;
  return [{ ...needle, skeleton, isReversed: true, leastCut: never, leastTail: never }];
}

/** The length of what others end with too: the domain of an e-mail address. */
function commonEnd(plain: string): number {
  return plain.includes('@') ? skeletonOf(plain.slice(plain.lastIndexOf('@'))).text.length : 0;
}

/** Digits say less each: ten of a card are unmistakable, eight are not. */
function leastCut(skeleton: string): number {
  const digits = skeleton.replace(/\D/g, '').length;
  const least = digits * 2 > skeleton.length ? 10 : 8;
  return skeleton.length > least ? least : Number.POSITIVE_INFINITY;
}

/** Of a value's own blanks and signs. */
function longestGap(plain: string): number {
  const { text, places } = skeletonOf(plain);
  let longest = 0;
  for (let index = 1; index < text.length; index++)
    longest = Math.max(longest, (places[index] as number) - (places[index - 1] as number) - 1);
  return longest;
}

function isDigits(text: string): boolean {
  return /^\d+$/.test(text);
}

function isLetters(text: string): boolean {
  return /^\D+$/.test(text);
}

/** As German and the Nordic languages write their letters in ASCII; that accents are left out is in every skeleton. */
const SPELT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' };

function transliterated(value: string): string | undefined {
  const composed = value.normalize('NFC');
  const spelt = composed.replace(/[äöüåø]/gi, letter => SPELT[letter.toLowerCase()] ?? letter);
  return spelt === composed ? undefined : spelt;
}

type Part = readonly [plain: string, part: string];

function partsOf({ value, kind }: CanaryValue): Part[] {
  const text = value.trim();
  if (kind === 'phone' || /^\+[\d ().-]{8,24}$/.test(text)) return phoneForms(text);
  const at = text.lastIndexOf('@');
  if (at > 0 && !/\s/.test(text)) return emailParts(text.slice(0, at), text.slice(at + 1), kind === 'email');
  const words = text.split(/\s+/);
  const [first = '', last = ''] = words;
  if (words.length !== 2 || !isLetters(text)) return [];
  const swapped: Part = [`${last}, ${first}`, 'last name first'];
  return kind === 'name' ? [swapped, [first, 'first name'], [last, 'last name']] : [swapped];
}

/** A domain that others have too proves nothing: one with letters and digits mixed is likely to be the value's own. */
function emailParts(local: string, domain: string, isOwn: boolean): Part[] {
  const [label = ''] = domain.split('.');
  const own = isOwn || (/\d/.test(label) && /[a-z]/i.test(label)) ? [[label, 'domain'] as const] : [];
  return [[local, 'local part'], ...own];
}
