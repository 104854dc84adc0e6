import type * as Re2 from 're2js';
import { TracewrightError } from '../errors.ts';
import { kindOf } from '../misuse.ts';
import type { Detection } from './detector.ts';
import { loadLibrary } from './load-library.ts';

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
): (text: string) => Detection[] {
  const isRegExp = Object.prototype.toString.call(pattern) === '[object RegExp]';
  const { source, flags } = isRegExp ? (pattern as RegExp) : { source: pattern, flags: '' };
  if (typeof source !== 'string' || source === '') {
    throw new TracewrightError(code, `${path} is ${kindOf(pattern)}; it takes a pattern in RE2's syntax.`);
  }
  const { RE2JS } = loadLibrary<typeof Re2>('re2js');
  let compiled: Re2.RE2JS;
  try {
    compiled = RE2JS.compile(source, flagsOf(flags, RE2JS));
  } catch (error) {
    throw new TracewrightError(code, `${path} is no pattern in RE2's syntax: ${(error as Error).message}.`);
  }
  return text => {
    const found: Detection[] = [];
    const matcher = compiled.matcher(text);
    while (matcher.find())
      if (matcher.end() > matcher.start()) found.push({ start: matcher.start(), end: matcher.end() });
    return found;
  };
}

function flagsOf(flags: string, { CASE_INSENSITIVE, MULTILINE, DOTALL }: typeof Re2.RE2JS): number {
  return (
    (flags.includes('i') ? CASE_INSENSITIVE : 0) |
    (flags.includes('m') ? MULTILINE : 0) |
    (flags.includes('s') ? DOTALL : 0)
  );
}
