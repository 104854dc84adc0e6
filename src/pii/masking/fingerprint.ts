import { createHash, createHmac } from 'node:crypto';
import type { Match } from '../scan/scan-text.ts';
import { randomBitsOf } from '../vendor-tokens/random-bits.ts';
import { plainValue } from './plain-value.ts';

/** Hex digits of a fingerprint under a key; one that needs no key is shorter, so that a policy's allowance tells which it is. */
export const KEYED_LENGTH = 32;
export const KEYLESS_LENGTH = 16;
/** With fewer, all values that there can be could be tried out. */
const UNGUESSABLE_BITS = 128;

type Found = Pick<Match, 'detector' | 'form' | 'value'>;

/** A stable name of a value that does not reveal it; undefined if this value needs a key and there is no key. */
export function fingerprintOf(found: Found, key: string | undefined): string | undefined {
  return key === undefined ? keylessFingerprint(found) : keyedFingerprint(found, key);
}

/** An HMAC of the kind and the value, without blanks and letter case. */
function keyedFingerprint({ detector, value }: Found, key: string): string {
  return createHmac('sha256', key).update(contentOf(detector.kind, value)).digest('hex').slice(0, KEYED_LENGTH);
}

/** A plain hash, of a vendor's token that is too random to be guessed; undefined for everything else. */
export function keylessFingerprint({ detector, form, value }: Found): string | undefined {
  if (detector.name !== 'vendor-token' || form === undefined || randomBitsOf(value, form) < UNGUESSABLE_BITS)
    return undefined;
  return createHash('sha256').update(contentOf(detector.kind, value)).digest('hex').slice(0, KEYLESS_LENGTH);
}

function contentOf(kind: string, value: string): string {
  return `${kind}\0${plainValue(value)}`;
}
