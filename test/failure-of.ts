import { stripVTControlCharacters } from 'node:util';

/** The text of a failing assertion, without colours; an error when it passes. */
export function failureOf(assertion: () => unknown): string {
  try {
    assertion();
  } catch (error) {
    return stripVTControlCharacters(error instanceof Error ? error.message : String(error));
  }
  throw new Error('the assertion passed');
}
