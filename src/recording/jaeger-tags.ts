import { type AttributeValue, setAttribute } from '../model/attributes.ts';
import type { JsonObject, JsonReader } from '../otlp/json/json-reader.ts';
import { LongNumber } from '../otlp/json/long-numbers.ts';
import { int64Of, numericOf } from '../otlp/json/numeric.ts';

const BASE64 = /^[A-Za-z\d+/_-]*={0,2}$/;

/** KeyValue, the elements of the list `name`: `key · type (string, bool, int64, float64, binary) · value`. */
export function readTags(
  json: JsonReader,
  object: JsonObject,
  name: string,
  target: Record<string, AttributeValue>,
): void {
  const list = json.list(object, name);
  for (let index = 0; index < list.length; index++) {
    const entry = json.element(list, name, index);
    setAttribute(target, json.text(entry, 'key'), readValue(json, entry));
    json.leave();
  }
}

/** An int64 beyond what JSON's readers can hold comes as a string. Without a type, the value speaks for itself. */
function readValue(json: JsonReader, entry: JsonObject): AttributeValue {
  const held = json.get(entry, 'value');
  if (held === undefined) return null;
  switch (json.text(entry, 'type').toLowerCase()) {
    case 'bool':
      if (held === 'true' || held === 'false') return held === 'true';
      return typeof held === 'boolean' ? held : json.fail('value', 'true or false', held);
    case 'int64':
      return readInt(json, held);
    case 'float64':
      if (held === 'NaN' || held === 'Infinity' || held === '-Infinity') return Number(held);
      return Number(numericOf(held) ?? json.fail('value', 'a number', held));
    case 'binary':
      return readBytes(json, held);
    case 'string':
      return json.text(entry, 'value');
    default:
      if (typeof held === 'boolean' || typeof held === 'number') return held;
      return held instanceof LongNumber ? readInt(json, held) : json.text(entry, 'value');
  }
}

function readInt(json: JsonReader, held: unknown): number | bigint {
  const number = numericOf(held) ?? json.fail('value', 'an integer, as a number or a string', held);
  const value = int64Of(number);
  if (value === undefined) json.findings.add('', `is an int64, -2^63 to 2^63 - 1 (received ${number})`);
  return value ?? number;
}

function readBytes(json: JsonReader, held: unknown): Uint8Array {
  if (typeof held !== 'string' || !BASE64.test(held)) return json.fail('value', 'base64', held);
  return new Uint8Array(Buffer.from(held, 'base64'));
}
