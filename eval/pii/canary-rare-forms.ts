import { domainToASCII } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { CanaryForm } from './canary-form.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const latin1 = (text: string): Buffer | undefined =>
  [...text].every(char => char <= '\u00ff') ? Buffer.from(text, 'latin1') : undefined;
const isAscii = (text: string): boolean => [...text].every(char => char < '\u0080');
const everyByte = (data: Buffer | undefined, prefix: string): string | undefined =>
  data && Array.from(data, byte => `${prefix}${byte.toString(16).padStart(2, '0')}`).join('');
const pairs = (data: Buffer, separator: string): string => data.toString('hex').match(/../g)?.join(separator) ?? '';
const signed = (data: Buffer): readonly number[] => [...new Int8Array(data)];
const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const reversed = (text: string): string => [...text].reverse().join('');
const units = (text: string, write: (code: number) => string): string =>
  Array.from({ length: text.length }, (_, index) => write(text.charCodeAt(index))).join('');
const wrapped = (text: string, width: number, end: string): string =>
  (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join(end);

/** Bits in groups, each a character: written anew here, and not as the search does it. */
function inBits(data: Buffer, alphabet: string, bits: number): string {
  const all = Array.from(data, byte => byte.toString(2).padStart(8, '0')).join('');
  const groups = all.match(new RegExp(`.{1,${bits}}`, 'g')) ?? [];
  return groups.map(group => alphabet[Number.parseInt(group.padEnd(bits, '0'), 2)]).join('');
}

function inBase(data: Buffer, alphabet: string): string {
  let value = BigInt(`0x${data.toString('hex')}`);
  const digits: string[] = [];
  while (value > 0n) {
    digits.unshift(alphabet[Number(value % BigInt(alphabet.length))] ?? '');
    value /= BigInt(alphabet.length);
  }
  return digits.join('');
}

function ascii85(data: Buffer): string {
  const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
  const groups: string[] = [];
  for (let at = 0; at < padded.length; at += 4) {
    const value = padded.readUInt32BE(at);
    groups.push(
      [4, 3, 2, 1, 0].map(power => String.fromCharCode(33 + (Math.floor(value / 85 ** power) % 85))).join(''),
    );
  }
  return groups.join('').slice(0, Math.ceil((data.length * 5) / 4));
}

const quotedPrintable = (data: Buffer): string =>
  Array.from(data, byte =>
    byte < 0x7f && byte !== 0x3d && byte >= 0x20
      ? String.fromCharCode(byte)
      : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('');

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();
const DIGITS = '0123456789';
const BASE32 = `${UPPER}234567`;

const LISTS: readonly CanaryForm[] = [
  { name: 'Buffer in JSON', write: value => JSON.stringify({ body: bytes(value) }) },
  { name: 'Uint8Array in JSON', write: value => JSON.stringify(new Uint8Array(bytes(value))) },
  { name: 'bytes, decimal', write: value => `[${[...bytes(value)].join(', ')}]` },
  { name: 'bytes, decimal, as Go prints them', write: value => `body [${[...bytes(value)].join(' ')}] received` },
  { name: 'bytes, signed, as Java prints them', write: value => `[${signed(bytes(value)).join(', ')}]` },
  { name: 'bytes, 0x', write: value => `{${everyByte(bytes(value), ', 0x')?.slice(2)}}` },
  { name: 'bytes, 0x, as Go prints them', write: value => `[]byte{${everyByte(bytes(value), ', 0x')?.slice(2)}}` },
  { name: 'bits', write: value => Array.from(bytes(value), byte => byte.toString(2).padStart(8, '0')).join(' ') },
  {
    name: 'octal escapes',
    write: value =>
      units(value, code => (code < 128 ? `\\${code.toString(8).padStart(3, '0')}` : String.fromCharCode(code))),
  },
  { name: 'hex with colons', write: value => pairs(bytes(value), ':') },
  { name: 'hex with blanks', write: value => pairs(bytes(value), ' ') },
  { name: 'hex with dashes, upper', write: value => pairs(bytes(value), '-').toUpperCase() },
  {
    name: 'hex by pairs of bytes',
    write: value =>
      bytes(value)
        .toString('hex')
        .match(/.{1,4}/g)
        ?.join(' '),
  },
  { name: 'bytea of PostgreSQL', write: value => `\\x${bytes(value).toString('hex')}` },
  { name: 'hex literal of SQL', write: value => `VALUES (0x${bytes(value).toString('hex').toUpperCase()})` },
  { name: 'hex, reversed', write: value => reversed(bytes(value).toString('hex')) },
  { name: 'hex of UTF-16', write: value => swapped(value).toString('hex') },
  {
    name: 'code points',
    write: value => units(value, code => `U+${code.toString(16).toUpperCase().padStart(4, '0')} `),
  },
  { name: 'one character an element', write: value => JSON.stringify([...value]) },
  { name: 'one character an element, indented', write: value => JSON.stringify([...value], null, 2) },
];

const BASES: readonly CanaryForm[] = [
  { name: 'base32', write: value => inBits(bytes(value), BASE32, 5) },
  { name: 'base32, lower', write: value => inBits(bytes(`note=${value}!`), BASE32, 5).toLowerCase() },
  { name: 'base32, hex alphabet', write: value => inBits(bytes(`to ${value}`), `${DIGITS}${UPPER.slice(0, 22)}`, 5) },
  { name: 'base32, Crockford', write: value => inBits(bytes(value), `${DIGITS}${UPPER.replace(/[ILOU]/g, '')}`, 5) },
  { name: 'base58', write: value => inBase(bytes(value), (DIGITS + UPPER + LOWER).replace(/[0OIl]/g, '')) },
  { name: 'base62', write: value => inBase(bytes(value), DIGITS + UPPER + LOWER) },
  { name: 'base62, lower case first', write: value => inBase(bytes(value), DIGITS + LOWER + UPPER) },
  { name: 'base36', write: value => inBase(bytes(value), DIGITS + LOWER) },
  { name: 'one decimal number', write: value => inBase(bytes(value), DIGITS) },
  { name: 'ascii85', write: value => `<~${ascii85(bytes(value))}~>` },
  { name: 'ascii85 behind something', write: value => ascii85(bytes(`note=${value}; more`)) },
  { name: 'ROT13', write: value => (/[a-z]/i.test(value) && isAscii(value) ? rot13(value) : undefined) },
  { name: 'base64, reversed', write: value => reversed(bytes(value).toString('base64')) },
  { name: 'base64 of UTF-16', write: value => Buffer.from(value, 'utf16le').toString('base64') },
  { name: 'base64 of UTF-16, big-endian', write: value => swapped(value).toString('base64') },
  { name: 'base64 of Latin-1', write: value => latin1(value)?.toString('base64') },
  {
    name: 'base64 in lines of 76',
    write: value => wrapped(bytes(`${'lead '.repeat(9)}${value} ${'tail '.repeat(20)}`).toString('base64'), 76, '\r\n'),
  },
  {
    name: 'base64 in indented lines',
    write: value =>
      `data: |\n  ${wrapped(bytes(`${'lead '.repeat(8)}${value} ${'tail '.repeat(20)}`).toString('base64'), 64, '\n  ')}\n`,
  },
  { name: 'gzip as a Buffer in JSON', write: value => JSON.stringify(gzipSync(JSON.stringify({ note: value }))) },
];

const LETTERS: readonly CanaryForm[] = [
  { name: 'NFD', write: value => value.normalize('NFD') },
  {
    name: 'slug in ASCII',
    write: value =>
      value
        .replaceAll('ß', 'ss')
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .toLowerCase()
        .replace(/[^a-z\d]+/g, '-'),
  },
  { name: 'transliterated', write: value => transliterated(value) },
  {
    name: 'full-width',
    write: value => units(value, code => String.fromCharCode(code > 32 && code < 127 ? code + 0xfee0 : code)),
  },
  {
    name: 'Arabic digits',
    write: value =>
      /\d/.test(value) ? value.replace(/\d/g, digit => String.fromCharCode(0x660 + Number(digit))) : undefined,
  },
  {
    name: 'mathematical letters',
    write: value => value.replace(/[a-z]/g, letter => String.fromCodePoint(0x1d41a + letter.charCodeAt(0) - 97)),
  },
  { name: 'zero-width characters', write: value => [...value].join('\u200b') },
  { name: 'soft hyphens', write: value => value.match(/.{1,3}/gu)?.join('\u00ad') },
  { name: 'Latin-1, percent-encoded', write: value => everyByte(latin1(value), '%') },
  { name: 'UTF-8, \\x escapes', write: value => everyByte(bytes(value), '\\x') },
  { name: 'Latin-1, \\x escapes', write: value => everyByte(latin1(value), '\\x') },
  { name: '%u escapes', write: value => units(value, code => `%u${code.toString(16).padStart(4, '0')}`) },
  { name: 'quoted-printable', write: value => quotedPrintable(bytes(value)).replace(/^(.{5})/, '$1=\r\n') },
  {
    name: 'quoted-printable of Latin-1',
    write: value => latin1(value) && quotedPrintable(Buffer.from(value, 'latin1')),
  },
  { name: 'encoded word, Q', write: value => `=?utf-8?Q?${quotedPrintable(bytes(value)).replaceAll(' ', '_')}?=` },
  { name: 'encoded word, B', write: value => `=?utf-8?B?${bytes(value).toString('base64')}?=` },
  {
    name: 'punycode',
    write: value => (/^[\p{L}\d-]+$/u.test(value) && !isAscii(value) ? `${domainToASCII(value)}.example` : undefined),
  },
];

/** Forms that are rarer, or of one language or standard. */
export const RARE_FORMS: readonly CanaryForm[] = [...LISTS, ...BASES, ...LETTERS];

function rot13(text: string): string {
  const turned = LOWER.slice(13) + LOWER.slice(0, 13);
  return text.replace(/[a-z]/gi, letter => {
    const other = turned[LOWER.indexOf(letter.toLowerCase())] ?? letter;
    return letter === letter.toLowerCase() ? other : other.toUpperCase();
  });
}

function transliterated(value: string): string | undefined {
  const spelt: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
  const text = value.replace(/[äöüß]/g, letter => spelt[letter] ?? letter);
  return text === value || !isAscii(text) ? undefined : text;
}
