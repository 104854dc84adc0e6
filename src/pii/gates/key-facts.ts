import { goesOn, isTaken, slotOf, type TellingWord, type WordIndex } from './word-index.ts';

/** A letter in lower case, or a digit; 0 for what is between words. */
const FOLDED = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyz0123456789') {
  FOLDED[character.charCodeAt(0)] = character.charCodeAt(0);
  FOLDED[character.toUpperCase().charCodeAt(0)] = character.charCodeAt(0);
}

/** What is said of keys with characters that are not of ASCII: anything. They are few. */
const ANYTHING = -1;

/** A word as {@link keyFacts} looks for it: without what is between its parts. */
export function keyWord(word: string): string {
  return word.toLowerCase().replace(/[^a-z\d]/g, '');
}

/**
 * The facts of the words that a key has, read in one pass and without taking it apart. `apikey` is found in `api.key`,
 * `apiKey` and `API_KEY`; as in {@link keyWords}, a word ends at what is neither letter nor digit, and before a capital.
 */
export function keyFacts(text: string, start: number, end: number, words: WordIndex): number {
  let found = words.always;
  // The last three letters, and where they are. The loop runs once more behind the end, without a letter.
  let first = 0;
  let second = 0;
  let third = 0;
  let firstAt = start;
  let secondAt = start;
  let thirdAt = start;
  for (let at = start; at <= end; at++) {
    const code = at < end ? text.charCodeAt(at) : 0;
    if (code >= 128) return ANYTHING;
    const letter = FOLDED[code] ?? 0;
    if (letter === 0 && at < end) continue;
    const slot = slotOf(first, second, third);
    if (first !== 0 && isTaken(words, slot) && goesOn(words, slot, letter))
      found |= factsAt(text, firstAt, { start, end }, words.bySlot[slot] ?? [], found);
    first = second;
    second = third;
    third = letter;
    firstAt = secondAt;
    secondAt = thirdAt;
    thirdAt = at;
  }
  return found;
}

/** Where in a text a key stands. */
interface Key {
  readonly start: number;
  readonly end: number;
}

function factsAt(text: string, at: number, key: Key, words: readonly TellingWord[], known: number): number {
  let found = 0;
  for (const one of words) {
    if ((one.fact & ~(known | found)) !== 0 && standsAt(text, at, key, one)) found |= one.fact;
  }
  return found;
}

function standsAt(text: string, from: number, { start, end }: Key, { word, at: where }: TellingWord): boolean {
  if (where !== undefined && from > start && !beginsWord(text, from)) return false;
  let at = from;
  for (let index = 0; index < word.length; at++) {
    if (at >= end) return false;
    const letter = FOLDED[text.charCodeAt(at)] ?? 0;
    if (letter === 0) continue;
    if (letter !== word.charCodeAt(index)) return false;
    index++;
  }
  return where !== 'whole' || at >= end || beginsWord(text, at);
}

/** Whether a word begins there, or what is between words. */
function beginsWord(text: string, at: number): boolean {
  const [before, code] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  if (FOLDED[before] === 0 || FOLDED[code] === 0) return true;
  return isUpper(code) && (!isUpper(before) || isLower(text.charCodeAt(at + 1)));
}

function isUpper(code: number): boolean {
  return code >= 65 && code <= 90;
}

function isLower(code: number): boolean {
  return code >= 97 && code <= 122;
}
