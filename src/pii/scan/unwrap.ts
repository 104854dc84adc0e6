import { isEncrypted } from '../redacted.ts';
import { couldBeText } from './base64-text.ts';
import { addInsert } from './insert-parts.ts';
import { addJson } from './json-parts.ts';
import type { Part } from './part.ts';

/** More than a value can reasonably hold; beyond it only the value itself is looked at. */
const MAX_PARTS = 2_000;
const MAX_JSON = 262_144;
/** Shorter ones decode to nothing that one could tell. */
const MIN_BASE64 = 16;

/** The longest key that is looked for, and the longest value after it that is not quoted. */
const MAX_KEY = 64;
const MAX_BARE = 400;
const MAX_QUOTED = 4_000;
const BASE64_WORD = /[A-Za-z\d+/_-]{16,}={0,2}/g;
const ELEMENT = /<([A-Za-z][\w.-]{0,63})(?: [^<>]{0,200})?>([^<]{1,4000})<\//g;

/** The parts of a text in which a key says what they are, and what it holds in another encoding. */
export function unwrap(text: string): readonly Part[] {
  if (text.length < 3 || isEncrypted(text)) return [];
  const parts: Part[] = [];
  const first = text[0];
  if ((first === '{' || first === '[') && text.length <= MAX_JSON && addJson(text, parts, MAX_PARTS)) return parts;
  if (text.includes('=') || text.includes(':')) addPairs(text, parts);
  if (text.includes('(') && /\bvalues\b/i.test(text)) addInsert(text, parts, MAX_PARTS);
  if (text.includes('%')) addDecoded(text, percentDecoded(text), 'percent-decoded', parts);
  if (text.includes('\\')) addDecoded(text, unescaped(text), 'unescaped', parts);
  if (text.includes('</')) addElements(text, parts);
  if (text.length >= MIN_BASE64) addBase64(text, parts);
  return parts;
}

/**
 * The pairs of a query, form, header, cookie, baggage, log line or condition: a key, `=` or `:`, and a value up to what
 * ends it. What a value holds in turn is found when it is unwrapped itself.
 */
function addPairs(text: string, parts: Part[]): void {
  const isQuery = text.includes('?') || text.includes('&');
  const isForm = isQuery || (text.includes('+') && !text.includes(' '));
  const separators = /[=:]/g;
  for (let found = separators.exec(text); found !== null; found = separators.exec(text)) {
    // The scheme of a URL is no key.
    if (text.startsWith('://', found.index)) continue;
    const key = keyBefore(text, found.index);
    if (key === undefined) continue;
    const value = valueAfter(text, found.index + 1);
    if (value.text === '') continue;
    separators.lastIndex = value.end;
    // As `URLSearchParams` writes it: a blank is a plus, and a plus is encoded.
    const spaced = isForm ? value.text.replaceAll('+', ' ') : value.text;
    const decoded = isForm ? (percentDecoded(spaced) ?? spaced) : value.text;
    parts.push({ text: decoded, keys: [key], step: isQuery ? `parameter "${key}"` : `"${key}"` });
    if (parts.length >= MAX_PARTS) return;
  }
}

/** What a character may be at a separator; every text is read so, hence a table and no patterns. */
const OF_KEY = 1;
const BEFORE_SEPARATOR = 2;
const BEFORE_VALUE = 4;
const ENDS_VALUE = 8;
const CLASSES = new Uint8Array(128);
function classify(characters: string, bit: number): void {
  for (const char of characters) CLASSES[char.charCodeAt(0)] = (CLASSES[char.charCodeAt(0)] ?? 0) | bit;
}
classify('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$.-', OF_KEY);
classify(' \t\r\n"\'`]', BEFORE_SEPARATOR);
classify(' \t>', BEFORE_VALUE);
classify('"\',;&|(){}[]\r\n', ENDS_VALUE);

function is(bit: number, text: string, at: number): boolean {
  return ((CLASSES[text.charCodeAt(at)] ?? 0) & bit) !== 0;
}

