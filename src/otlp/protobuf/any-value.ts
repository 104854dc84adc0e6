import type { AttributeValue } from '../../model/attributes.ts';
import {
  MAX_VALUE_DEPTH,
  putAttribute,
  STRINDEX_KEY,
  STRINDEX_VALUE,
  TOO_DEEP,
  VALID_KEY,
} from '../attribute-rules.ts';
import { keyExcerpt } from '../excerpt.ts';
import { messageType } from './message-type.ts';
import type { WireReader } from './wire-reader.ts';

const KEY_VALUE = messageType('KeyValue', '1 key string', '2 value AnyValue', '3 key_strindex int32');

/** Reads one attribute of a span, event, link, scope or resource into `target`. */
export function readAttribute(reader: WireReader, target: Record<string, AttributeValue>): void {
  readKeyValue(reader, target, 'attributes', 1);
}

function readKeyValue(
  reader: WireReader,
  target: Record<string, AttributeValue>,
  container: string,
  depth: number,
): void {
  const { findings } = reader;
  const mark = findings.size;
  const outer = reader.enter();
  let key = '';
  let value: AttributeValue = null;
  for (let field = reader.next(KEY_VALUE); field !== 0; field = reader.next(KEY_VALUE)) {
    switch (field) {
      case 1:
        key = reader.readString('', VALID_KEY);
        break;
      case 2:
        value = readAnyValue(reader, value, depth);
        break;
      case 3:
        reader.readInt32();
        findings.add('', STRINDEX_KEY);
        break;
      default:
        reader.skipField();
    }
  }
  reader.leave(outer);
  putAttribute(target, key, value, findings);
  if (findings.size > mark) findings.within(mark, `${container}[${keyExcerpt(key)}]`);
}

const ANY_VALUE = messageType(
  'AnyValue',
  '1 string_value string',
  '2 bool_value bool',
  '3 int_value int64',
  '4 double_value double',
  '5 array_value ArrayValue',
  '6 kvlist_value KeyValueList',
  '7 bytes_value bytes',
  '8 string_value_strindex int32',
);

/** `before` is what an earlier occurrence of the same field held: proto3 merges messages, and the last of a oneof wins. */
export function readAnyValue(reader: WireReader, before: AttributeValue, depth: number): AttributeValue {
  if (depth > MAX_VALUE_DEPTH) {
    reader.skipField();
    reader.findings.add('', TOO_DEEP);
    return null;
  }
  const outer = reader.enter();
  let value = before;
  for (let field = reader.next(ANY_VALUE); field !== 0; field = reader.next(ANY_VALUE)) {
    switch (field) {
      case 1:
        value = reader.readString('');
        break;
      case 2:
        value = reader.readBool();
        break;
      case 3:
        value = reader.readInt64();
        break;
      case 4:
        value = reader.readDouble();
        break;
      case 5:
        value = readArrayValue(reader, value, depth);
        break;
      case 6:
        value = readKeyValueList(reader, value, depth);
        break;
      case 7:
        value = reader.readBytes();
        break;
      case 8:
        reader.readInt32();
        reader.findings.add('', STRINDEX_VALUE);
        value = null;
        break;
      default:
        reader.skipField();
    }
  }
  reader.leave(outer);
  return value;
}

const ARRAY_VALUE = messageType('ArrayValue', '1 values repeated AnyValue');

function readArrayValue(reader: WireReader, before: AttributeValue, depth: number): AttributeValue {
  const values: AttributeValue[] = Array.isArray(before) ? before : [];
  const { findings } = reader;
  const outer = reader.enter();
  for (let field = reader.next(ARRAY_VALUE); field !== 0; field = reader.next(ARRAY_VALUE)) {
    if (field === 1) {
      const mark = findings.size;
      values.push(readAnyValue(reader, null, depth + 1));
      if (findings.size > mark) findings.within(mark, `[${values.length - 1}]`);
    } else {
      reader.skipField();
    }
  }
  reader.leave(outer);
  return values;
}

const KEY_VALUE_LIST = messageType('KeyValueList', '1 values repeated KeyValue');

function readKeyValueList(reader: WireReader, before: AttributeValue, depth: number): AttributeValue {
  const values: Record<string, AttributeValue> = isKeyValueList(before) ? before : {};
  const outer = reader.enter();
  for (let field = reader.next(KEY_VALUE_LIST); field !== 0; field = reader.next(KEY_VALUE_LIST)) {
    if (field === 1) readKeyValue(reader, values, '', depth + 1);
    else reader.skipField();
  }
  reader.leave(outer);
  return values;
}

function isKeyValueList(value: AttributeValue): value is Record<string, AttributeValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
