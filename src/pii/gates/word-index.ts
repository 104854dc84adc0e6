/** A word that is looked for, and the fact that it stands for. */
export interface TellingWord {
  /** In lower case, and in a text with a blank for what may be between two words of it; `sk-ant-` with `exact` is as it is. */
  readonly word: string;
  /** A bit, or several. */
  readonly fact: number;
  /** Only in the case that it is given in, and blanks are blanks. Default: in any. */
  readonly exact?: boolean;
  /** Where a word begins only; of a whole one, where one ends, too. Default: anywhere. */
  readonly at?: 'start' | 'whole';
}

/** Words by their first three characters. */
export interface WordIndex {
  /** A bit for each slot: whether words are in it. Small enough to stay in the processor's nearest cache. */
  readonly taken: Uint32Array;
  /** For each slot a bit for every fourth character that one of its words has. */
  readonly fourth: Uint32Array;
  readonly bySlot: readonly (readonly TellingWord[] | undefined)[];
  /** The facts of words that are too short for the index: nobody looks for them, so they are always taken to be there. */
  readonly always: number;
}

const SLOT_BITS = 15;
const LOOKED_UP = 3;
/** What may stand between the words of a name in a text. */
const BETWEEN = " _-./'";

/** Upper and lower case fall into one slot. */
export function slotOf(first: number, second: number, third: number): number {
  return ((first | 32) * 961 + (second | 32) * 31 + (third | 32)) & ((1 << SLOT_BITS) - 1);
}

export function wordIndex(words: Iterable<TellingWord>): WordIndex {
  const taken = new Uint32Array(1 << (SLOT_BITS - 5));
  const fourth = new Uint32Array(1 << SLOT_BITS);
  const bySlot: TellingWord[][] = Array(1 << SLOT_BITS);
  let always = 0;
  for (const one of words) {
    if (one.word.replaceAll(' ', '').length < LOOKED_UP) {
      always |= one.fact;
      continue;
    }
    for (const way of one.exact === true ? [one.word.slice(0, LOOKED_UP + 1)] : waysToWrite(one.word)) {
      const slot = slotOf(way.charCodeAt(0), way.charCodeAt(1), way.charCodeAt(2));
      taken[slot >> 5] = (taken[slot >> 5] ?? 0) | (1 << (slot & 31));
      fourth[slot] = (fourth[slot] ?? 0) | (way.length > LOOKED_UP ? 1 << (way.charCodeAt(LOOKED_UP) & 31) : -1);
      const others = bySlot[slot];
      if (others === undefined) bySlot[slot] = [one];
      else if (!others.includes(one)) others.push(one);
    }
  }
  return { taken, fourth, bySlot, always };
}

/** Whether words are in the slot; of most slots none is. */
export function isTaken({ taken }: WordIndex, slot: number): boolean {
  return (((taken[slot >> 5] ?? 0) >>> (slot & 31)) & 1) === 1;
}

/** Whether one of the slot's words goes on like this, or ends there. */
export function goesOn({ fourth }: WordIndex, slot: number, code: number): boolean {
  return (((fourth[slot] ?? 0) >>> (code & 31)) & 1) === 1;
}

/** Whether the character can be between two words of a name. */
export function isBetween(code: number): boolean {
  return code === 32 || code === 95 || (code >= 45 && code <= 47) || code === 39;
}

/** All ways to write the first characters; shorter where the word ends before. */
function waysToWrite(word: string, begun = ''): string[] {
  if (begun.length > LOOKED_UP || word === '') return [begun];
  const ways = word.startsWith(' ') ? ['', ...BETWEEN] : [word.charAt(0)];
  return ways.flatMap(way => waysToWrite(word.slice(1), begun + way));
}
