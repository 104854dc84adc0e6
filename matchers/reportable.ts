import { stripVTControlCharacters } from 'node:util';
import { numberMarks } from '../src/pii/masking/marks.ts';

// Set by Vitest, before a test file is loaded.
const VITEST_STATE = Symbol.for('matchers-object');

/**
 * Runners that remove colour codes from their own reports, by the variable that each sets for its tests.
 *
 * @see https://jestjs.io/docs/environment-variables
 * @see https://playwright.dev/docs/test-parallel#worker-index-and-parallel-index
 */
const JEST = 'JEST_WORKER_ID';
const PLAYWRIGHT = 'TEST_WORKER_INDEX';

/**
 * A failure text as the runner should get it: with its colours only if the runner removes them from its own reports.
 *
 * Vitest and node:test write the same text to the terminal and to a JUnit report. There, a colour code leaves `[31m` in
 * the text or makes the XML invalid.
 */
export function reportable(text: string): string {
  const { [JEST]: jest, [PLAYWRIGHT]: playwright } = process.env;
  const isStripped = !(VITEST_STATE in globalThis) && (jest ?? playwright) !== undefined;
  const whole = numberMarks(text);
  return isStripped ? whole : stripVTControlCharacters(whole);
}
