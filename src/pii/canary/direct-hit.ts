import type { Needle } from './needle.ts';
import type { Skeleton } from './skeleton.ts';

/** A needle in a text, as far as it stands there unencoded. */
export interface DirectHit {
  readonly needle: Needle;
  readonly start: number;
  readonly end: number;
  /** Whether only a part of it is there: its beginning, or its end. */
  readonly isCut: boolean;
}

/** What is not seen: zero-width characters, soft hyphens, accents by themselves. */
const UNSEEN = /[\p{Cf}\p{M}]/gu;

/** Shorter ones stand by chance in times and versions, once what separates their parts is left out. */
const MIN_GROUPED = 9;

/** The first place of a needle in a text. */
export function findDirect(skeleton: Skeleton, needle: Needle): DirectHit | undefined {
  let at = skeleton.text.indexOf(needle.skeleton);
  for (let tries = 0; at >= 0 && tries < 8; tries++) {
    const hit = hitAt(skeleton, needle, at, needle.skeleton.length);
    if (isFair(skeleton, hit, at, needle.skeleton.length)) return hit;
    at = skeleton.text.indexOf(needle.skeleton, at + 1);
  }
  return undefined;
}

/** What some write where they have cut. */
const TOLD = 'truncated';
/** An end by itself, without a sign that something was cut off before it, has to be this long: others end so too. */
const LEAST_BARE_TAIL = 16;

/** The beginning of a needle at the end of a text, where a limit has cut the rest off. */
export function findCut(skeleton: Skeleton, needle: Needle): DirectHit | undefined {
  const text = skeleton.text.endsWith(TOLD) ? skeleton.text.slice(0, -TOLD.length) : skeleton.text;
  if (text.length < needle.leastCut) return undefined;
  const from = Math.max(0, text.length - needle.skeleton.length + 1);
  const at = text.indexOf(needle.skeleton.slice(0, needle.leastCut), from);
  if (at < 0 || !needle.skeleton.startsWith(text.slice(at))) return undefined;
  const hit = hitAt(skeleton, needle, at, text.length - at);
  return isFair(skeleton, hit, at, text.length - at) ? hit : undefined;
}

/**
 * The end of a needle at the beginning of a text, where what stood before was cut off.
 *
 * @param isMarked whether the text says so: `...`
 */
export function findTail(skeleton: Skeleton, needle: Needle, isMarked: boolean): DirectHit | undefined {
  const least = isMarked ? needle.leastTail : Math.max(needle.leastTail, LEAST_BARE_TAIL);
  const length = tailLength(skeleton.text, needle.skeleton, least);
  if (length === 0) return undefined;
  const hit = { ...hitAt(skeleton, needle, 0, length), isCut: true };
  return isFair(skeleton, hit, 0, length) ? hit : undefined;
}

/** How many of the last characters of a value a text begins with; 0 for fewer than `least`. */
export function tailLength(text: string, value: string, least: number): number {
  const longest = Math.min(value.length - 1, text.length);
  if (longest < least || !text.slice(0, longest).includes(value.slice(-least))) return 0;
  for (let length = longest; length >= least; length--) if (text.startsWith(value.slice(-length))) return length;
  return 0;
}

/** How many of the first characters of a value a text ends with; 0 for fewer than `least`. */
export function headLength(text: string, value: string, least: number): number {
  const longest = Math.min(value.length - 1, text.length);
  if (longest < least || !text.slice(-longest).includes(value.slice(0, least))) return 0;
  for (let length = longest; length >= least; length--) if (text.endsWith(value.slice(0, length))) return length;
  return 0;
}

function hitAt({ places, source }: Skeleton, needle: Needle, at: number, length: number): DirectHit {
  const isCut = length < needle.skeleton.length;
  const last = places[at + length - 1] as number;
  const end = last + ((source.codePointAt(last) ?? 0) > 0xffff ? 2 : 1);
  return { needle, start: places[at] as number, end, isCut };
}

/** Whether it is the value that stands there, and not characters of other words or a part of a longer number. */
function isFair(skeleton: Skeleton, { needle, start, end }: DirectHit, at: number, length: number): boolean {
  const { places, source } = skeleton;
  if (end - start !== length) {
    for (let index = at + 1; index < at + length; index++)
      if (gapBetween(source, places[index - 1] as number, places[index] as number) > needle.maxGap) return false;
    if (needle.skeleton.length < MIN_GROUPED && !isWrittenLike(source.slice(start, end), needle)) return false;
  }
  const isCut = length < needle.skeleton.length;
  const isNumber = /^\d+$/.test(needle.skeleton);
  if (!needle.isShort && !(isCut && isNumber)) return true;
  const joins = isNumber ? /\d/ : /[\p{L}\p{N}]/u;
  return !joins.test(source[start - 1] ?? '') && (isCut || !joins.test(source[end] ?? ''));
}

/** How many characters are seen between two others. */
function gapBetween(source: string, first: number, second: number): number {
  const gap = second - first - 1;
  return gap < 1 ? 0 : source.slice(first + 1, second).replace(UNSEEN, '').length;
}

/** A short one only with its own separators, or in groups of four. */
function isWrittenLike(raw: string, { plain, isReversed }: Needle): boolean {
  const own = isReversed ? [...plain.trim()].reverse().join('') : plain.trim();
  return raw.toLowerCase() === own.toLowerCase() || /^(?:[^\s-]{4}[ -]){1,8}[^\s-]{1,4}$/.test(raw);
}
