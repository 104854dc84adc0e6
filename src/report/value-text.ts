import { types } from 'node:util';
import { isAsymmetricMatcher, isPlainObject } from '../misuse.ts';
import { markOf } from '../pii/masking/marks.ts';
import { maskText } from '../pii/masking/mask-text.ts';
import { plain, printable, quote } from './quote.ts';

const MAX_ENTRIES = 8;
const MAX_DEPTH = 4;
const MAX_BYTES = 16;
const MAX_LENGTH = 240;

/**
 * A value as one would write it: strings quoted, bigints plain, matchers by their name. On one line, bounded. Personal
 * data and secrets in it are masked.
 *
 * @param key the attribute's, where it is one's value
 */
export function valueText(value: unknown, key?: string): string {
  return plain(textOf(value, 0, key), MAX_LENGTH);
}

function textOf(value: unknown, depth: number, key: string | undefined): string {
  if (typeof value === 'string') return quote(value, undefined, key);
  if (typeof value === 'number' || typeof value === 'bigint') return numberText(value, key);
  if (typeof value === 'function') return plain(String(value).replace(/\s+/g, ' '), 80);
  if (typeof value !== 'object' || value === null) return String(value);
  if (types.isRegExp(value)) return plain(String(value), 120);
  if (types.isUint8Array(value)) return bytesText(value, key);
  if (isAsymmetricMatcher(value)) return matcherText(value, depth, key);
  if (Array.isArray(value))
    return wrap(
      '[',
      value.map((element: unknown) => () => textOf(element, depth + 1, key)),
      ']',
      depth,
    );
  if (isPlainObject(value)) {
    const entries = Object.keys(value).map(name => () => `${keyText(name)}: ${textOf(value[name], depth + 1, name)}`);
    return wrap('{ ', entries, ' }', depth);
  }
  return plain(String(value), 80);
}

function wrap(open: string, entries: readonly (() => string)[], close: string, depth: number): string {
  if (entries.length === 0) return `${open}${close}`.replace(/ +/, '');
  if (depth >= MAX_DEPTH) return `${open}...${close}`;
  const shown = entries.slice(0, MAX_ENTRIES).map(entry => entry());
  const rest = entries.length - shown.length;
  return `${open}${[...shown, ...(rest > 0 ? [`... ${rest} more`] : [])].join(', ')}${close}`;
}

function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key, 80);
}

function numberText(value: number | bigint, key: string | undefined): string {
  return Object.is(value, -0) ? '-0' : maskText(String(value), key);
}

function bytesText(bytes: Uint8Array, key: string | undefined): string {
  const text = Buffer.from(bytes).toString('utf8');
  if (maskText(text, key) !== text) return `${bytes.length} bytes ***${markOf(text)}`;
  const shown = Buffer.from(bytes.subarray(0, MAX_BYTES)).toString('hex');
  return `${bytes.length} bytes ${shown}${bytes.length > MAX_BYTES ? '...' : ''}`.trimEnd();
}

/** `Any<String>`, `StringContaining "x"`: as the runner itself writes it, where it says how. */
function matcherText(matcher: object, depth: number, key: string | undefined): string {
  const { toAsymmetricMatcher, sample } = matcher as { toAsymmetricMatcher?: unknown; sample?: unknown };
  if (typeof toAsymmetricMatcher === 'function')
    return printable(maskText(String(toAsymmetricMatcher.call(matcher)), key));
  const name = plain(String(matcher), 60);
  if (sample === undefined) return name === '[object Object]' ? 'an asymmetric matcher' : name;
  return `${name} ${textOf(sample, depth + 1, key)}`;
}
