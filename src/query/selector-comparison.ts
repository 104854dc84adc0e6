import { WORDED } from '../model/criteria.ts';
import type { Operator, SelectorValue } from './selector-syntax.ts';

/** Any value at all: `[key]`. */
export const PRESENT = {
  [WORDED]: true,
  asymmetricMatch: (actual: unknown) => actual !== undefined,
  toAsymmetricMatcher: () => 'of any value',
};

/** What an operator asks of a value; what is absent is never asked. */
export class Comparison {
  readonly [WORDED] = true;
  readonly #operator: Operator;
  readonly #value: SelectorValue;
  readonly #unit: string;

  constructor(operator: Operator, value: SelectorValue, unit = '') {
    this.#operator = operator;
    this.#value = value;
    this.#unit = unit;
  }

  asymmetricMatch(actual: unknown): boolean {
    const value = this.#value;
    if (actual === undefined) return false;
    if (this.#operator === '!=') return !isEqual(actual, value);
    if (typeof value === 'string') return typeof actual === 'string' && comparesText(actual, this.#operator, value);
    const isNumber = typeof actual === 'number' || typeof actual === 'bigint';
    return isNumber && typeof value !== 'boolean' && comparesNumber(actual, this.#operator, value);
  }

  toAsymmetricMatcher(): string {
    const value = typeof this.#value === 'string' ? JSON.stringify(this.#value) : String(this.#value);
    return `${WORDS[this.#operator]} ${value}${this.#unit}`;
  }
}

const WORDS: Readonly<Record<Operator, string>> = {
  '=': 'equal to',
  '!=': 'other than',
  '~=': 'containing',
  '^=': 'beginning with',
  '$=': 'ending with',
  '<': 'below',
  '<=': 'at most',
  '>': 'above',
  '>=': 'at least',
};

/** 42 equals 42n; `==` of a number and a bigint compares their values. */
function isEqual(actual: unknown, value: SelectorValue): boolean {
  const numeric = (one: unknown) => typeof one === 'number' || typeof one === 'bigint';
  // biome-ignore lint/suspicious/noDoubleEquals: a number and a bigint are compared by value
  return numeric(actual) && numeric(value) ? actual == value : actual === value;
}

function comparesText(actual: string, operator: Operator, value: string): boolean {
  if (operator === '~=') return actual.includes(value);
  return operator === '^=' ? actual.startsWith(value) : actual.endsWith(value);
}

function comparesNumber(actual: number | bigint, operator: Operator, value: number | bigint): boolean {
  switch (operator) {
    case '<':
      return actual < value;
    case '<=':
      return actual <= value;
    case '>':
      return actual > value;
    default:
      return actual >= value;
  }
}
