import { createHash } from 'node:crypto';

/**
 * The id of something that has none of its own: 16 hex digits. The exporter draws it at random; here it follows from the
 * span, so that the same trace gives the same documents.
 */
export function derivedId(...of: readonly (string | number)[]): string {
  return createHash('sha256').update(of.join(' ')).digest('hex').slice(0, 16);
}
