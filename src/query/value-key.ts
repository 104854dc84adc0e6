import { types } from 'node:util';
import type { NormalisedAttributes, NormalisedValue } from './normalised-trace.ts';

/** A value as text that no other value has: what is equal has one key, 42 and 42n too. */
export function valueKey(value: NormalisedValue): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  if (types.isUint8Array(value)) return `0x${Buffer.from(value).toString('hex')}`;
  if (isList(value)) return `[${value.map(valueKey).join()}]`;
  return 'masked' in value ? `<${value.masked}>` : attributesKey(value);
}

/** Attributes as text that no others have. */
export function attributesKey({ entries }: NormalisedAttributes): string {
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${valueKey(value)}`).join()}}`;
}

function isList(value: NormalisedValue): value is readonly NormalisedValue[] {
  return Array.isArray(value);
}