/** The word before a separator, without the quotes, brackets and blanks between. */
function keyBefore(text: string, separator: number): string | undefined {
  let end = separator;
  while (end > 0 && separator - end < 4 && is(BEFORE_SEPARATOR, text, end - 1)) end--;
  let start = end;
  while (start > 0 && end - start <= MAX_KEY && is(OF_KEY, text, start - 1)) start--;
  // A host with its port, a user with a password.
  if (start === end || end - start > MAX_KEY || text.startsWith('//', start - 2)) return undefined;
  const key = text.slice(start, end);
  return /[A-Za-z]/.test(key) ? key : undefined;
}

/** A text in quotes may begin on the next line; what is bare there is another pair: `API_KEY=` and `LOG_LEVEL=debug`. */
function quoteOnNextLine(text: string, from: number): number | undefined {
  if (text[from] !== '\n' && text[from] !== '\r') return undefined;
  const [blanks = ''] = /^[\r\n \t]{1,16}/.exec(text.slice(from, from + 16)) ?? [];
  const next = text[from + blanks.length];
  return next === '"' || next === "'" ? from + blanks.length : undefined;
}

/** What follows a separator: a quoted text whole, else all up to a delimiter. */
function valueAfter(text: string, from: number): { readonly text: string; readonly end: number } {
  let start = from;
  while (start - from < 4 && is(BEFORE_VALUE, text, start)) start++;
  start = quoteOnNextLine(text, start) ?? start;
  // Encrypted where it is kept: all of it is one value.
  if (text.startsWith('ENC[', start)) {
    const close = text.indexOf(']', start);
    if (close > 0 && close - start <= MAX_QUOTED) return { text: text.slice(start, close + 1), end: close + 1 };
  }
  const quote = text[start];
  if (quote === '"' || quote === "'") {
    const close = text.indexOf(quote, start + 1);
    if (close > 0 && close - start <= MAX_QUOTED) return { text: text.slice(start + 1, close), end: close + 1 };
  }
  const last = Math.min(text.length, start + MAX_BARE);
  let end = start;
  while (end < last && !is(ENDS_VALUE, text, end)) end++;
  return { text: text.slice(start, end).trimEnd(), end: Math.max(end, from) };
}

function addDecoded(text: string, decoded: string | undefined, step: string, parts: Part[]): void {
  if (decoded !== undefined && decoded !== text) parts.push({ text: decoded, keys: [], step });
}

function percentDecoded(text: string): string | undefined {
  if (!/%[\da-fA-F]{2}/.test(text)) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/%([2-7][\da-fA-F])/g, (_match, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
  }
}

function unescaped(text: string): string | undefined {
  if (!/\\(?:["'\\/nrt]|u[\da-fA-F]{4})/.test(text)) return undefined;
  return text
    .replace(/\\u([\da-fA-F]{4})/g, (_match, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replace(/\\n/g, '\n')
    .replace(/\\[rt]/g, ' ')
    .replace(/\\(["'\\/])/g, '$1');
}

/** The words that are base64 of a text; where the text is one such word, its own bounds may be looser. */
function addBase64(text: string, parts: Part[]): void {
  BASE64_WORD.lastIndex = 0;
  for (let found = BASE64_WORD.exec(text); found !== null; found = BASE64_WORD.exec(text)) {
    addDecoded(text, fromBase64(found[0]), 'base64', parts);
    if (parts.length >= MAX_PARTS) return;
  }
}

/** What a word of base64 says, if that is text. */
function fromBase64(word: string): string | undefined {
  if (word.length % 4 === 1 || word.length > MAX_JSON || !couldBeText(word)) return undefined;
  const decoded = Buffer.from(word, 'base64').toString('utf8');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is no text holds them
  return /[\ufffd\x00-\x08\x0e-\x1f]/.test(decoded) ? undefined : decoded;
}

/** The elements of XML that hold text, under their own names. */
function addElements(text: string, parts: Part[]): void {
  ELEMENT.lastIndex = 0;
  for (let found = ELEMENT.exec(text); found !== null; found = ELEMENT.exec(text)) {
    const [, key = '', held = ''] = found;
    parts.push({ text: held, keys: [key], step: `element "${key}"` });
    if (parts.length >= MAX_PARTS) return;
  }
}
