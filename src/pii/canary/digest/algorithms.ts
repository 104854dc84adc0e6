import { createHash, createHmac, getHashes } from 'node:crypto';
import { BLAKE2B_LENGTHS, blake2b } from './blake2b.ts';

/** As `node:crypto` calls them; that of a SHAKE is the beginning of every longer one. */
const NAMES = [
  ...['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-224', 'sha512-256'],
  ...['sha3-224', 'sha3-256', 'sha3-384', 'sha3-512', 'shake128', 'shake256'],
  ...['ripemd160', 'sm3', 'blake2s256', 'blake2b512'],
];
/** Builds of OpenSSL leave some out, and FIPS forbids others. */
const AVAILABLE = new Set(getHashes());
const ALGORITHMS: readonly string[] = NAMES.filter(name => AVAILABLE.has(name));
const KEYED: readonly string[] = ALGORITHMS.filter(name => !name.startsWith('shake'));
/** What is digested twice: both are one of these. */
const COMMON: readonly string[] = ['md5', 'sha1', 'sha256', 'sha512'].filter(name => AVAILABLE.has(name));

/** Bytes that a system may have made of a text, and how. */
export interface DigestBytes {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The text's digests by every algorithm. */
export function digestsOf(text: string): DigestBytes[] {
  return ALGORITHMS.map(name => ({ name, bytes: digest(name, text) }));
}

/** BLAKE2b with other lengths than 64 bytes, which differs from its beginning. */
export function shortBlakes(text: string): DigestBytes[] {
  return BLAKE2B_LENGTHS.map(length => ({
    name: `blake2b-${length * 8}`,
    bytes: blake2b(Buffer.from(text, 'utf8'), length),
  }));
}

/** The digests of digests: of their bytes, and of their hex digits. */
export function doubleDigestsOf(text: string): DigestBytes[] {
  return COMMON.flatMap(inner => {
    const bytes = digest(inner, text);
    return COMMON.flatMap(outer => [
      { name: `${outer} of ${inner}`, bytes: digest(outer, bytes.toString('hex')) },
      { name: `${outer} of ${inner}, of its bytes`, bytes: digest(outer, bytes) },
    ]);
  });
}

export function hmacsOf(text: string, key: string | Uint8Array): DigestBytes[] {
  return KEYED.map(name => ({ name: `HMAC-${name}`, bytes: createHmac(name, key).update(text).digest() }));
}

function digest(name: string, data: string | Uint8Array): Buffer {
  return createHash(name).update(data).digest();
}
