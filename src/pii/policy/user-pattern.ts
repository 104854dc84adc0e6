import type * as Re2 from 're2js';
import { TracewrightError } from '../../errors.ts';
import { loadLibrary } from '../../load-library.ts';
import { kindOf } from '../../misuse.ts';
import type { Detection } from '../detector.ts';

/** A pattern of the user's, ready to be asked. */
export interface UserPattern {
  /** Whether it matches somewhere in the text. */
  test(text: string): boolean;
  find(text: string): readonly Detection[];
}

/**
 * Each match takes linear time, but what it looks at beyond its end is looked at again for the next one: `a(.*b)?` would
 * take quadratic time for all of them.
 */
const MAX_LOOKED_AT = 1_000_000;
/** What can look far ahead: `a*`, `a{2,}`, `a{100}`. */
const UNBOUNDED = /[*+]|,\}|\{(?:\d{1,4},)?\d{3}/;
/** In short texts what re2js uses for `test` is four times as fast; in long ones some patterns make it slower. */
const SHORT = 2_000;

/**
 * A pattern of the user's, run by re2js: it takes linear time, whatever it is.
 *
 * @throws {TracewrightError} INVALID_POLICY for what is no pattern, look-around and back-references among it
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function compilePattern(
  pattern: unknown,
  path: string,
  code: 'INVALID_POLICY' | 'INVALID_OPTION' = 'INVALID_POLICY',
): UserPattern {
  const isRegExp = Object.prototype.toString.call(pattern) === '[object RegExp]';
  const { source, flags } = isRegExp ? (pattern as RegExp) : { source: pattern, flags: '' };
  if (typeof source !== 'string' || source === '') {
    const what = source === '' ? 'an empty string' : kindOf(pattern);
    throw new TracewrightError(code, `${path} is ${what}; it takes a pattern in RE2's syntax.`);
  }
  const { RE2JS } = loadLibrary<typeof Re2>('re2js');
  let compiled: Re2.RE2JS;
  try {
    // `\u0041` and `(?<name>...)` are written differently there.
    compiled = RE2JS.compile(isRegExp ? RE2JS.translateRegExp(source) : source, flagsOf(flags, RE2JS));
  } catch (error) {
    throw new TracewrightError(code, `${path} is no pattern in RE2's syntax: ${(error as Error).message}.`);
  }
  const lookedAt = UNBOUNDED.test(source) ? MAX_LOOKED_AT : Number.POSITIVE_INFINITY;
  return {
    test: text => compiled.matcher(text).find(),
    find: text => {
      if (text.length <= SHORT && !compiled.test(text)) return NOTHING;
      return findAll(compiled.matcher(text), text, lookedAt);
    },
  };
}

/** All matches; where they are too many for a text of its length, all from the first that is too many as one. */
function findAll(matcher: Re2.Matcher, text: string, lookedAt: number): readonly Detection[] {
  if (!matcher.find()) return NOTHING;
  const found: Detection[] = [];
  let left = lookedAt;
  do {
    const start = matcher.start();
    const end = left < 0 ? text.length : matcher.end();
    if (end > start) found.push({ start, end });
    if (left < 0) break;
    left -= text.length - start;
  } while (matcher.find());
  return found;
}

const NOTHING: readonly Detection[] = [];

function flagsOf(flags: string, { CASE_INSENSITIVE, MULTILINE, DOTALL }: typeof Re2.RE2JS): number {
  return (
    (flags.includes('i') ? CASE_INSENSITIVE : 0) |
    (flags.includes('m') ? MULTILINE : 0) |
    (flags.includes('s') ? DOTALL : 0)
  );
}
