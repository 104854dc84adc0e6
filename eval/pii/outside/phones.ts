import type { Named } from './naming.ts';
import type { Source } from './source-types.ts';

/** How the people of a country write phone numbers; `#` is a digit, `N` one from 2 on. */
export interface PhoneFormats {
  readonly country: string;
  /** With the country's code and `+`: with separators they come anywhere. */
  readonly international: readonly string[];
  /** As in the country: they come under a key or beside a word. */
  readonly national: readonly string[];
}

export function phoneSource({ country, international, national }: PhoneFormats, named: Named): Source {
  return {
    name: country,
    type: 'phone',
    sample: random => {
      const value = random.number(random.pick(random.chance(0.5) ? international : national));
      // Without separators it could be an offset: `+12345678901`.
      return { value, ...named, alone: value.startsWith('+') && /[ -]/.test(value) };
    },
  };
}
