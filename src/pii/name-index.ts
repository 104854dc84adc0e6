import { folded } from './folded.ts';

/** Endings that people write together with a name: `ssnnumber`, `bsnnr`. */
const ENDINGS = ['', 's', 'number', 'numbers', 'num', 'no', 'nr', 'nummer', 'numero', 'id', 'code'];
/** A name has at most so many words. */
const MAX_WORDS = 4;
/** Words of a text that are longer name nothing. */
const MAX_WORD = 40;
/** One name is looked at in a text so often, so that long texts take linear time. */
const MAX_FOUND = 500;

/** A name in a text, and what it stands for. */
export interface NamedAt<Value> {
  readonly start: number;
  readonly end: number;
  readonly values: readonly Value[];
}

/**
 * Finds names in keys and texts, however they are written: the name `tax id` is in `customerTaxId`, `tax_id`, `taxid`,
 * `tax.id` and `the Tax ID 17`.
 */
export class NameIndex<Value> {
  /** The names that were given. */
  readonly names: ReadonlySet<string>;
  /** Names without blanks. */
  readonly #byName = new Map<string, Value[]>();
  /** Beginnings of names, up to the end of one of their words. */
  readonly #starts = new Set<string>();
  /** A mark for the first three letters of each name: most words of a text are told apart by them. */
  readonly #beginnings = new Uint8Array(1 << 15);

  constructor(entries: Iterable<readonly [name: string, value: Value]>) {
    const names = new Set<string>();
    for (const [name, value] of entries) {
      names.add(folded(name));
      this.#add(folded(name), value);
    }
    this.names = names;
  }

  #add(name: string, value: Value): void {
    const words = name.split(' ');
    this.#beginnings[beginningOf(words[0] ?? '', 0, MAX_WORD)] = 1;
    for (let count = 1; count < words.length; count++) this.#starts.add(words.slice(0, count).join(''));
    for (const ending of ENDINGS) {
      const joined = words.join('') + ending;
      this.#beginnings[beginningOf(joined, 0, MAX_WORD)] = 1;
      const values = this.#byName.get(joined);
      if (values === undefined) this.#byName.set(joined, [value]);
      else if (!values.includes(value)) values.push(value);
    }
  }

  #mayBegin(text: string, start: number, end: number): boolean {
    const beginning = beginningOf(text, start, end);
    return beginning < 0 || this.#beginnings[beginning] === 1;
  }

  /** All that the words of a key name: words that follow one another count as one, too. */
  inWords(words: readonly string[]): readonly Value[] {
    let found: Value[] | undefined;
    for (let first = 0; first < words.length; first++) {
      const word = words[first] ?? '';
      if (!this.#mayBegin(word, 0, word.length)) continue;
      let joined = folded(word);
      for (let next = first + 1; ; next++) {
        const values = this.#byName.get(joined);
        if (values !== undefined) found = found === undefined ? [...values] : [...new Set([...found, ...values])];
        if (next >= words.length || next >= first + MAX_WORDS || !this.#starts.has(joined)) break;
        joined += folded(words[next] ?? '');
      }
    }
    return found ?? [];
  }

  /** Where a text has a name: the longest one that begins there. */
  inText(text: string): readonly NamedAt<Value>[] {
    const found: NamedAt<Value>[] = [];
    for (let at = 0; at < text.length && found.length < MAX_FOUND; ) {
      const end = wordEnd(text, at);
      if (end === at) {
        at += 1;
        continue;
      }
      const named = this.#mayBegin(text, at, end) ? this.#longestAt(text, at, end) : undefined;
      if (named !== undefined) found.push(named);
      at = named?.end ?? end;
    }
    return found;
  }

  #longestAt(text: string, start: number, firstEnd: number): NamedAt<Value> | undefined {
    let named: NamedAt<Value> | undefined;
    let joined = '';
    let from = start;
    let end = firstEnd;
    for (let count = 0; count < MAX_WORDS && end > from && end - from <= MAX_WORD; count++) {
      joined += folded(text.slice(from, end));
      const values = this.#byName.get(joined);
      if (values !== undefined) named = { start, end, values };
      if (!this.#starts.has(joined)) break;
      from = isBetweenWords(text.charCodeAt(end)) ? end + 1 : end;
      end = wordEnd(text, from);
    }
    return named;
  }
}

/** A number for the first three letters of a word, in any case; less than 0 where one of them is not of ASCII. */
function beginningOf(text: string, start: number, end: number): number {
  let number = 0;
  for (let at = start; at < start + 3; at++) {
    const code = at < end && at < text.length ? text.charCodeAt(at) : 0;
    if (code > 127) return -1;
    number = (number << 5) | (code & 31);
  }
  return number;
}

/** Where the word that begins here ends: at no letter, or at a capital behind a small letter. The start where none begins. */
function wordEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (!isLetter(code)) break;
    if (isCapital(code) && end > start && !isCapital(text.charCodeAt(end - 1))) break;
    end++;
  }
  return end;
}

function isLetter(code: number): boolean {
  const lower = code | 32;
  return (lower >= 97 && lower <= 122) || (code >= 0xc0 && code !== 0xd7 && code !== 0xf7 && !isPunctuation(code));
}

/** General punctuation, and that of Chinese and Japanese: `：` stands between a name and a number. */
function isPunctuation(code: number): boolean {
  return (code >= 0x2000 && code <= 0x206f) || (code >= 0x3000 && code <= 0x303f) || (code >= 0xff00 && code <= 0xff20);
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}

/** A blank, underscore, dash, dot, slash or apostrophe. */
function isBetweenWords(code: number): boolean {
  return code === 32 || code === 95 || code === 45 || code === 46 || code === 47 || code === 39;
}
