import { TracewrightError } from '../src/errors.ts';
import { kindOf, refuseUndefined } from '../src/misuse.ts';

/**
 * The arguments as they were given: one that is there and undefined is a slip, one that is not there is not.
 *
 * @throws {TracewrightError} UNDEFINED_EXPECTATION for an explicit undefined, or a missing argument that has to be there.
 */
export function checkGiven(
  given: readonly unknown[],
  names: readonly string[],
  required: number,
  matcher: string,
): void {
  for (let index = 0; index < Math.max(given.length, required); index++) {
    const name = names[index];
    if (index >= given.length) throw new TracewrightError('UNDEFINED_EXPECTATION', `${matcher} needs ${name}.`);
    if (name !== undefined) refuseUndefined(given[index], `${matcher}: ${name}`);
  }
}

/**
 * Refuses arguments of a matcher that takes none: whoever gives some expects them to count.
 *
 * @throws {TracewrightError} INVALID_CRITERIA
 */
export function refuseArguments(given: readonly unknown[], matcher: string, instead = ''): void {
  if (given.length === 0) return;
  const hint = instead === '' ? '' : ` (${instead}.)`;
  throw new TracewrightError('INVALID_CRITERIA', `${matcher} takes no argument; received ${kindOf(given[0])}.${hint}`);
}

/**
 * The key of an attribute, which a matcher takes first.
 *
 * @throws {TracewrightError} INVALID_CRITERIA
 */
export function checkKey([key]: readonly unknown[], matcher: string): string {
  if (typeof key === 'string' && key !== '') return key;
  const received = key === '' ? 'an empty string' : kindOf(key);
  throw new TracewrightError(
    'INVALID_CRITERIA',
    `${matcher} takes the key of an attribute, a string; received ${received}.`,
  );
}
