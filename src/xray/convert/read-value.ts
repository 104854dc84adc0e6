import { type Attributes, type AttributeValue, attribute } from '../../model/attributes.ts';
import type { XRayValue } from '../segment.ts';

/** An attribute's text. The exporter reads a value of any other type as an empty text. */
export function textAt(attributes: Attributes, key: string): string {
  return textOf(attribute(attributes, key));
}

export function textOf(value: AttributeValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** An attribute's whole number. The exporter reads a value of any other type as 0. */
export function intOf(value: AttributeValue | undefined): number {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' && Number.isInteger(value) ? value : 0;
}

/** A port, which instrumentations send as text or as a number. */
export function portOf(value: AttributeValue): string {
  return textOf(value) || String(intOf(value));
}

/** A value as JSON. Bytes become base64, and an empty value null. */
export function jsonOf(value: AttributeValue): XRayValue {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(jsonOf);
  return jsonOfEach(value as Attributes);
}

/** Every attribute as JSON, `__proto__` too. */
export function jsonOfEach(attributes: Attributes): { readonly [key: string]: XRayValue } {
  return Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, jsonOf(value)]));
}

/** An object without the members that are undefined or an empty text. */
export function present<Members extends object>(
  members: { [Key in keyof Members]: Members[Key] | undefined },
): Members {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== ''),
  ) as Members;
}
