import { RENAMES, type Rename, TEMPLATE_RENAMES } from './semantic-convention-renames.ts';

/** The same attribute under the name of the other generation of the semantic conventions. */
export interface OtherName {
  readonly key: string;
  /** Which generation `key` belongs to. */
  readonly generation: 'old' | 'stable';
  /** A value as the generation that was asked about writes it. */
  translate(value: unknown): unknown;
}

const OTHER_NAMES = tabulate(RENAMES);
const OTHER_PREFIXES = tabulate(TEMPLATE_RENAMES);

/** The names that an attribute has in the other generation of the semantic conventions; none for most. */
export function otherNames(key: string): readonly OtherName[] {
  const names = OTHER_NAMES.get(key);
  if (names !== undefined) return names;
  for (const [prefix, others] of OTHER_PREFIXES) {
    if (!key.startsWith(`${prefix}.`)) continue;
    return others.map(other => ({ ...other, key: `${other.key}${key.slice(prefix.length)}` }));
  }
  return [];
}

/** The names of every attribute that was renamed: those that came after a name, then those before it, nearest first. */
function tabulate(renames: readonly Rename[]): ReadonlyMap<string, readonly OtherName[]> {
  const keys = new Set(renames.flatMap(({ old, stable }) => [old, stable]));
  return new Map(Array.from(keys, key => [key, [...namesOf(key, 'stable', renames), ...namesOf(key, 'old', renames)]]));
}

/** An attribute can be renamed again (`peer.service`), so these are the names of the names, too. */
function namesOf(key: string, generation: OtherName['generation'], renames: readonly Rename[]): OtherName[] {
  const nearest = renames.flatMap(({ old, stable, values }): OtherName[] => {
    if ((generation === 'stable' ? old : stable) !== key) return [];
    const translate = (value: unknown) =>
      values === undefined ? value : generation === 'stable' ? values.toOld(value) : values.toStable(value);
    return [{ key: generation === 'stable' ? stable : old, generation, translate }];
  });
  const further = nearest.flatMap(near =>
    namesOf(near.key, generation, renames).map(far => ({
      ...far,
      translate: (value: unknown) => near.translate(far.translate(value)),
    })),
  );
  return [...nearest, ...further];
}
