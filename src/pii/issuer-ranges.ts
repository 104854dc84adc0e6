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
  [1800, 1800, [15], 'jcb'],
  [2131, 2131, [15], 'jcb'],
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
  // Regional networks, and old ones of which cards are still in systems.
  [2014, 2014, [15], 'diners'],
  [2149, 2149, [15], 'diners'],
  [2205, 2205, [16], 'borica'],
  [2869, 2869, [16], 'carnet'],
  [5022, 5022, [16], 'carnet'],
  [5060, 5062, [16, 18, 19], 'verve'],
  [5078, 5079, [16, 18, 19], 'verve'],
  [650002, 650027, [16, 18, 19], 'verve'],
  [508, 508, [16], 'rupay'],
  [60, 60, [16], 'rupay'],
  [82, 82, [16], 'rupay'],
  [353, 353, [16], 'rupay'],
  [356, 356, [16], 'rupay'],
  [5061, 5067, [16], 'elo'],
  [5090, 5090, [16], 'elo'],
  [6277, 6277, [16], 'elo'],
  [6363, 6363, [16], 'elo'],
  [6062, 6062, [13, 16, 19], 'hipercard'],
  [3841, 3841, [13, 16, 19], 'hipercard'],
  [637, 639, [16], 'instapayment'],
  [6334, 6334, [16, 18, 19], 'solo'],
  [6333, 6333, [16, 18, 19], 'switch'],
  [564182, 564182, [16, 18, 19], 'switch'],
  [5610, 5610, [16], 'bankcard'],
  [560221, 560225, [16], 'bankcard'],
  [9792, 9792, [16], 'troy'],
  [8600, 8600, [16], 'uzcard'],
  [9860, 9860, [16], 'humo'],
  [6040, 6042, [16], 'ukrcard'],
  [8699, 8699, [15], 'voyager'],
  [50, 50, [12, 13, 14, 15, 16, 17, 18, 19], 'maestro'],
  [59, 59, [12, 13, 14, 15, 16, 17, 18, 19], 'maestro'],
  [61, 61, [12, 13, 14, 15, 16, 17, 18, 19], 'maestro'],
  [63, 63, [12, 13, 14, 15, 16, 17, 18, 19], 'maestro'],
  [66, 69, [12, 13, 14, 15, 16, 17, 18, 19], 'maestro'],
];

/** The network that issues numbers that begin so and are so long; undefined when none does. */
export function networkOf(digits: string): string | undefined {
  return RANGES.find(([from, to, lengths]) => {
    const first = Number(digits.slice(0, String(from).length));
    return first >= from && first <= to && lengths.includes(digits.length);
  })?.[3];
}
