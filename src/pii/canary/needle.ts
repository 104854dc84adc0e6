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
  /** So much of its beginning proves that the rest was cut off; Infinity where none does. */
  readonly leastCut: number;
}

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
  return [...needles, ...needles.flatMap(reversed)];
}

function needle(entry: number, plain: string, skeleton: string, part: string | undefined): Needle {
  const isShort = skeleton.length < (isDigits(skeleton) ? 12 : isLetters(skeleton) ? 7 : 9);
  return { entry, plain, skeleton, part, isReversed: false, isShort, leastCut: leastCut(skeleton) };
}

function reversed(needle: Needle): Needle[] {
  const skeleton = [...needle.skeleton].reverse().join('');
  if (skeleton === needle.skeleton) return [];
  return [{ ...needle, skeleton, isReversed: true, leastCut: Number.POSITIVE_INFINITY }];
}

/** Digits say less each: ten of a card are unmistakable, eight are not. */
function leastCut(skeleton: string): number {
  const digits = skeleton.replace(/\D/g, '').length;
  const least = digits * 2 > skeleton.length ? 10 : 8;
  return skeleton.length > least ? least : Number.POSITIVE_INFINITY;
}

function isDigits(text: string): boolean {
  return /^\d+$/.test(text);
}

function isLetters(text: string): boolean {
  return /^\D+$/.test(text);
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
