import { TracewrightError } from '../../errors.ts';
import { suggestion } from '../../misuse.ts';
import { VALID_TEXT } from '../attribute-rules.ts';
import { enumNames, enumValue, type WireEnum } from '../enum-values.ts';
import { excerpt, keyExcerpt } from '../excerpt.ts';
import type { Findings } from '../findings.ts';
import { LongNumber } from './long-numbers.ts';
import { numericOf, uint32Of, uint64Of } from './numeric.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

const HEX = /^[\da-fA-F]*$/;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** What the reader must know of the body. */
export interface BodyTraits {
  /** What long numbers begin with, see `parseBody`. */
  readonly mark: string;
  /** Whether the bytes were not all UTF-8, so that a U+FFFD may be our replacement. */
  readonly replaced: boolean;
  /** Whether an escape may be half a surrogate pair. */
  readonly surrogates: boolean;
}

/**
 * Reads the fields of JSON objects as ProtoJSON has them. Absent and null are the same: proto3's default.
 *
 * It knows where it is (`element`, `child`, `leave`), so that an error of a wrong type can say so: MALFORMED_JSON
 * with the path and what was found.
 */
export class JsonReader {
  readonly findings: Findings;
  readonly #body: BodyTraits;
  readonly #path: string[] = [];
  readonly #indexes: number[] = [];

  constructor(body: BodyTraits, findings: Findings) {
    this.#body = body;
    this.findings = findings;
  }

  /** The top level, which must be an object. */
  body(value: unknown): JsonObject {
    return isObject(value) ? value : this.fail('', 'an object', value);
  }

  /** The value of a field; undefined when it is absent or null. */
  get(object: JsonObject, key: string): unknown {
    const value = object[key];
    if (value === null) return undefined;
    return typeof value === 'string' ? this.#unmark(value) : value;
  }

  /** A list; empty when absent. */
  list(object: JsonObject, key: string): readonly unknown[] {
    const value = this.get(object, key);
    if (value === undefined) return [];
    return Array.isArray(value) ? value : this.fail(key, 'an array', value);
  }

  /** Enters the object at this index of `list(object, key)`. */
  element(list: readonly unknown[], key: string, index: number): JsonObject {
    const value = list[index];
    this.#path.push(key);
    this.#indexes.push(index);
    return isObject(value) ? value : this.fail('', 'an object', value);
  }

  /** Enters the object of a field; when it is absent, returns undefined and enters nothing. */
  child(object: JsonObject, key: string): JsonObject | undefined {
    const value = this.get(object, key);
    if (value === undefined) return undefined;
    if (!isObject(value)) return this.fail(key, 'an object', value);
    this.#path.push(key);
    this.#indexes.push(-1);
    return value;
  }

  /** Goes back to where it was before `element` or `child`. */
  leave(): void {
    this.#path.pop();
    this.#indexes.pop();
  }

  /** Text; `field` is its path in a finding. */
  text(object: JsonObject, key: string, field: string = key): string {
    const value = this.get(object, key);
    if (value === undefined) return '';
    return typeof value === 'string' ? this.wellFormed(value, field, VALID_TEXT) : this.fail(key, 'a string', value);
  }

  /** A list of texts. */
  texts(object: JsonObject, key: string): string[] {
    return this.list(object, key).map((element, index) => {
      const value = typeof element === 'string' ? this.#unmark(element) : element;
      if (typeof value !== 'string') return this.fail(`${key}[${index}]`, 'a string', value);
      return this.wellFormed(value, `${key}[${index}]`, VALID_TEXT);
    });
  }

  /** An id in lower-case hex; what is not hex is left as it is, for the rule that judges ids. */
  hex(object: JsonObject, key: string): string {
    const value = this.get(object, key);
    if (value === undefined) return '';
    if (typeof value !== 'string') return this.fail(key, 'a string of hex digits', value);
    return HEX.test(value) ? value.toLowerCase() : value;
  }

  uint32(object: JsonObject, key: string): number {
    const value = this.#numeric(object, key);
    const number = uint32Of(value);
    if (number === undefined) this.findings.add(key, `is an integer, 0 to 2^32 - 1 (received ${value})`);
    return number ?? 0;
  }

  /** Nanoseconds; 0 with a finding when they are out of range. */
  time(object: JsonObject, key: string): bigint {
    const value = this.#numeric(object, key);
    const time = uint64Of(value);
    if (time === undefined) this.findings.add(key, `is an integer, 0 to 2^64 - 1 (received ${value})`);
    return time ?? 0n;
  }

  /** A value of an enum, by number or by the proto's name. */
  enumeration<Value extends string>(object: JsonObject, type: WireEnum<Value>): Value {
    const value = this.get(object, type.field);
    if (value === undefined) return type.values[0];
    if (typeof value === 'number') return enumValue(type, value, this.findings);
    if (value instanceof LongNumber) return enumValue(type, Number(value.text), this.findings);
    const names = enumNames(type);
    if (typeof value !== 'string') return this.fail(type.field, `a ${type.title} (a number or a name)`, value);
    const known = type.values[names.indexOf(value)];
    return known ?? this.fail(type.field, `a ${type.title}`, value, suggestion(value.slice(0, 80), names));
  }

  /** Replaces lone surrogates by U+FFFD; these, and what was no UTF-8 in the body, are a finding of `field`. */
  wellFormed(text: string, field: string, rule: string): string {
    const { replaced, surrogates } = this.#body;
    if (!replaced && !surrogates) return text;
    const fixed = surrogates ? text.replace(LONE_SURROGATE, '\ufffd') : text;
    if (fixed !== text || (replaced && text.includes('\ufffd'))) this.findings.add(field, rule);
    return fixed;
  }

  fail(key: string, expected: string, found: unknown, hint = ''): never {
    const path = this.#describePath(key);
    throw new TracewrightError('MALFORMED_JSON', `${path} must be ${expected}; found ${this.#describe(found)}.${hint}`);
  }

  #numeric(object: JsonObject, key: string): number | bigint {
    const value = this.get(object, key);
    if (value === undefined) return 0;
    return numericOf(value) ?? this.fail(key, 'an integer, as a number or a string', value);
  }

  #unmark(text: string): string | LongNumber {
    const { mark } = this.#body;
    return text.startsWith(mark) ? new LongNumber(text.slice(mark.length)) : text;
  }

  #describePath(key: string): string {
    const segments = this.#path.map((name, depth) => {
      const index = this.#indexes[depth] ?? -1;
      return index === -1 ? name : `${name}[${index}]`;
    });
    if (key !== '') segments.push(key);
    return segments.length === 0 ? 'the body' : segments.join('.');
  }

  #describe(found: unknown): string {
    const value = typeof found === 'string' ? this.#unmark(found) : found;
    if (value === null) return 'null';
    if (value instanceof LongNumber) return `the number ${value.text.slice(0, 80)}`;
    if (Array.isArray(value)) return `an array of ${value.length}`;
    if (typeof value === 'string') return `the string ${excerpt(value)}`;
    if (typeof value !== 'object') return `the ${typeof value} ${String(value)}`;
    const [first] = Object.keys(value);
    return first === undefined ? 'an empty object' : `an object with the key ${keyExcerpt(first)}`;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
