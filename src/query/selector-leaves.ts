import { TracewrightError } from '../errors.ts';
import { isAsymmetricMatcher } from '../misuse.ts';
import type { SpanCriteria } from '../model/criteria.ts';
import type { Span } from '../model/trace.ts';
import { editDistance } from '../nearest-name.ts';
import { CRITERIA, type Leaf } from './criteria-fields.ts';
import { selectorError } from './selector-error.ts';
import type { Condition, Operator, SelectorValue } from './selector-syntax.ts';

/** Text criteria that a condition can name. */
const FIELDS = [
  'name',
  'kind',
  'service',
  'status',
  'operation',
  'traceId',
  'spanId',
  'parentSpanId',
  'traceState',
] as const;
/** All that a key without a prefix can be but an attribute. */
const KEYS = [...FIELDS, 'flags', 'duration', 'event', 'scope'];

/** The condition as criteria have it, on the field or the attribute that its key names. */
export function conditionLeaves(condition: Condition, source: string): readonly Leaf[] {
  const { key, test, at } = condition;
  const expected =
    test === undefined ? ANY : test.operator === '=' ? test.value : new Comparison(test.operator, test.value);
  try {
    return leavesOf(condition, expected, source);
  } catch (error) {
    if (!(error instanceof TracewrightError) || error.code === 'INVALID_SELECTOR') throw error;
    // The criteria's own words, at the column.
    const reason = error.message.slice(error.code.length + 2).replace(/^.*?\bis /, `${key} is `);
    throw selectorError(
      source,
      at,
      reason.replace(/\.$/, ''),
      error.code === 'INVALID_CRITERIA' ? undefined : error.code,
    );
  }
}

function leavesOf({ key, quoted, test, at }: Condition, expected: unknown, source: string): readonly Leaf[] {
  const attribute = (name: keyof SpanCriteria & ('attributes' | 'resource'), of: string) =>
    CRITERIA[name]({ [of]: expected }, key);
  if (quoted) return attribute('attributes', key);
  const field = FIELDS.find(name => name === key);
  if (field !== undefined) return CRITERIA[field](expected, key);
  const prefixed = /^(attributes|resource)\.(.+)$/.exec(key);
  if (prefixed !== null) return attribute(prefixed[1] as 'attributes' | 'resource', prefixed[2] ?? '');
  switch (key) {
    case 'flags':
      return CRITERIA.flags(expected, key);
    case 'duration':
      return [durationLeaf(expected, test === undefined || typeof test.value === 'number', source, at)];
    case 'event':
      return CRITERIA.events([{ name: expected }], key);
    case 'status.message':
      return CRITERIA.status({ message: expected }, key);
    case 'scope':
    case 'scope.name':
      return CRITERIA.scope({ name: expected }, key);
    case 'scope.version':
      return CRITERIA.scope({ version: expected }, key);
    default:
      refuseSlip(key, source, at);
      return attribute('attributes', key);
  }
}

/** A key that is a letter away from a field is taken for a slip; an attribute of that name has to say so. */
function refuseSlip(key: string, source: string, at: number): void {
  if (key.includes('.')) return;
  const meant = KEYS.find(name => editDistance(key.toLowerCase(), name.toLowerCase()) <= 1);
  if (meant === undefined) return;
  throw selectorError(
    source,
    at,
    `there is no field "${key}". Did you mean "${meant}"? An attribute of that name is written attributes.${key}`,
  );
}

function durationLeaf(expected: unknown, isNumber: boolean, source: string, at: number): Leaf {
  if (!isNumber) throw selectorError(source, at, 'duration is compared with milliseconds, a number');
  return {
    field: { name: 'duration' },
    expected,
    read: (span: Span) => ({ value: span.durationMs }),
    accepts: value => (isAsymmetricMatcher(expected) ? expected.asymmetricMatch(value) : value === expected),
  };
}

/** Any value at all: `[key]`. */
const ANY = {
  asymmetricMatch: (actual: unknown) => actual !== undefined,
  toAsymmetricMatcher: () => 'present',
};

/** What an operator asks of a value; what is absent is never asked. */
class Comparison {
  readonly #operator: Operator;
  readonly #value: SelectorValue;

  constructor(operator: Operator, value: SelectorValue) {
    this.#operator = operator;
    this.#value = value;
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
    return `${WORDS[this.#operator]} ${value}`;
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
