import { types } from 'node:util';
import { TracewrightError } from '../errors.ts';
import { isAsymmetricMatcher, isPlainObject, kindOf } from '../misuse.ts';

/** Whether a value that is there is what was expected. */
export type Accepts = (actual: unknown) => boolean;

/**
 * Compiles an expected attribute value: equal, matched by a RegExp, or accepted by an asymmetric matcher; an object
 * holds as a subset, an array element by element.
 *
 * @param path where the value stands, for the error text.
 */
export function matchValue(expected: unknown, path: string, above: readonly unknown[] = []): Accepts {
  if (typeof expected === 'string' || typeof expected === 'boolean' || expected === null) {
    return actual => actual === expected;
  }
  if (typeof expected === 'number' || typeof expected === 'bigint') return actual => numbersEqual(expected, actual);
  if (types.isRegExp(expected)) return matchRegExp(expected);
  if (isAsymmetricMatcher(expected)) return actual => Boolean(expected.asymmetricMatch(actual));
  if (types.isUint8Array(expected)) return actual => types.isUint8Array(actual) && bytesEqual(expected, actual);
  if (above.includes(expected)) throw new TracewrightError('INVALID_CRITERIA', `${path} contains itself.`);
  if (Array.isArray(expected)) return matchElements(expected, path, above);
  if (isPlainObject(expected)) return matchSubset(expected, path, above);
  throw new TracewrightError(
    'INVALID_CRITERIA',
    `${path} is ${kindOf(expected)}, which no attribute can be. Attributes are text, numbers, booleans, bytes, null, and arrays and objects of these.`,
  );
}

/** Compiles expected text: equal, matched by a RegExp, or accepted by an asymmetric matcher. */
export function matchText(expected: unknown, path: string): Accepts {
  if (typeof expected === 'string' || types.isRegExp(expected) || isAsymmetricMatcher(expected)) {
    return matchValue(expected, path);
  }
  throw new TracewrightError(
    'INVALID_CRITERIA',
    `${path} is ${kindOf(expected)}; it takes a string, a RegExp or an asymmetric matcher.`,
  );
}

/** A RegExp holds for text only. The copy keeps its own lastIndex, so that /g and /y give the same answer each time. */
function matchRegExp(expected: RegExp): Accepts {
  const copy = new RegExp(expected.source, expected.flags);
  return actual => {
    copy.lastIndex = 0;
    return typeof actual === 'string' && copy.test(actual);
  };
}

function matchElements(expected: readonly unknown[], path: string, above: readonly unknown[]): Accepts {
  const elements = expected.map((value, index) => matchValue(value, `${path}[${index}]`, [...above, expected]));
  return actual =>
    Array.isArray(actual) &&
    actual.length === elements.length &&
    elements.every((accepts, index) => accepts(actual[index]));
}

function matchSubset(expected: Record<string, unknown>, path: string, above: readonly unknown[]): Accepts {
  const fields = Object.keys(expected).map(key => {
    const accepts = matchValue(expected[key], `${path}[${JSON.stringify(key)}]`, [...above, expected]);
    return { key, accepts };
  });
  return actual =>
    isPlainObject(actual) && fields.every(({ key, accepts }) => Object.hasOwn(actual, key) && accepts(actual[key]));
}

/** 42 equals 42n, for an int64 is a bigint only when it has to be; NaN equals NaN. */
function numbersEqual(expected: number | bigint, actual: unknown): boolean {
  if (typeof actual === typeof expected) return actual === expected || Object.is(actual, expected);
  if (typeof actual === 'bigint') return Number.isInteger(expected) && BigInt(expected) === actual;
  return typeof actual === 'number' && Number.isInteger(actual) && BigInt(actual) === expected;
}

function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
