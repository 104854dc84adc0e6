import { TracewrightError } from '../errors.ts';
import { isPlainObject, kindOf } from '../misuse.ts';
import { type Attributes, type AttributeValue, setAttribute } from '../model/attributes.ts';

/** No SDK nests deeper, and what contains itself ends here. */
const MAX_DEPTH = 32;

/**
 * A copy of attributes that OTLP can carry.
 *
 * @throws {TracewrightError} INVALID_OPTION with the path of the value that it cannot
 */
export function checkAttributes(given: unknown, path: string, depth = 0): Attributes {
  if (!isPlainObject(given)) throw invalid(path, `is ${kindOf(given)}; it takes an object`);
  const copy: Record<string, AttributeValue> = {};
  for (const [key, value] of Object.entries(given)) {
    const at = `${path}[${JSON.stringify(key)}]`;
    if (key === '') throw invalid(at, 'has an empty key');
    setAttribute(copy, key, checkValue(value, at, depth + 1));
  }
  return Object.freeze(copy);
}

function checkValue(value: unknown, path: string, depth: number): AttributeValue {
  if (depth > MAX_DEPTH) throw invalid(path, `is nested more than ${MAX_DEPTH} levels deep`);
  if (value === null) return null;
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'number':
      return value;
    case 'bigint':
      if (BigInt.asIntN(64, value) === value) return value;
      throw invalid(path, `is ${value}n, which is over 64 bits`);
  }
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength));
  }
  if (Array.isArray(value)) {
    return Object.freeze(value.map((each: unknown, index) => checkValue(each, `${path}[${index}]`, depth + 1)));
  }
  if (isPlainObject(value)) return checkAttributes(value, path, depth);
  throw invalid(
    path,
    `is ${kindOf(value)}; it takes text, a number, a boolean, bytes, null, or a list or object of them`,
  );
}

function invalid(path: string, problem: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', `buildTrace(): ${path} ${problem}.`);
}
