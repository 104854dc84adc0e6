import { TracewrightError } from '../errors.ts';
import { kindOf } from '../misuse.ts';

/**
 * A test for text: equal, matched, or with `*` for anything.
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
  if (typeof wanted !== 'string' || wanted === '') {
    const what = wanted === '' ? 'an empty string' : kindOf(wanted);
    throw new TracewrightError(code, `${path} is ${what}; it takes text or a RegExp.`);
  }
  if (!wanted.includes('*')) return actual => actual === wanted;
  const parts = wanted.split('*');
  return actual => holdsInOrder(actual, parts);
}

/** The parts follow one another, the first at the beginning, the last at the end. */
function holdsInOrder(actual: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (!actual.startsWith(first) || actual.length < first.length + last.length || !actual.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = actual.indexOf(part, at);
    if (found < 0 || found + part.length > actual.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}
