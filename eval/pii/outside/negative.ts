import type { Form } from './source-types.ts';

/** A form of what is no personal data: its name, its keys (none: it stands in a text), and patterns of `Random.fill`. */
export type NegativeForm = readonly [name: string, keys: readonly string[], patterns: readonly string[]];

/** The forms of a group, such as `placeholders`. */
export function negativeForms(group: string, forms: readonly NegativeForm[]): Form[] {
  return forms.map(([name, keys, patterns]) => ({
    name,
    type: group,
    pair: random => ({
      value: random.fill(random.pick(patterns)),
      ...(keys.length === 0 ? {} : { key: random.pick(keys) }),
    }),
  }));
}
