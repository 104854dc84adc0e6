import { createHash } from 'node:crypto';
import { types } from 'node:util';
import { markOf, withoutMarks } from '../pii/masking/marks.ts';
import { maskText } from '../pii/masking/mask-text.ts';
import type { NormalisedAttributes, NormalisedValue } from '../query/normalised-trace.ts';
import { quote } from './quote.ts';

/** Longer texts are cut; a hash of the text, in which what is masked is masked, still tells when the rest changes. */
const MAX_TEXT = 400;
const MAX_BYTES = 32;
const PLAIN_KEY = /^[\w$@/.:-]+$/;

/**
 * A value as a snapshot stores it, on one line. Values that differ have texts that differ, except where personal data and
 * secrets are masked: only within one snapshot do masks tell values apart.
 */
export function normalisedValueText(value: NormalisedValue, key?: string): string {
  if (typeof value === 'string') return textOf(value, key);
  if (typeof value === 'number' || typeof value === 'bigint')
    return Object.is(value, -0) ? '-0' : maskText(String(value), key);
  if (typeof value !== 'object' || value === null) return String(value);
  if (types.isUint8Array(value)) return bytesOf(value, key);
  if (isList(value)) return `[${value.map(each => normalisedValueText(each, key)).join(', ')}]`;
  return 'masked' in value ? `<${value.masked}>` : entriesOf(value);
}

/** A key without quotes where it can do without. */
export function keyText(key: string): string {
  return PLAIN_KEY.test(key) ? maskText(key) : textOf(key);
}

function entriesOf({ entries }: NormalisedAttributes): string {
  if (entries.length === 0) return '{}';
  return `{ ${entries.map(([key, value]) => `${keyText(key)}: ${normalisedValueText(value, key)}`).join(', ')} }`;
}

function textOf(text: string, key?: string): string {
  if (text.length <= MAX_TEXT) return quote(text, MAX_TEXT, key);
  return `${quote(text, MAX_TEXT, key)} (sha256 ${hashOf(withoutMarks(maskText(text, key)))})`;
}

function bytesOf(bytes: Uint8Array, key: string | undefined): string {
  const text = Buffer.from(bytes).toString('utf8');
  if (maskText(text, key) !== text) return `${bytes.length} bytes ***${markOf(text)}`;
  const shown = Buffer.from(bytes.subarray(0, MAX_BYTES)).toString('hex');
  const rest = bytes.length > MAX_BYTES ? `... (sha256 ${hashOf(bytes)})` : '';
  return `${bytes.length} bytes ${shown}${rest}`.trimEnd();
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 8);
}

function isList(value: NormalisedValue): value is readonly NormalisedValue[] {
  return Array.isArray(value);
}
