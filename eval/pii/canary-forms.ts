import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { CUT_FORMS } from './canary-cut-forms.ts';
import { DIGEST_FORMS } from './canary-digest-forms.ts';
import type { CanaryForm } from './canary-form.ts';
import { RARE_FORMS } from './canary-rare-forms.ts';

const KEY = Buffer.alloc(16, 7);

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const base64 = (text: string): string => bytes(text).toString('base64');
const base64url = (text: string): string => bytes(text).toString('base64url');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hex = (text: string): string => bytes(text).toString('hex');
const percent = (text: string): string => encodeURIComponent(text);
const everyByte = (text: string): string =>
  Array.from(bytes(text), byte => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');
const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);
const unicode = (text: string): string =>
  Array.from(text, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const json = (value: string): string => JSON.stringify({ id: 17, customer: { note: value }, items: [1, 2] });
const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '@': '&commat;',
  '.': '&period;',
  '+': '&plus;',
  '%': '&percnt;',
  '!': '&excl;',
  '/': '&sol;',
  ' ': '&nbsp;',
};
const only = (condition: boolean, text: string): string | undefined => (condition ? text : undefined);

const PLAIN: readonly CanaryForm[] = [
  { name: 'plain', write: value => value },
  { name: 'upper', write: value => value.toUpperCase() },
  { name: 'lower', write: value => value.toLowerCase() },
  { name: 'with blanks around', write: value => `  ${value}\n` },
  { name: 'separators stripped', write: value => value.replace(/[\s().-]/g, '') },
  { name: 'grouped by four with blanks', write: value => value.match(/.{1,4}/gu)?.join(' ') },
  { name: 'grouped by four with dashes', write: value => value.match(/.{1,4}/gu)?.join('-') },
  { name: 'reversed', write: value => [...value].reverse().join('') },
  { name: 'local part', write: value => only(value.includes('@'), value.split('@')[0] ?? '') },
  { name: 'domain', write: value => only(value.includes('@'), value.split('@')[1] ?? '') },
  { name: 'national form', write: value => (/^\+\d+$/.test(value) ? nationalOf(value) : undefined) },
  { name: 'last, first', write: value => only(/^\w+ \w+$/.test(value), value.split(' ').reverse().join(', ')) },
];

const ENCODED: readonly CanaryForm[] = [
  { name: 'percent-encoded', write: percent },
  { name: 'percent-encoded, every byte', write: everyByte },
  { name: 'percent-encoded twice', write: value => percent(percent(value)) },
  { name: 'form-encoded, + for blanks', write: value => percent(value).replaceAll('%20', '+') },
  { name: 'JSON-escaped', write: escaped },
  { name: 'JSON-escaped twice', write: value => escaped(escaped(`"${value}"`)) },
  { name: '\\u escapes', write: unicode },
  { name: 'HTML entities, decimal', write: value => Array.from(value, char => `&#${char.charCodeAt(0)};`).join('') },
  {
    name: 'HTML entities, hex',
    write: value => Array.from(value, char => `&#x${char.charCodeAt(0).toString(16)};`).join(''),
  },
  { name: 'HTML entities, named', write: value => Array.from(value, char => NAMED[char] ?? char).join('') },
  { name: 'base64', write: base64 },
  { name: 'base64, one byte before', write: value => base64(`x${value}`) },
  { name: 'base64, two bytes before', write: value => base64(`xy${value}`) },
  { name: 'base64, its beginning lost', write: value => base64(`to ${value}, and more`).slice(3) },
  { name: 'base64, a piece from its first byte', write: value => base64(`${value}, and more`).slice(0, -12) },
  { name: 'base64, a piece from its second byte', write: value => base64(`x${value}xyz`).slice(2, -4) },
  { name: 'base64, a piece from its third byte', write: value => base64(`xy${value}xyz`).slice(3, -4) },
  { name: 'base64url', write: base64url },
  { name: 'base64url, one byte before', write: value => base64url(`~${value}~`) },
  { name: 'base64url, two bytes before', write: value => base64url(`~?${value}~`) },
  { name: 'basic auth', write: value => `Basic ${base64(`service:${value}`)}` },
  {
    name: 'JWT',
    write: value => `${base64url('{"alg":"HS256"}')}.${base64url(json(value))}.${base64url('0123456789abcdef')}`,
  },
  { name: 'base64 of JSON', write: value => base64(json(value)) },
  { name: 'base64 of base64', write: value => base64(base64(value)) },
  { name: 'hex', write: hex },
  { name: 'hex, upper', write: value => hex(value).toUpperCase() },
  { name: 'gzip in base64', write: value => gzipSync(json(value)).toString('base64') },
  { name: 'deflate in base64', write: value => deflateSync(json(value)).toString('base64') },
  { name: 'raw deflate in base64', write: value => deflateRawSync(json(value)).toString('base64') },
  { name: 'SQL-quoted', write: value => `INSERT INTO t (a, b) VALUES (1, '${value.replaceAll("'", "''")}')` },
  {
    name: 'stack trace',
    write: value => `Error: no ${value}\n    at find (/app/src/find.js:7:9)\n    at main (a.js:1:1)`,
  },
  { name: 'URL query', write: value => `https://shop.example/find?page=2&q=${percent(value)}&sort=asc` },
  { name: 'baggage', write: value => `tier=gold,customer=${percent(value)};ttl=5,region=eu` },
];

