import { type CheckedNumber, withCheck } from './check-digits.ts';
import type { Random } from './random.ts';
import type { Source } from './source-types.ts';

/** A number that a state gives to persons. */
export interface NationalId extends CheckedNumber {
  /** ISO 3166 code of the country. */
  readonly country: string;
  readonly name: string;
  /** How people write it; each `#` is a character. Without any it is written without separators. */
  readonly formats?: readonly string[];
  readonly keys: readonly string[];
  readonly words: readonly string[];
}

/** The source of a country's numbers. Each comes under a key or beside a word: most checks let one number in ten pass. */
export function nationalIdSource(id: NationalId): Source {
  return {
    name: `${id.country} ${id.name}`,
    type: 'national-id',
    sample: random => ({
      value: written(withCheck(random, id), random, id.formats),
      keys: id.keys,
      words: id.words,
      alone: false,
    }),
  };
}

function written(compact: string, random: Random, formats: readonly string[] = []): string {
  if (formats.length === 0 || random.chance(0.4)) return compact;
  let next = 0;
  return random.pick(formats).replace(/#/g, () => compact[next++] ?? '');
}

/** A date in the digits of an id: `yymmdd(date)`. */
export function yymmdd(date: Date): string {
  return date.toISOString().slice(2, 10).replaceAll('-', '');
}

export function ddmmyy(date: Date): string {
  const [year = '', month = '', day = ''] = date.toISOString().slice(2, 10).split('-');
  return `${day}${month}${year}`;
}

/** A birth date in the century whose ids need no other marks. */
export function bornBefore2000(random: Random): Date {
  return new Date(Date.UTC(random.int(1946, 1999), random.int(0, 11), random.int(1, 28)));
}
