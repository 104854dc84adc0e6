import type { Decoded } from './decoded.ts';

const ELEMENT = /"(?:[^"\\]|\\["\\/bfnrt]|\\u[\dA-Fa-f]{4})"|'(?:[^'\\]|\\['"\\nrt])'/.source;
const LIST = new RegExp(`(?:(?:${ELEMENT})\\s{0,40},\\s{0,40}){5,}(?:${ELEMENT})`, 'g');
const IN_ORDER = new RegExp(ELEMENT, 'g');
const LISTED = /["'][^"']{1,6}["']\s{0,40},\s{0,40}["']/;

/** `["a", "n", "i"]`: a text that was spread, a character an element. What is escaped in it stays so. */
export function decodeCharacterLists(text: string): Decoded | undefined {
  if (!text.includes(',') || !LISTED.test(text)) return undefined;
  const decoded = text.replace(LIST, list => (list.match(IN_ORDER) ?? []).map(one => one.slice(1, -1)).join(''));
  return decoded === text ? undefined : { text: decoded, step: 'list of characters' };
}