const NESTED: readonly CanaryForm[] = [
  { name: 'percent of base64 of JSON', write: value => percent(base64(json(value))) },
  { name: 'hex of base64 of percent', write: value => hex(base64(percent(value))) },
  { name: 'JSON of base64 of gzip of JSON', write: value => json(gzipSync(json(value)).toString('base64')) },
  { name: 'base64 of base64 of base64', write: value => base64(base64(base64(value))) },
  { name: 'JSON in JSON in JSON', write: value => json(json(json(value))) },
];

const CUT: readonly CanaryForm[] = [
  { name: 'cut off', write: value => cut(value, `customer ${value}`) },
  {
    name: 'cut off, and said so',
    write: value => only(value.length >= 12, `${cut(value, `customer ${value}`)}...(truncated)`),
  },
  {
    name: 'base64, cut off',
    write: value => base64(`customer ${value}, and so on`).slice(0, ((9 + kept(value)) / 3) * 4),
  },
  { name: 'hex, cut off', write: value => hex(`customer ${value}`).slice(0, 2 * (9 + kept(value)) + 1) },
  { name: 'percent-encoded, cut off', write: value => percentCut(value) },
  { name: 'gzip in base64, cut off', write: value => gzipCut(value) },
];

/** Every form of the facts that the project promises to find. */
export const CANARY_FORMS: readonly CanaryForm[] = [
  ...PLAIN,
  ...ENCODED,
  ...NESTED,
  ...CUT,
  ...RARE_FORMS,
  ...CUT_FORMS,
  ...DIGEST_FORMS,
];

/** What nobody can undo, or what is not promised: found by no check. */
export const HOPELESS_FORMS: readonly CanaryForm[] = [
  { name: 'last four', write: value => `**** ${value.slice(-4)}` },
  {
    name: 'first six and last four of a card',
    write: value => (/^\d{16}$/.test(value) ? `${value.slice(0, 6)}******${value.slice(-4)}` : undefined),
  },
  { name: 'seven characters left', write: value => (value.length > 12 ? `${value.slice(0, 7)}...` : undefined) },
  { name: '15 digits of a digest', write: value => sha256(value).slice(0, 15) },
  { name: 'salted digest', write: value => sha256(`a salt${value}`) },
  { name: 'HMAC with another key', write: value => createHmac('sha256', 'another').update(value).digest('hex') },
  { name: 'encrypted', write: value => createCipheriv('aes-128-ctr', KEY, KEY).update(json(value), 'utf8', 'base64') },
  { name: 'base64 five times', write: value => base64(base64(base64(base64(base64(value))))) },
];

/** Three quarters: enough to know the value by, and no more whole. */
function kept(value: string): number {
  return Math.ceil(Math.max(value.length * 0.75, Math.min(14, value.length - 1)) / 3) * 3;
}

function cut(value: string, text: string): string | undefined {
  return value.length < 12 ? undefined : text.slice(0, 9 + Math.min(kept(value), value.length - 1));
}

function percentCut(value: string): string | undefined {
  const encoded = percent(value);
  return encoded === value
    ? undefined
    : `customer=${encoded.slice(0, Math.max(Math.ceil(encoded.length * 0.85), Math.min(13, encoded.length - 1)))}`;
}

function gzipCut(value: string): string {
  // What stands before makes it long enough that a cut leaves the value whole.
  const lead = Array.from({ length: 6 }, (_, index) => `line ${index} of a message;`).join(' ');
  const tail = createHash('sha512').update(value).digest('hex').repeat(2);
  const packed = gzipSync(`${lead} ${value} ${tail}`).toString('base64');
  return packed.slice(0, Math.floor(packed.length * 0.8));
}

function nationalOf(phone: string): string {
  return phone.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3');
}
