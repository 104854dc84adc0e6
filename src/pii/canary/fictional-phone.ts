import type { SeededSource } from './seeded-source.ts';

/** Area codes of the United States, by their first digit. */
const AREAS: Readonly<Record<string, string>> = {
  2: '01 02 03 05 06 07 08 09 10 12 13 14 15 16 17 18 19 20 23 24 25 27 28 29 31 34 35 39 40 48 51 52 53 54 56 60 62 67 69 70 72 74 76 79 81 83',
  3: '01 02 03 04 05 07 08 09 10 12 13 14 15 16 17 18 19 20 21 23 24 25 26 27 29 30 31 32 34 36 37 39 41 46 47 50 51 52 53 60 61 63 64 69 80 85 86',
  4: '01 02 04 05 06 07 08 09 10 12 13 14 15 17 19 23 24 25 30 32 34 35 40 42 43 45 47 48 58 63 64 69 70 72 75 78 79 80 84',
  5: '01 02 03 04 05 07 08 09 10 12 13 15 16 17 18 20 30 31 34 39 40 41 51 57 59 61 62 63 64 67 70 71 72 73 74 75 80 82 85 86',
  6: '01 02 03 05 06 07 08 09 10 12 14 15 16 17 18 19 20 23 26 28 29 30 31 36 40 41 45 46 50 51 56 57 59 60 61 62 67 69 78 80 81 82 86 89',
  7: '01 02 03 04 06 07 08 12 13 14 15 16 17 18 19 20 24 25 26 27 28 30 31 32 34 37 38 40 43 47 48 54 57 60 62 63 65 69 70 71 72 73 74 75 79 81 85 86',
  8: '01 02 03 04 05 06 08 10 12 13 14 15 16 17 18 20 21 26 28 30 31 32 35 38 39 40 43 45 47 48 50 54 56 57 58 59 60 62 63 64 65 70 72 78',
  9: '01 03 04 06 07 08 09 10 12 13 14 15 16 17 18 19 20 25 28 29 30 31 34 36 37 38 40 41 43 45 47 48 49 51 52 54 56 59 70 71 72 73 75 78 79 80 83 84 85 86 89',
};
const AREA_CODES = Object.entries(AREAS).flatMap(([first, rest]) => rest.split(' ').map(others => first + others));

/** Of the exchange 555 what is neither directory assistance (555-1212) nor was ever given out (555-4334). */
const FIRST_DIGITS = '02356789';

/**
 * A valid phone number in E.164 that nobody has: of the exchange 555, which no subscriber gets. There are some 2.9
 * million of them: few, for a canary. Those that are kept for fiction, 555-0100 to 555-0199, would be 36 thousand.
 *
 * @see https://en.wikipedia.org/wiki/555_(telephone_number)
 */
export function fictionalPhone(source: SeededSource): string {
  return `+1${source.pick(AREA_CODES)}555${source.text(1, FIRST_DIGITS)}${source.text(3, '0123456789')}`;
}
