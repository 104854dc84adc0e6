import { type DirectHit, findCut, findTail, headLength, tailLength } from './direct-hit.ts';
import type { Needle } from './needle.ts';
import { type Skeleton, skeletonOf } from './skeleton.ts';

/** What people write for the part that they leave out. */
const ELISION = /\.{2,}|\u2026|\*{2,}|\[(?:snip|snipped|truncated|cut|elided)[^\]]{0,40}\]|<(?:snip|truncated)>/gi;
const MARKED = /\.\.|\u2026|\*\*|[[<](?:snip|trunc|cut|elided)/i;
const MAX_ELISIONS = 16;
/** Of a value whose middle is left out, so much has to be at each end, and in all. */
const LEAST_END = 4;
const LEAST_ENDS = 12;

/** Values of which a part is left out of a text: the rest before a mark, after it, or on both sides of it. */
export function findElided(text: string, needles: readonly Needle[]): DirectHit[] {
  const hits: DirectHit[] = [];
  if (!MARKED.test(text)) return hits;
  for (const mark of [...text.matchAll(ELISION)].slice(0, MAX_ELISIONS)) {
    const before = skeletonOf(text.slice(0, mark.index));
    const from = mark.index + mark[0].length;
    const after = skeletonOf(text.slice(from));
    for (const needle of needles) {
      const head = findCut(before, needle);
      if (head !== undefined) hits.push(head);
      const tail = findTail(after, needle, true);
      if (tail !== undefined) hits.push({ ...tail, start: tail.start + from, end: tail.end + from });
      if (head === undefined && tail === undefined && hasBothEnds(before, after, needle)) {
        const [start, end] = [before.places[before.text.length - 1] ?? 0, (after.places[0] ?? 0) + from];
        hits.push({ needle, start: Math.max(0, start - LEAST_END), end: end + LEAST_END, isCut: true });
      }
    }
  }
  return hits;
}

/** Not so with numbers: of a card the first six and last four digits may be told. */
function hasBothEnds(before: Skeleton, after: Skeleton, { skeleton, leastCut, leastTail }: Needle): boolean {
  if (leastCut > 8) return false;
  // An e-mail's domain at the end says nothing.
  const common = Number.isFinite(leastTail) ? leastTail - leastCut : skeleton.length;
  const head = headLength(before.text, skeleton, LEAST_END);
  const tail = head === 0 ? 0 : tailLength(after.text, skeleton, LEAST_END + common);
  return tail > 0 && head + tail - common >= LEAST_ENDS;
}
