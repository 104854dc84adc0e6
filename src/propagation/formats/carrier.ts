import { types } from 'node:util';
import type { Carrier, HeaderValue } from './format.ts';

/** All values of a header, in any case of its name: several where it was sent several times. */
export function headerValues(carrier: Carrier, name: string): string[] {
  const wanted = name.toLowerCase();
  return Object.keys(carrier)
    .filter(key => key.toLowerCase() === wanted)
    .flatMap(key => headerTexts(carrier[key]));
}

/** The values of one header as text. */
export function headerTexts(value: Carrier[string]): string[] {
  if (value === undefined) return [];
  const values: readonly HeaderValue[] = isList(value) ? value : [value];
  return values.map(one => (types.isUint8Array(one) ? Buffer.from(one).toString('utf8') : String(one)));
}

function isList(value: HeaderValue | readonly HeaderValue[]): value is readonly HeaderValue[] {
  return Array.isArray(value);
}

/** Without the spaces and tabs around it, which HTTP allows and which are no part of a value. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
