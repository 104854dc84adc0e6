import { TracewrightError } from '../src/errors.ts';
import type { Criteria } from '../src/model/trace.ts';
import { type CompiledCriteria, compileCriteria } from '../src/query/compile-criteria.ts';

/**
 * Checks the option `except`: criteria, or several of which one must match.
 *
 * @throws {TracewrightError} INVALID_OPTION for an empty array, or a code of the criteria.
 */
export function compileExcept(except: unknown, matcher: string): readonly CompiledCriteria[] {
  if (except === undefined) return [];
  if (!Array.isArray(except)) return [compileCriteria(except as Criteria, `${matcher} option except`)];
  if (except.length === 0) {
    throw new TracewrightError('INVALID_OPTION', `${matcher} option except is an empty array: leave it out.`);
  }
  return except.map((one: unknown, index) => compileCriteria(one as Criteria, `${matcher} option except[${index}]`));
}
