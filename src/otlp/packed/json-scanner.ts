import { NOT_PLAIN } from './pack-writer.ts';

const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const MAX_SKIPPED_DEPTH = 100;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** What `nextKey` gives at the end of an object, and for a key that is none of the message's. */
export const END = -2;
export const UNKNOWN = -1;

/** The keys of a message, by the number that stands for each. */
export interface JsonFields {
  readonly keys: readonly Buffer[];
  readonly prints: Int32Array;
}

export function jsonFields(...names: readonly string[]): JsonFields {
  const keys = names.map(name => Buffer.from(name));
  return { keys, prints: Int32Array.from(keys, key => printOf(key, 0, key.length)) };
}

/** Length, first and last byte tell the keys of one message apart. */
function printOf(bytes: Buffer, start: number, end: number): number {
  return ((end - start) << 16) | ((bytes[start] as number) << 8) | (bytes[end - 1] as number);
}

/**
 * Steps through the bytes of a JSON text whose shape is known, without building any of it; the bytes are UTF-8.
 *
 * Throws NOT_PLAIN where the text is not JSON, or not what was expected: which of them, the full decoder tells.
 */
export class JsonScanner {
  protected bytes: Buffer = Buffer.alloc(0);
  protected at = 0;
  /** The string that was read last, without its quotes. */
  protected start = 0;
  protected end = 0;
  protected isEscaped = false;

  /** Enters an object; returns its first key. */
  protected firstKey(fields: JsonFields): number {
    this.#expect(OPEN_OBJECT);
    if (this.#after() !== CLOSE_OBJECT) return this.#key(fields);
    this.at++;
    return END;
  }

  protected nextKey(fields: JsonFields): number {
    const byte = this.#after();
    this.at++;
    if (byte === COMMA) return this.#key(fields);
    if (byte !== CLOSE_OBJECT) throw NOT_PLAIN;
    return END;
  }

  /** Enters a list; false when it is empty. */
  protected firstElement(): boolean {
    this.#expect(OPEN_LIST);
    if (this.#after() !== CLOSE_LIST) return true;
    this.at++;
    return false;
  }

  protected nextElement(): boolean {
    const byte = this.#after();
    this.at++;
    if (byte === COMMA) return true;
    if (byte !== CLOSE_LIST) throw NOT_PLAIN;
    return false;
  }

  /** Steps over a null, if there is one. */
  protected isNull(): boolean {
    if (this.#after() !== 110) return false;
    this.#literal('null');
    return true;
  }

  /** Reads a string into `start`, `end` and `isEscaped`. */
  protected string(): void {
    this.#expect(QUOTE);
    const { bytes } = this;
    const start = this.at;
    let at = start;
    let isEscaped = false;
    for (let byte = bytes[at] as number; byte !== QUOTE; byte = bytes[++at] as number) {
      if (byte === BACKSLASH) {
        isEscaped = true;
        at++;
      } else if (!(byte >= 32)) {
        // A control character, or undefined: the end.
        throw NOT_PLAIN;
      }
    }
    this.start = start;
    this.end = at;
    this.isEscaped = isEscaped;
    this.at = at + 1;
  }

  /** The text of the string that was read last, with its escapes resolved. */
  protected unescaped(): string {
    return JSON.parse(this.bytes.toString('utf8', this.start - 1, this.end + 1)) as string;
  }

  protected boolean(): boolean {
    const isTrue = this.#after() === 116;
    this.#literal(isTrue ? 'true' : 'false');
    return isTrue;
  }

  protected double(): number {
    return Number(this.#number());
  }

  /** Reads the digits of an integer, in quotes or not, into `start` and `end`; whether a minus stood before them. */
  protected digits(most: number): boolean {
    const { bytes } = this;
    const isQuoted = this.#after() === QUOTE;
    if (isQuoted) this.at++;
    const isNegative = bytes[this.at] === MINUS;
    if (isNegative) this.at++;
    const start = this.at;
    let at = start;
    while ((bytes[at] as number) >= ZERO && (bytes[at] as number) <= NINE) at++;
    const length = at - start;
    if (length === 0 || length > most || (!isQuoted && length > 1 && bytes[start] === ZERO)) throw NOT_PLAIN;
    if (isQuoted && bytes[at++] !== QUOTE) throw NOT_PLAIN;
    this.start = start;
    this.end = start + length;
    this.at = at;
    return isNegative;
  }

  /** Whether the next value is a string. */
  protected isString(): boolean {
    return this.#after() === QUOTE;
  }

  /** Steps over any value. */
  protected skip(depth = 0): void {
    if (depth > MAX_SKIPPED_DEPTH) throw NOT_PLAIN;
    switch (this.#after()) {
      case QUOTE:
        this.string();
        if (this.isEscaped) this.unescaped();
        break;
      case OPEN_OBJECT:
        for (let key = this.firstKey(NO_FIELDS); key !== END; key = this.nextKey(NO_FIELDS)) this.skip(depth + 1);
        break;
      case OPEN_LIST:
        for (let more = this.firstElement(); more; more = this.nextElement()) this.skip(depth + 1);
        break;
      case 116:
      case 102:
        this.boolean();
        break;
      case 110:
        this.#literal('null');
        break;
      default:
        this.#number();
    }
  }

  /** Steps over the space at the end, which must be the end. */
  protected finish(): void {
    if (this.#after() !== undefined) throw NOT_PLAIN;
  }

  #key({ keys, prints }: JsonFields): number {
    this.string();
    if (this.isEscaped) throw NOT_PLAIN;
    const { bytes, start, end } = this;
    this.#expect(COLON);
    if (start === end) return UNKNOWN;
    const print = printOf(bytes, start, end);
    for (let field = 0; field < prints.length; field++) {
      if (prints[field] === print && isSame(keys[field] as Buffer, bytes, start)) return field;
    }
    return UNKNOWN;
  }

  #expect(byte: number): void {
    if (this.#after() !== byte) throw NOT_PLAIN;
    this.at++;
  }

  /** The byte after white space; undefined at the end. */
  #after(): number | undefined {
    const { bytes } = this;
    let byte = bytes[this.at];
    while (byte === 32 || byte === 10 || byte === 13 || byte === 9) byte = bytes[++this.at];
    return byte;
  }

  #literal(word: string): void {
    for (let index = 0; index < word.length; index++) {
      if (this.bytes[this.at++] !== word.charCodeAt(index)) throw NOT_PLAIN;
    }
  }

  #number(): string {
    const { bytes } = this;
    const start = this.at;
    let at = start;
    for (let byte = bytes[at] as number; isOfNumber(byte); ) byte = bytes[++at] as number;
    const text = bytes.toString('latin1', start, at);
    if (!NUMBER.test(text)) throw NOT_PLAIN;
    this.at = at;
    return text;
  }
}

const NO_FIELDS = jsonFields();

/** A digit, `+`, `-`, `.`, `e` or `E`. */
function isOfNumber(byte: number): boolean {
  return (byte >= ZERO && byte <= NINE) || byte === 43 || byte === MINUS || byte === 46 || byte === 69 || byte === 101;
}

/** `print` has shown that the lengths are the same. */
function isSame(key: Buffer, bytes: Buffer, start: number): boolean {
  for (let index = 0; index < key.length; index++) if (key[index] !== bytes[start + index]) return false;
  return true;
}
