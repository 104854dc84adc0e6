import type { AttributeValue } from '../../model/attributes.ts';
import {
  MAX_VALUE_DEPTH,
  putAttribute,
  STRINDEX_KEY,
  STRINDEX_VALUE,
  TOO_DEEP,
  VALID_KEY,
  VALID_TEXT,
} from '../attribute-rules.ts';
import { keyExcerpt } from '../excerpt.ts';
import type { JsonObject, JsonReader } from './json-reader.ts';
import { int64Of, numericOf } from './numeric.ts';

/** Reads the attributes of a span, event, link, scope or resource into `target`. */
export function readAttributes(json: JsonReader, object: JsonObject, target: Record<string, AttributeValue>): void {
  readKeyValues(json, object, 'attributes', target, 'attributes', 1);
}

/** KeyValue: `key string · value AnyValue · keyStrindex int32`, as the elements of the list `name`. */
export function readKeyValues(
  json: JsonReader,
  object: JsonObject,
  name: string,
  target: Record<string, AttributeValue>,
  container: string,
  depth: number,
): void {
  const { findings } = json;
  const list = json.list(object, name);
  for (let index = 0; index < list.length; index++) {
    const entry = json.element(list, name, index);
    const mark = findings.size;
    const given = json.get(entry, 'key') ?? '';
    if (typeof given !== 'string') json.fail('key', 'a string', given);
    const key = json.wellFormed(given, '', VALID_KEY);
    if (json.get(entry, 'keyStrindex') !== undefined) findings.add('', STRINDEX_KEY);
    const any = json.child(entry, 'value');
    let value: AttributeValue = null;
    if (any !== undefined) {
      value = readAnyValue(json, any, depth);
      json.leave();
    }
    json.leave();
    putAttribute(target, key, value, findings);
    if (findings.size > mark) findings.within(mark, `${container}[${keyExcerpt(key)}]`);
  }
}

/**
 * AnyValue: one of `stringValue string · boolValue bool · intValue int64 · doubleValue double · arrayValue ArrayValue ·
 * kvlistValue KeyValueList · bytesValue bytes (base64) · stringValueStrindex int32`; none is null.
 */
export function readAnyValue(json: JsonReader, object: JsonObject, depth: number): AttributeValue {
  if (depth > MAX_VALUE_DEPTH) {
    json.findings.add('', TOO_DEEP);
    return null;
  }
  let value: AttributeValue | undefined;
  for (const kind of Object.keys(object)) {
    const held = json.get(object, kind);
    if (held === undefined) continue;
    const read = readKind(json, object, kind, held, depth);
    if (read === undefined) continue;
    if (value !== undefined) json.findings.add('', 'holds one kind of value, not several');
    value = read;
  }
  return value ?? null;
}

/** The value of one kind; undefined when there is no such kind. */
function readKind(
  json: JsonReader,
  object: JsonObject,
  kind: string,
  held: unknown,
  depth: number,
): AttributeValue | undefined {
  switch (kind) {
    case 'stringValue':
      return typeof held === 'string' ? json.wellFormed(held, '', VALID_TEXT) : json.fail(kind, 'a string', held);
    case 'boolValue':
      return typeof held === 'boolean' ? held : json.fail(kind, 'true or false', held);
    case 'intValue':
      return readInt(json, held);
    case 'doubleValue':
      return readDouble(json, held);
    case 'arrayValue':
      return readArray(json, object, depth);
    case 'kvlistValue':
      return readKeyValueList(json, object, depth);
    case 'bytesValue':
      return readBytes(json, held);
    case 'stringValueStrindex':
      json.findings.add('', STRINDEX_VALUE);
      return null;
    default:
      return undefined;
  }
}

/** JS SDKs send a number of any size (`1e+21`): what is no int64 is kept as it is, with a finding. */
function readInt(json: JsonReader, held: unknown): number | bigint {
  const number = numericOf(held) ?? json.fail('intValue', 'an integer, as a number or a string', held);
  const value = int64Of(number);
  if (value === undefined) json.findings.add('', `is an int64, -2^63 to 2^63 - 1 (received ${number})`);
  return value ?? number;
}

function readDouble(json: JsonReader, held: unknown): number {
  if (held === 'NaN') return Number.NaN;
  if (held === 'Infinity') return Number.POSITIVE_INFINITY;
  if (held === '-Infinity') return Number.NEGATIVE_INFINITY;
  return Number(numericOf(held) ?? json.fail('doubleValue', 'a number, "NaN", "Infinity" or "-Infinity"', held));
}

const BASE64 = /^([A-Za-z\d+/_-]*)={0,2}$/;

/** Both alphabets, padded or not, as ProtoJSON accepts them. */
function readBytes(json: JsonReader, held: unknown): Uint8Array {
  const digits = typeof held === 'string' ? BASE64.exec(held)?.[1] : undefined;
  if (digits === undefined || digits.length % 4 === 1) return json.fail('bytesValue', 'base64', held);
  return new Uint8Array(Buffer.from(digits, 'base64'));
}

function readArray(json: JsonReader, object: JsonObject, depth: number): AttributeValue[] {
  const { findings } = json;
  const values: AttributeValue[] = [];
  const array = json.child(object, 'arrayValue');
  if (array === undefined) return values;
  const list = json.list(array, 'values');
  for (let index = 0; index < list.length; index++) {
    const mark = findings.size;
    values.push(readAnyValue(json, json.element(list, 'values', index), depth + 1));
    json.leave();
    if (findings.size > mark) findings.within(mark, `[${index}]`);
  }
  json.leave();
  return values;
}

function readKeyValueList(json: JsonReader, object: JsonObject, depth: number): AttributeValue {
  const values: Record<string, AttributeValue> = {};
  const list = json.child(object, 'kvlistValue');
  if (list === undefined) return values;
  readKeyValues(json, list, 'values', values, '', depth + 1);
  json.leave();
  return values;
}
