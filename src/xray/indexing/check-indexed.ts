import { TracewrightError } from '../../errors.ts';
import { kindOf } from '../../misuse.ts';

/**
 * Checks which attributes are indexed: `'all'`, or a list of keys, which may be empty.
 *
 * @throws {TracewrightError} INVALID_OPTION
 */
export function checkIndexedAttributes(given: unknown, where: string): 'all' | readonly string[] {
  if (given === 'all') return given;
  if (!Array.isArray(given))
    throw invalid(`${where} must be 'all' or an array of attribute keys; received ${kindOf(given)}.`);
  return texts(given, where, 'an attribute key');
}

/**
 * Checks the names of log groups.
 *
 * @throws {TracewrightError} INVALID_OPTION
 */
export function checkLogGroups(given: unknown, where: string): readonly string[] {
  if (!Array.isArray(given)) throw invalid(`${where} must be an array of log group names; received ${kindOf(given)}.`);
  return texts(given, where, 'the name of a log group');
}

function texts(given: readonly unknown[], where: string, noun: string): readonly string[] {
  for (const [index, text] of given.entries()) {
    if (typeof text === 'string' && text !== '') continue;
    const received = text === '' ? 'an empty string' : kindOf(text);
    throw invalid(`${where}[${index}] must be ${noun}; received ${received}.`);
  }
  return Object.freeze([...(given as readonly string[])]);
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', text);
}
