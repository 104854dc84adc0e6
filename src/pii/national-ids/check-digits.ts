/** The sum of the digits, each times its weight. */
export function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0);
}

/** From one number to another, one by one: `range(9, 2)` is 9, 8, ..., 2. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => (from < to ? from + index : from - index));
}

/** A check of the digit behind the weighted ones: `of` gives it for their sum. A result of two digits is never right. */
export function checkedBy(weights: readonly number[], of: (sum: number) => number): (number: string) => boolean {
  return number => of(weighted(number, weights)) === Number(number[weights.length]);
}

/** What is missing to the next multiple of 11; 11 counts as 0. */
export function to11(sum: number): number {
  return (11 - (sum % 11)) % 11;
}

/** What is missing to the next multiple of 10. */
export function to10(sum: number): number {
  return (10 - (sum % 10)) % 10;
}

/** The sum of the digits of all products of a digit and its weight. */
export function crossSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => {
    const product = weight * Number(digits[index]);
    return sum + Math.floor(product / 10) + (product % 10);
  }, 0);
}

/** Whether two digits of a month and two of a day could be a date. */
export function isDay(month: string | number, day: string | number): boolean {
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
}

/** ISO/IEC 7064, MOD 11,10: the last digit checks the others. */
export function isMod1110(digits: string): boolean {
  let product = 10;
  for (const digit of digits.slice(0, -1)) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === Number(digits.at(-1));
}

/** ISO/IEC 7064, MOD 11-2: the last character checks the others; X is ten. */
export function isMod112(number: string): boolean {
  let rest = 0;
  for (const digit of number.slice(0, -1)) rest = ((rest + Number(digit)) * 2) % 11;
  return (12 - rest) % 11 === '0123456789X'.indexOf(number.at(-1) ?? '');
}

const DIHEDRAL = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const PERMUTED = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];

/** Verhoeff's check digit, in the dihedral group of the pentagon. */
export function isVerhoeff(digits: string): boolean {
  let check = 0;
  for (const [index, digit] of [...digits].reverse().entries()) {
    check = Number(DIHEDRAL[check]?.[Number(PERMUTED[index % 8]?.[Number(digit)])]);
  }
  return check === 0;
}
