import { TracewrightError } from '../errors.ts';
import type { Criteria } from '../model/trace.ts';
import { type CompiledCriteria, compileCriteria } from '../query/compile-criteria.ts';

/**
 * Checks the option `background`: criteria, or several of which one must match.
 *
 * @throws {TracewrightError} INVALID_OPTION for an empty array, or a code of the criteria.
 */
export function checkBackground(given: Criteria | readonly Criteria[] | undefined, where: string): CompiledCriteria[] {
  if (given === undefined) return [];
  const option = `${where} option background`;
  if (!Array.isArray(given)) return [compileCriteria(given as Criteria, option)];
  if (given.length === 0) throw new TracewrightError('INVALID_OPTION', `${option} is an empty array. Leave it out.`);
  return given.map((one: Criteria, index) => compileCriteria(one, `${option}[${index}]`));
}
