import { isLuhn, withCheck } from './check-digits.ts';
import type { Named } from './naming.ts';
import type { Random } from './random.ts';
import type { Source } from './source-types.ts';

/** The ranges of a network's numbers, from public lists of issuers. */
export interface CardNetwork {
  readonly network: string;
  readonly prefixes: readonly string[];
  readonly lengths: readonly number[];
  /** Whether everybody knows the network's ranges: grouped, its numbers come without a key too. */
  readonly isWorldwide?: boolean;
}

export function cardSource({ network, prefixes, lengths, isWorldwide = false }: CardNetwork, named: Named): Source {
  return {
    name: network,
    type: 'card',
    sample: random => {
      const length = random.pick(lengths);
      const prefix = random.pick(prefixes);
      const candidate = () => `${prefix}${random.digits(length - prefix.length - 1)}?`;
      const number = withCheck(random, { candidate, isValid: isLuhn });
      const isGrouped = random.chance(0.5);
      const value = isGrouped ? grouped(number, random) : number;
      return { value, ...named, alone: isWorldwide && isGrouped };
    },
  };
}

function grouped(number: string, random: Random): string {
  const separator = random.pick([' ', '-']);
  const groups =
    number.length === 15 || number.length === 14 ? [4, 6, number.length - 10] : [4, 4, 4, number.length - 12];
  return groups
    .map((size, index) => {
      const start = groups.slice(0, index).reduce((sum, one) => sum + one, 0);
      return number.slice(start, start + size);
    })
    .filter(group => group !== '')
    .join(separator);
}

/** The number on a card's back, and the PIN: three or four digits, so that only the key says what they are. */
export function cardCodeSource(name: string, keys: readonly string[], digits: readonly number[]): Source {
  return {
    name,
    type: 'card-code',
    sample: random => ({ value: random.digits(random.pick(digits)), keys, words: [], alone: false }),
  };
}
