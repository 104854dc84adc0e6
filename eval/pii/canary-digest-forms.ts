import { createHash, createHmac } from 'node:crypto';
import type { CanaryForm } from './canary-form.ts';

/** The key of the HMAC forms. */
export const HMAC_KEY = 'the key of the service';

const SHA2 = ['sha224', 'sha256', 'sha384', 'sha512', 'sha512-224', 'sha512-256'];
const SHA3 = ['sha3-224', 'sha3-256', 'sha3-384', 'sha3-512'];
const ALGORITHMS = ['md5', 'sha1', ...SHA2, ...SHA3, 'ripemd160', 'sm3', 'blake2s256', 'blake2b512'];
const DNS = Buffer.from('6ba7b8109dad11d180b400c04fd430c8', 'hex');

const digest = (algorithm: string, data: string | Buffer): Buffer => createHash(algorithm).update(data).digest();
const hex = (algorithm: string, data: string | Buffer): string => digest(algorithm, data).toString('hex');
const inBytes = (digits: string, separator: string): string => digits.match(/../g)?.join(separator) ?? '';

function uuid(bytes: Buffer, version: number): string {
  const own = Buffer.from(bytes.subarray(0, 16));
  own[6] = ((own[6] ?? 0) & 0x0f) | (version << 4);
  own[8] = ((own[8] ?? 0) & 0x3f) | 0x80;
  return own.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** .NET: `new Guid(bytes).ToString()` */
function guid(bytes: Buffer): string {
  const digits = bytes.subarray(0, 16).toString('hex');
  const turned = (from: number, to: number): string => digits.slice(from, to).match(/../g)?.reverse().join('') ?? '';
  return `${turned(0, 8)}-${turned(8, 12)}-${turned(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
}

const BY_ALGORITHM: readonly CanaryForm[] = ALGORITHMS.flatMap(algorithm => [
  { name: `${algorithm}, hex`, write: value => hex(algorithm, value) },
  { name: `${algorithm}, hex, upper`, write: value => hex(algorithm, value).toUpperCase() },
  { name: `${algorithm}, base64`, write: value => digest(algorithm, value).toString('base64') },
  { name: `${algorithm}, base64url`, write: value => digest(algorithm, value).toString('base64url') },
  { name: `${algorithm} of lower case`, write: value => hex(algorithm, value.toLowerCase()) },
  { name: `${algorithm}, first 16`, write: value => hex(algorithm, value).slice(0, 16) },
  { name: `${algorithm}, first 20`, write: value => hex(algorithm, value).slice(0, 20) },
  { name: `${algorithm}, last 16`, write: value => hex(algorithm, value).slice(-16) },
  {
    name: `HMAC-${algorithm}`,
    write: value => createHmac(algorithm, HMAC_KEY).update(value).digest('hex'),
  },
]);

/** Digests of values, and what systems make of digests. */
export const DIGEST_FORMS: readonly CanaryForm[] = [
  ...BY_ALGORITHM,
  {
    name: 'shake128, 20 bytes',
    write: value => createHash('shake128', { outputLength: 20 }).update(value).digest('hex'),
  },
  { name: 'shake256', write: value => hex('shake256', value) },
  { name: 'sha256 with colons', write: value => inBytes(hex('sha256', value), ':').toUpperCase() },
  { name: 'sha256 with blanks', write: value => inBytes(hex('sha256', value), ' ') },
  { name: 'sha256 as a list of bytes', write: value => `[${[...digest('sha256', value)].join(', ')}]` },
  { name: 'sha256 as a Buffer in JSON', write: value => JSON.stringify({ key: digest('sha256', value) }) },
  { name: 'sha256 behind its name', write: value => `sha256:${hex('sha256', value)}` },
  { name: 'sha256 with a line break', write: value => hex('sha256', `${value}\n`) },
  { name: 'sha256 of JSON', write: value => hex('sha256', JSON.stringify(value)) },
  { name: 'md5 of trimmed lower case', write: value => hex('md5', value.trim().toLowerCase()) },
  { name: 'sha256 of sha256, bytes', write: value => hex('sha256', digest('sha256', value)) },
  { name: 'sha256 of sha256, hex', write: value => hex('sha256', hex('sha256', value)) },
  { name: 'sha1 of md5', write: value => hex('sha1', hex('md5', value)) },
  { name: 'UUID version 3 without a namespace', write: value => uuid(digest('md5', value), 3) },
  { name: 'UUID version 3, DNS', write: value => uuid(digest('md5', Buffer.concat([DNS, Buffer.from(value)])), 3) },
  { name: 'UUID version 5, DNS', write: value => uuid(digest('sha1', Buffer.concat([DNS, Buffer.from(value)])), 5) },
  { name: 'UUID version 5 without dashes', write: value => uuid(digest('sha1', value), 5).replaceAll('-', '') },
  { name: 'UUID version 4 of sha256', write: value => uuid(digest('sha256', value), 4).toUpperCase() },
  { name: 'GUID of md5', write: value => `{${guid(digest('md5', value))}}` },
];
