import { CanarySearch } from './canary-search.ts';
import type { CanaryContents, CanaryValue } from './contents.ts';
import type { HmacKey } from './digest/digest-index.ts';

interface Compiled {
  readonly values: readonly CanaryValue[];
  readonly hmacKeys: readonly HmacKey[];
  readonly search: CanarySearch;
}

/** A test asserts on many traces with the same canaries. The values are gone when the canary is. */
const searches = new WeakMap<object, Compiled>();

/** The search for the values of canaries; the one made before, where they are the same. */
export function compileSearch(canaries: readonly CanaryContents[], hmacKeys: readonly HmacKey[]): CanarySearch {
  const values = canaries.flatMap(canary => canary.values);
  const owner = canaries[0]?.owner;
  const known = owner === undefined ? undefined : searches.get(owner);
  if (known !== undefined && isSame(known, values, hmacKeys)) return known.search;
  const search = new CanarySearch(values, hmacKeys);
  // A key in bytes may be overwritten later.
  const keys = hmacKeys.map(key => (typeof key === 'string' ? key : Buffer.from(key)));
  if (owner !== undefined) searches.set(owner, { values, hmacKeys: keys, search });
  return search;
}

function isSame(known: Compiled, values: readonly CanaryValue[], hmacKeys: readonly HmacKey[]): boolean {
  return (
    known.values.length === values.length &&
    known.hmacKeys.length === hmacKeys.length &&
    known.values.every(({ value, kind }, index) => value === values[index]?.value && kind === values[index]?.kind) &&
    known.hmacKeys.every((key, index) => isSameKey(key, hmacKeys[index] ?? ''))
  );
}

function isSameKey(a: HmacKey, b: HmacKey): boolean {
  return Buffer.from(a as string).equals(Buffer.from(b as string));
}
