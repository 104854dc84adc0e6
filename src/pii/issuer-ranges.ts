/** First digits that a network issues, from and to, and the lengths of its numbers. */
type Range = readonly [from: number, to: number, lengths: readonly number[], network: string];

/** ISO/IEC 7812: by the networks' published ranges. */
const RANGES: readonly Range[] = [
  [34, 34, [15], 'amex'],
  [37, 37, [15], 'amex'],
  [300, 305, [14], 'diners'],
  [3095, 3095, [14], 'diners'],
  [36, 36, [14], 'diners'],
  [38, 39, [14], 'diners'],
  [3528, 3589, [16, 17, 18, 19], 'jcb'],
  [4, 4, [13, 16, 19], 'visa'],
  [51, 55, [16], 'mastercard'],
  [2221, 2720, [16], 'mastercard'],
  [6011, 6011, [16, 19], 'discover'],
  [644, 649, [16, 19], 'discover'],
  [65, 65, [16, 19], 'discover'],
  [62, 62, [16, 17, 18, 19], 'unionpay'],
  [81, 81, [16, 17, 18, 19], 'unionpay'],
  [1, 1, [15], 'uatp'],
  [5019, 5019, [16], 'dankort'],
  [5018, 5018, [12, 13, 14, 15, 16, 17, 18, 19], 'maestro'],
  [5020, 5020, [12, 13, 14, 15, 16, 17, 18, 19], 'maestro'],
  [5038, 5038, [12, 13, 14, 15, 16, 17, 18, 19], 'maestro'],
  [56, 58, [12, 13, 14, 15, 16, 17, 18, 19], 'maestro'],
  [6304, 6304, [12, 13, 14, 15, 16, 17, 18, 19], 'maestro'],
  [6390, 6390, [12, 13, 14, 15, 16, 17, 18, 19], 'maestro'],
  [67, 67, [12, 13, 14, 15, 16, 17, 18, 19], 'maestro'],
  [2200, 2204, [16, 17, 18, 19], 'mir'],
  [6521, 6522, [16], 'rupay'],
];

/** The network that issues numbers that begin so and are so long; undefined when none does. */
export function networkOf(digits: string): string | undefined {
  return RANGES.find(([from, to, lengths]) => {
    const first = Number(digits.slice(0, String(from).length));
    return first >= from && first <= to && lengths.includes(digits.length);
  })?.[3];
}
