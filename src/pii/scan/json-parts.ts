import { factsOfKey } from '../gates/telling-words.ts';
import type { Part } from './part.ts';

/** Where a value stands: a member of an object or an element of an array, and where that stands in turn. */
interface JsonPlace {
  /** A member's name in the text, with its quotes; undefined for an element. */
  readonly name: readonly [start: number, end: number] | undefined;
  readonly index: number;
  readonly above: JsonPlace | undefined;
  /** What its own key and those above it say. */
  readonly keyFacts: number;
}

interface OpenContainer {
  readonly isObject: boolean;
  readonly place: JsonPlace | undefined;
  length: number;
}

/** Of those above a member; the text's own come after them. */
const MAX_KEYS = 3;
/** Of a path so much is told: its end. */
const LONGEST_PATH = 400;
/** RFC 8259 section 6. */
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const [QUOTE, COMMA, COLON, BACKSLASH] = [34, 44, 58, 92];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];

/**
 * Adds the texts and numbers of a text of JSON (RFC 8259), each under its keys, up to `max` parts in all. `JSON.parse`
 * would make objects of it: bodies have ever new members, and each costs more than all that is here.
 *
 * @returns whether the text was JSON
 */
export function addJson(text: string, parts: Part[], max: number): boolean {
  const members = new JsonReader(text, max - parts.length).read();
  if (members === undefined) return false;
  parts.push(...members);
  return true;
}

/** Reads without recursion: a text may be nested as deep as it is long. */
class JsonReader {
  readonly #text: string;
  readonly #most: number;
  readonly #parts: Part[] = [];
  readonly #open: OpenContainer[] = [];
  /** Where the next value stands. */
  #place: JsonPlace | undefined;
  #at = 0;

  constructor(text: string, most: number) {
    this.#text = text;
    this.#most = most;
  }

  read(): readonly Part[] | undefined {
    this.#skipBlanks();
    while (this.#value()) {
      const next = this.#next();
      if (next !== 'value') return next === 'end' ? this.#parts : undefined;
    }
    return undefined;
  }

  /** Up to the end of a text, number or empty container; those that hold something are opened first. */
  #value(): boolean {
    for (;;) {
      const code = this.#code();
      if (code === QUOTE) return this.#string();
      if (code !== OPEN_OBJECT && code !== OPEN_ARRAY) return this.#number() || this.#literal();
      const isObject = code === OPEN_OBJECT;
      this.#at += 1;
      this.#skipBlanks();
      if (this.#code() === (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        this.#at += 1;
        return true;
      }
      this.#open.push({ isObject, place: this.#place, length: 0 });
      if (!this.#enter()) return false;
    }
  }

  /** What comes behind a value: another one, after a comma, or the end of those that hold it. */
  #next(): 'value' | 'end' | 'fault' {
    for (;;) {
      this.#skipBlanks();
      const container = this.#open.at(-1);
      if (container === undefined) return this.#at === this.#text.length ? 'end' : 'fault';
      const code = this.#code();
      this.#at += 1;
      if (code === COMMA) {
        this.#skipBlanks();
        return this.#enter() ? 'value' : 'fault';
      }
      if (code !== (container.isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) return 'fault';
      this.#open.pop();
    }
  }

  /** Goes on to the next value of the innermost container, and reads its name where it has one. */
  #enter(): boolean {
    const container = this.#open.at(-1);
    if (container === undefined) return false;
    const { isObject, place: above } = container;
    const index = container.length++;
    const before = above?.keyFacts ?? 0;
    if (!isObject) {
      this.#place = { name: undefined, index, above, keyFacts: before };
      return true;
    }
    const start = this.#at;
    const end = this.#endOfString();
    if (end < 0) return false;
    this.#at = end;
    this.#skipBlanks();
    if (this.#code() !== COLON) return false;
    this.#at += 1;
    this.#skipBlanks();
    this.#place = { name: [start, end], index, above, keyFacts: before | factsOfKey(this.#text, start + 1, end - 1) };
    return true;
  }

  #string(): boolean {
    const end = this.#endOfString();
    if (end < 0) return false;
    this.#add(this.#at, end);
    this.#at = end;
    return true;
  }

  #number(): boolean {
    NUMBER.lastIndex = this.#at;
    if (!NUMBER.test(this.#text)) return false;
    this.#add(this.#at, NUMBER.lastIndex);
    this.#at = NUMBER.lastIndex;
    return true;
  }

  #literal(): boolean {
    const literal = ['true', 'false', 'null'].find(word => this.#text.startsWith(word, this.#at));
    this.#at += literal?.length ?? 0;
    return literal !== undefined;
  }

  #add(start: number, end: number): void {
    if (this.#parts.length < this.#most) this.#parts.push(new JsonPart(this.#text, start, end, this.#place));
  }

  /** The index behind the text that begins here, with its quotes; -1 where there is none. */
  #endOfString(): number {
    const text = this.#text;
    if (this.#code() !== QUOTE) return -1;
    for (let at = this.#at + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) return at + 1;
      if (code < 32) return -1;
      if (code !== BACKSLASH) continue;
      ESCAPE.lastIndex = at;
      if (!ESCAPE.test(text)) return -1;
      at = ESCAPE.lastIndex - 1;
    }
    return -1;
  }

  #code(): number {
    return this.#text.charCodeAt(this.#at);
  }

  #skipBlanks(): void {
    for (let code = this.#code(); code === 32 || code === 10 || code === 13 || code === 9; code = this.#code())
      this.#at += 1;
  }
}

/** Its keys and its path are made when something is found in it, or could be: in most nothing is. */
class JsonPart implements Part {
  readonly text: string;
  readonly keyFacts: number;
  readonly #json: string;
  readonly #place: JsonPlace | undefined;

  constructor(json: string, start: number, end: number, place: JsonPlace | undefined) {
    this.text = json.charCodeAt(start) === QUOTE ? unquoted(json, start, end) : plainNumber(json.slice(start, end));
    this.keyFacts = place?.keyFacts ?? 0;
    this.#json = json;
    this.#place = place;
  }

  get keys(): readonly string[] {
    const keys: string[] = [];
    for (let place = this.#place; place !== undefined && keys.length < MAX_KEYS; place = place.above)
      if (place.name !== undefined) keys.push(unquoted(this.#json, ...place.name));
    return keys;
  }

  get step(): string {
    let path = '';
    for (let place = this.#place; place !== undefined; place = place.above) {
      const { name, index, above } = place;
      if (name === undefined) path = `[${index}]${path}`;
      else path = `${above === undefined ? '' : '.'}${unquoted(this.#json, ...name)}${path}`;
      if (path.length > LONGEST_PATH) return `JSON field ...${path.slice(-LONGEST_PATH)}`;
    }
    return path === '' ? 'JSON' : `JSON field ${path}`;
  }
}

function unquoted(json: string, start: number, end: number): string {
  const inner = json.slice(start + 1, end - 1);
  return inner.includes('\\') ? (JSON.parse(json.slice(start, end)) as string) : inner;
}

/** `1.50` and `15e-1` are 1.5; whole numbers stay as they are: the longest have more digits than a double. */
function plainNumber(written: string): string {
  return /^\d+$/.test(written) ? written : String(Number(written));
}
