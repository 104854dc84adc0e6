import { createHash } from 'node:crypto';
import { plainValue } from './plain-value.ts';

/** A stable name of a value that does not give it away: of its kind and the value, without blanks and letter case. */
export function fingerprint(kind: string, value: string): string {
  return createHash('sha256')
    .update(`${kind}\0${plainValue(value)}`)
    .digest('hex')
    .slice(0, 8);
}
