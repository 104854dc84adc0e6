import type { Needle } from './needle.ts';
import type { Skeleton } from './skeleton.ts';

/** A needle in a text, as far as it stands there unencoded. */
export interface DirectHit {
  readonly needle: Needle;
  readonly start: number;
  readonly end: number;
  readonly isCut: boolean;
}

/** Between two characters of a value in a text, no more than this stands where somebody has grouped it. */
const MAX_GAP = 3;

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

function hitAt({ places }: Skeleton, needle: Needle, at: number, length: number): DirectHit {
  const isCut = length < needle.skeleton.length;
  return { needle, start: places[at] as number, end: (places[at + length - 1] as number) + 1, isCut };
}

/** Whether it is the value that stands there, and not characters of other words or a part of a longer number. */
function isFair(skeleton: Skeleton, { needle, start, end }: DirectHit, at: number, length: number): boolean {
  const { places, source } = skeleton;
  if (end - start !== length) {
    for (let index = at + 1; index < at + length; index++)
      if ((places[index] as number) - (places[index - 1] as number) - 1 > MAX_GAP) return false;
    if (needle.skeleton.length < MIN_GROUPED && !isWrittenLike(source.slice(start, end), needle)) return false;
  }
  const isCut = length < needle.skeleton.length;
  const isNumber = /^\d+$/.test(needle.skeleton);
  if (!needle.isShort && !(isCut && isNumber)) return true;
  const joins = isNumber ? /\d/ : /[\p{L}\p{N}]/u;
  return !joins.test(source[start - 1] ?? '') && (isCut || !joins.test(source[end] ?? ''));
}

/** A short one only with its own separators, or in groups of four. */
function isWrittenLike(raw: string, { plain, isReversed }: Needle): boolean {
  const own = isReversed ? [...plain.trim()].reverse().join('') : plain.trim();
  return raw.toLowerCase() === own.toLowerCase() || /^(?:[^\s-]{4}[ -]){1,8}[^\s-]{1,4}$/.test(raw);
}
