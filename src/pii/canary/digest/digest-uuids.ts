import { createHash } from 'node:crypto';
import type { DigestBytes } from './algorithms.ts';

/** RFC 9562, section 6.6: DNS, URL, OID and X.500. */
const NAMESPACES = ['DNS', 'URL', 'OID', 'X.500'].map((name, index) => ({
  name,
  bytes: Buffer.from(`6ba7b81${[0, 1, 2, 4][index]}9dad11d180b400c04fd430c8`, 'hex'),
}));
/** Versions that a UUID of a digest is given. */
const VERSIONS = [3, 4, 5, 8];
/** Only of these do systems make UUIDs. */
const TAKEN = new Set(['md5', 'sha1', 'sha256']);

/** UUIDs of a name in a namespace, versions 3 and 5. */
export function namedUuidsOf(text: string): DigestBytes[] {
  return NAMESPACES.flatMap(({ name, bytes }) => [
    { name: `UUID version 3, namespace ${name}`, bytes: asVersion(digest('md5', bytes, text), 3) },
    { name: `UUID version 5, namespace ${name}`, bytes: asVersion(digest('sha1', bytes, text), 5) },
  ]);
}

/**
 * What UUIDs are made of a digest: with a version, as Java's `nameUUIDFromBytes` makes them of an md5, and in the order of
 * bytes that .NET's `Guid` has.
 */
export function uuidsOfDigest({ name, bytes }: DigestBytes): DigestBytes[] {
  if (!TAKEN.has(name)) return [];
  return [
    ...VERSIONS.map(version => ({ name: `${name} as UUID version ${version}`, bytes: asVersion(bytes, version) })),
    { name: `${name} as GUID`, bytes: asGuid(bytes) },
  ];
}

function digest(algorithm: string, namespace: Buffer, text: string): Buffer {
  return createHash(algorithm).update(namespace).update(text).digest();
}

/** RFC 9562, sections 4.1 and 4.2: the variant in the ninth byte, the version in the seventh. */
function asVersion(digest: Buffer, version: number): Buffer {
  const bytes = Buffer.from(digest.subarray(0, 16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes;
}

/** Its first three numbers are little-endian. */
function asGuid(digest: Buffer): Buffer {
  const bytes = Buffer.from(digest.subarray(0, 16));
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}
