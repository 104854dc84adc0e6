import { types } from 'node:util';
import { isPlainObject } from '../../misuse.ts';

/** Objects that clients wrap a value in: SQS and SNS in both spellings, and typed values of AMQP clients. */
const TEXT_MEMBERS = ['StringValue', 'stringValue', 'Value', 'value'] as const;
const BINARY_MEMBERS = ['BinaryValue', 'binaryValue'] as const;

/** The texts of one header's value, however its client holds them; undefined when the value cannot be read. */
export function headerTexts(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [value];
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return [String(value)];
  const bytes = bytesOf(value);
  if (bytes !== undefined) return [bytes.toString('utf8')];
  if (Array.isArray(value)) {
    const texts = value.map(headerTexts);
    return texts.every(one => one !== undefined) ? texts.flat() : undefined;
  }
  return typeof value === 'object' ? wrappedTexts(value) : undefined;
}

function wrappedTexts(value: object): readonly string[] | undefined {
  const members = value as Readonly<Record<string, unknown>>;
  const isBinary = /^binary/i.test(String(members.Type ?? members.DataType ?? members.dataType ?? ''));
  for (const name of BINARY_MEMBERS) if (members[name] !== undefined) return binaryTexts(members[name]);
  for (const name of TEXT_MEMBERS) {
    if (members[name] === undefined) continue;
    return isBinary ? binaryTexts(members[name]) : headerTexts(members[name]);
  }
  return undefined;
}

/** In JSON the bytes of such a member are base64. */
function binaryTexts(value: unknown): readonly string[] | undefined {
  return typeof value === 'string' ? [Buffer.from(value, 'base64').toString('utf8')] : headerTexts(value);
}

/** The bytes of whatever holds bytes; undefined for anything else. */
export function bytesOf(value: unknown): Buffer | undefined {
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (types.isAnyArrayBuffer(value)) return Buffer.from(new Uint8Array(value));
  if (Array.isArray(value)) return bytesOfNumbers(value);
  if (!isPlainObject(value)) return undefined;
  // JSON.stringify(Buffer.from('a')) is {"type":"Buffer","data":[97]}.
  if (value.type === 'Buffer' && Array.isArray(value.data)) return Buffer.from(value.data.map(Number));
  // JSON.stringify(new Uint8Array([97])) is {"0":97}.
  const isNumbered = Object.keys(value).every((key, index) => key === String(index));
  return isNumbered ? bytesOfNumbers(Object.values(value)) : undefined;
}

/** Bytes of Java are signed: -128 to 127. */
function bytesOfNumbers(values: readonly unknown[]): Buffer | undefined {
  const isBytes = values.every(one => Number.isInteger(one) && Number(one) >= -128 && Number(one) <= 255);
  return isBytes && values.length > 0 ? Buffer.from(values.map(one => Number(one) & 0xff)) : undefined;
}
