import { createHash } from 'node:crypto';
import { CanarySearch } from './canary-search.ts';
import type { CanaryValue } from './contents.ts';
import type { HmacKey } from './digest/digest-index.ts';

/** A test asserts on many traces with the same canaries. */
const KEPT = 8;
const searches = new Map<string, CanarySearch>();

/** The search for these values; the one made before, where they are the same. */
export function compileSearch(values: readonly CanaryValue[], hmacKeys: readonly HmacKey[]): CanarySearch {
  const keys = hmacKeys.map(key => Buffer.from(key as string).toString('hex'));
  const id = createHash('sha256')
    .update(JSON.stringify([values, keys]))
    .digest('hex');
  const known = searches.get(id);
  if (known !== undefined) return known;
  if (searches.size >= KEPT) searches.clear();
  const search = new CanarySearch(values, hmacKeys);
  searches.set(id, search);
  return search;
}
