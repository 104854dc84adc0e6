import { types } from 'node:util';
import { TracewrightError } from '../errors.ts';
import { isAsymmetricMatcher, isPlainObject, kindOf, refuseUnknownKeys, suggestion } from '../misuse.ts';
import { WORDED } from '../model/criteria.ts';
import type { LogRecord } from '../model/log-record.ts';
import { matchText } from '../query/match-value.ts';
import { SEVERITY_WORDS, severityOfWord, severityRange } from './severity.ts';

/** A severity that is wanted, ready to be held against records. */
export interface SeverityTest {
  /** As a failure text shows it. */
  readonly shown: unknown;
  accepts(record: LogRecord): boolean;
}

/** Checks a severity that criteria ask for. */
export function matchSeverity(expected: unknown, path: string): SeverityTest {
  if (types.isRegExp(expected) || isAsymmetricMatcher(expected)) {
    const accepts = matchText(expected, path);
    return { shown: expected, accepts: record => accepts(record.severityText) };
  }
  if (isPlainObject(expected)) return matchBounds(expected, path);
  if (typeof expected === 'number') {
    const number = checkNumber(expected, path);
    return { shown: expected, accepts: record => severityNumberOf(record) === number };
  }
  const [first, last] = rangeOf(expected, path);
  return { shown: expected, accepts: record => isBetween(severityNumberOf(record), first, last) };
}

/** The severity number; of a record that has only a text, the one that the text means; 0 when neither says anything. */
export function severityNumberOf({ severityNumber, severityText }: LogRecord): number {
  return severityNumber > 0 ? severityNumber : severityOfWord(severityText);
}

function matchBounds(expected: Readonly<Record<string, unknown>>, path: string): SeverityTest {
  refuseUnknownKeys(expected, ['min', 'max'], path, 'UNKNOWN_CRITERION');
  const { min, max } = expected;
  if (min === undefined && max === undefined) throw invalid(`${path} is an empty object: give min, max or both.`);
  const [first] = min === undefined ? [1] : rangeOf(min, `${path}.min`);
  const last = max === undefined ? Number.POSITIVE_INFINITY : rangeOf(max, `${path}.max`)[1];
  if (first > last) throw invalid(`${path}: min is above max.`);
  const words = [...(min === undefined ? [] : [`at least ${min}`]), ...(max === undefined ? [] : [`at most ${max}`])];
  const shown = new SeverityBounds(words.join(' and '));
  return { shown, accepts: record => isBetween(severityNumberOf(record), first, last) };
}

/** Bounds as a failure text shows them. */
class SeverityBounds {
  readonly [WORDED] = true;
  readonly #words: string;

  constructor(words: string) {
    this.#words = words;
  }

  toString(): string {
    return this.#words;
  }
}

/** A word stands for a range, a number for itself. */
function rangeOf(expected: unknown, path: string): readonly [first: number, last: number] {
  if (typeof expected === 'number') {
    const number = checkNumber(expected, path);
    return [number, number];
  }
  if (typeof expected !== 'string') {
    throw invalid(
      `${path} is ${kindOf(expected)}; it takes a level such as 'WARN', a severity number from 1 to 24, or { min, max } of these.`,
    );
  }
  const number = severityOfWord(expected);
  if (number > 0) return severityRange(number);
  throw invalid(
    `${path} is ${JSON.stringify(expected)}, which is no level.${suggestion(expected.toUpperCase(), SEVERITY_WORDS)} For a level of your own, use a RegExp.`,
  );
}

function checkNumber(value: number, path: string): number {
  if (Number.isInteger(value) && value >= 1 && value <= 24) return value;
  throw invalid(
    `${path} is ${value}; a severity number is a whole number from 1 to 24 (pino's 30 is INFO, which is 9: write 'INFO').`,
  );
}

function isBetween(number: number, first: number, last: number): boolean {
  return number >= first && number <= last;
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_CRITERIA', text);
}
