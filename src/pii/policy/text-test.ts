import { TracewrightError } from '../../errors.ts';
import { isPlainObject, kindOf, refuseUnknownKeys } from '../../misuse.ts';
import { holdsWildcard } from '../../model/wildcard.ts';
import { compilePattern } from './user-pattern.ts';

/**
 * A test for text: equal, with `*` for anything; matched by a RegExp; or by a pattern in RE2's syntax.
 *
 * @throws {TracewrightError} of the code that is given
 */
export function textTest(
  wanted: unknown,
  path: string,
  code: 'INVALID_POLICY' | 'INVALID_OPTION' = 'INVALID_POLICY',
): (actual: string) => boolean {
  if (Object.prototype.toString.call(wanted) === '[object RegExp]') {
    const { source, flags } = wanted as RegExp;
    const copy = new RegExp(source, flags.replace(/[gy]/g, ''));
    return actual => copy.test(actual);
  }
  if (isPlainObject(wanted)) {
    refuseUnknownKeys(wanted, ['pattern'], path, code);
    const pattern = compilePattern(wanted.pattern, `${path}.pattern`, code);
    return actual => pattern.test(actual);
  }
  if (typeof wanted !== 'string' || wanted === '') {
    const what = wanted === '' ? 'an empty string' : kindOf(wanted);
    throw new TracewrightError(
      code,
      `${path} is ${what}; it takes text, in which * stands for anything, a RegExp, or { pattern }.`,
    );
  }
  return actual => holdsWildcard(actual, wanted);
}

/** A test as one reads it in a text. */
export function wordsOf(wanted: unknown): string {
  return isPlainObject(wanted) ? `/${String(wanted.pattern)}/` : String(wanted);
}
