const SLOTS = 1 << 15;

/** What the index finds: a text of three characters or more, and what it stands for. */
export interface IndexedKeyword<T> {
  readonly keyword: string;
  /** The keyword is in lower case, and the text may be in any. */
  readonly anyCase: boolean;
  readonly value: T;
}

/** Calls back for every keyword that stands at a position; where the answer is an index, goes on from there. */
export type KeywordScan<T> = (
  text: string,
  visit: (found: IndexedKeyword<T>, index: number) => number | undefined,
) => void;

/**
 * Looks for all keywords in one pass. Three characters are looked up in a table of mostly empty slots, which costs about
 * a nanosecond; only where the slot is taken are its keywords compared, the longest first.
 */
export function keywordIndex<T>(keywords: Iterable<IndexedKeyword<T>>): KeywordScan<T> {
  const slots = new Uint16Array(SLOTS);
  const buckets: IndexedKeyword<T>[][] = [[]];
  for (const indexed of keywords) {
    const slot = slotOf(indexed.keyword.charCodeAt(0), indexed.keyword.charCodeAt(1), indexed.keyword.charCodeAt(2));
    if (slots[slot] === 0) slots[slot] = buckets.push([]) - 1;
    buckets[slots[slot] ?? 0]?.push(indexed);
  }
  for (const bucket of buckets) bucket.sort((a, b) => b.keyword.length - a.keyword.length);

  return (text, visit) => {
    let first = text.charCodeAt(0);
    let second = text.charCodeAt(1);
    for (let at = 0; at + 2 < text.length; at++) {
      const third = text.charCodeAt(at + 2);
      const bucket = slots[slotOf(first, second, third)];
      first = second;
      second = third;
      if (bucket === 0 || bucket === undefined) continue;
      const next = visitBucket(buckets[bucket] ?? [], text, at, visit);
      if (next === undefined || next <= at + 1) continue;
      at = next - 1;
      first = text.charCodeAt(next);
      second = text.charCodeAt(next + 1);
    }
  };
}

function visitBucket<T>(
  bucket: readonly IndexedKeyword<T>[],
  text: string,
  at: number,
  visit: (found: IndexedKeyword<T>, index: number) => number | undefined,
): number | undefined {
  for (const indexed of bucket) {
    if (!standsAt(text, at, indexed)) continue;
    const next = visit(indexed, at);
    if (next !== undefined) return next;
  }
  return undefined;
}

function standsAt<T>(text: string, at: number, { keyword, anyCase }: IndexedKeyword<T>): boolean {
  if (!anyCase) return text.startsWith(keyword, at);
  for (let index = keyword.length - 1; index >= 0; index--) {
    const code = text.charCodeAt(at + index);
    const lower = code >= 65 && code <= 90 ? code | 32 : code;
    if (lower !== keyword.charCodeAt(index)) return false;
  }
  return true;
}

/** Upper and lower case fall into one slot. */
function slotOf(first: number, second: number, third: number): number {
  return ((first | 32) * 961 + (second | 32) * 31 + (third | 32)) & (SLOTS - 1);
}
