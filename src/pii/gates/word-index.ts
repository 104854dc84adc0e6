/** A word that is looked for, and the fact that it stands for. */
export interface TellingWord {
  /** In lower case; `sk-ant-` with `exact` is in the case that it has. */
  readonly word: string;
  /** A bit, or several. */
  readonly fact: number;
  /** Only in the case that it is given in. Default: in any. */
  readonly exact?: boolean;
  /** Only where no letter stands before it or after it; in a key, only as one or more of the key's words. */
  readonly alone?: boolean;
}

/** Words by their first three characters. */
export interface WordIndex {
  /** A bit for each slot: whether words are in it. Small enough to stay in the processor's nearest cache. */
  readonly taken: Uint32Array;
  readonly bySlot: ReadonlyMap<number, readonly TellingWord[]>;
  /** The facts of words that are too short for the index: nobody looks for them, so they are always taken to be there. */
  readonly always: number;
}

const SLOT_BITS = 15;
const SHORTEST = 3;

/** Upper and lower case fall into one slot. */
export function slotOf(first: number, second: number, third: number): number {
  return ((first | 32) * 961 + (second | 32) * 31 + (third | 32)) & ((1 << SLOT_BITS) - 1);
}

export function wordIndex(words: Iterable<TellingWord>): WordIndex {
  const taken = new Uint32Array(1 << (SLOT_BITS - 5));
  const bySlot = new Map<number, TellingWord[]>();
  let always = 0;
  for (const one of words) {
    const { word } = one;
    if (word.length < SHORTEST) {
      always |= one.fact;
      continue;
    }
    const slot = slotOf(word.charCodeAt(0), word.charCodeAt(1), word.charCodeAt(2));
    taken[slot >> 5] = (taken[slot >> 5] ?? 0) | (1 << (slot & 31));
    const others = bySlot.get(slot);
    if (others === undefined) bySlot.set(slot, [one]);
    else others.push(one);
  }
  return { taken, bySlot, always };
}

/** Whether words are in the slot; of most slots none is. */
export function isTaken({ taken }: WordIndex, slot: number): boolean {
  return (((taken[slot >> 5] ?? 0) >>> (slot & 31)) & 1) === 1;
}
