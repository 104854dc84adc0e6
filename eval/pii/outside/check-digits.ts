import type { Random } from './random.ts';

/** Digits of a text; letters count as 10 on. */
export function digitsOf(text: string): number[] {
  return [...text].map(char => Number.parseInt(char, 36));
}

/** Each digit times its weight, added up. Weights start over when there are fewer. */
export function weighted(text: string, weights: readonly number[]): number {
  return digitsOf(text).reduce((sum, digit, index) => sum + digit * (weights[index % weights.length] ?? 0), 0);
}

/** ISO/IEC 7812: the check digit of cards, and of many numbers of persons. */
export function isLuhn(text: string): boolean {
  const sum = digitsOf(text)
    .reverse()
    .reduce((all, digit, index) => all + (index % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)), 0);
  return sum % 10 === 0;
}

/** ISO 7064, MOD 11,10: Germany's and Croatia's numbers. */
export function isMod1110(text: string): boolean {
  const rest = digitsOf(text.slice(0, -1)).reduce((product, digit) => (((product + digit) % 10 || 10) * 2) % 11, 10);
  return (rest + Number(text.at(-1))) % 10 === 1;
}

/** The rest of a long number by 97. */
export function mod97(text: string): number {
  return Number(BigInt(text) % 97n);
}

/** The check digits of an IBAN (ISO 13616): country, two digits, BBAN. */
export function ibanOf(country: string, bban: string): string {
  const number = digitsOf(`${bban}${country}00`).join('');
  return `${country}${String(98 - mod97(number)).padStart(2, '0')}${bban}`;
}

const MAX_TRIES = 10_000;

/**
 * Makes a number that passes its check: each `?` of a candidate stands for a check digit, which is searched for.
 * Candidates are drawn until one has check digits.
 */
export function withCheck(random: Random, { candidate, isValid, checks = '0123456789' }: CheckedNumber): string {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const found = complete(candidate(random), isValid, checks);
    if (found !== undefined) return found;
  }
  throw new Error(`No number of ${candidate} passes its check.`);
}

export interface CheckedNumber {
  candidate(random: Random): string;
  isValid(compact: string): boolean;
  /** What a check digit may be. */
  readonly checks?: string;
}

function complete(text: string, isValid: (compact: string) => boolean, checks: string): string | undefined {
  if (!text.includes('?')) return isValid(text) ? text : undefined;
  for (const check of checks) {
    const found = complete(text.replace('?', check), isValid, checks);
    if (found !== undefined) return found;
  }
  return undefined;
}
