import { ibanOf } from './check-digits.ts';
import type { Named } from './naming.ts';
import type { Source } from './source-types.ts';

/** A country's account numbers: the pattern of the BBAN, from the IBAN registry. */
export type IbanFormat = readonly [country: string, bban: string];

export function ibanSource([country, bban]: IbanFormat, named: Named): Source {
  return {
    name: country,
    type: 'iban',
    sample: random => {
      const iban = ibanOf(country, random.fill(bban));
      const value = random.chance(0.5) ? iban : iban.replace(/.{4}(?!$)/g, '$& ');
      return { value, ...named, alone: true };
    },
  };
}
