import { types } from 'node:util';
import { isPlainObject } from '../../misuse.ts';
import type { AttributeValue } from '../../model/attributes.ts';
import type { AttributeType } from './attribute-policy.ts';

/** A test for each type. OTLP's int and double are both numbers here; an int beyond the safe range is a bigint. */
const TESTS: Readonly<Record<AttributeType, (value: AttributeValue) => boolean>> = {
  string: isText,
  boolean: isBoolean,
  int: isInteger,
  double: isNumber,
  'string[]': arrayOf(isText),
  'boolean[]': arrayOf(isBoolean),
  'int[]': arrayOf(isInteger),
  'double[]': arrayOf(isNumber),
  bytes: value => types.isUint8Array(value),
  map: value => isPlainObject(value),
};

export const ATTRIBUTE_TYPES = Object.keys(TESTS) as AttributeType[];

export function isOfType(value: AttributeValue, type: AttributeType): boolean {
  return TESTS[type](value);
}

/** The type of a value, as a policy names it. */
export function typeOf(value: AttributeValue): string {
  if (Array.isArray(value) && value.length === 0) return 'an empty array';
  return ATTRIBUTE_TYPES.find(type => isOfType(value, type)) ?? (Array.isArray(value) ? 'a mixed array' : 'empty');
}

function isText(value: AttributeValue): boolean {
  return typeof value === 'string';
}

function isBoolean(value: AttributeValue): boolean {
  return typeof value === 'boolean';
}

function isInteger(value: AttributeValue): boolean {
  return typeof value === 'bigint' || Number.isInteger(value);
}

function isNumber(value: AttributeValue): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** An empty array is an array of anything. */
function arrayOf(test: (value: AttributeValue) => boolean): (value: AttributeValue) => boolean {
  return value => Array.isArray(value) && value.every((element: AttributeValue) => test(element));
}
