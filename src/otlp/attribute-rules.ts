import { type AttributeValue, setAttribute } from '../model/attributes.ts';
import type { Findings } from './findings.ts';

/** An attribute's own value is level 1, what it holds level 2; a value at a deeper level than this becomes null. */
export const MAX_VALUE_DEPTH = 100;

export const TOO_DEEP = `is nested at most ${MAX_VALUE_DEPTH} levels deep`;

export const VALID_TEXT = 'is valid UTF-8';
export const VALID_KEY = 'has a key of valid UTF-8';

/** common.proto: a receiver of another signal than profiles treats these as absent, and says so. */
export const STRINDEX_VALUE = 'holds its text (string_value_strindex is for profiles only)';
export const STRINDEX_KEY = 'has its key as text (key_strindex is for profiles only)';

/** Sets the value of a key; of two with the same key the last wins, as a finding. */
export function putAttribute(
  target: Record<string, AttributeValue>,
  key: string,
  value: AttributeValue,
  findings: Findings,
): void {
  if (key === '') findings.add('', 'has a key that is not empty');
  // The comparison settles almost every key faster than hasOwn; inherited names (`constructor`) need both.
  if (target[key] !== undefined && Object.hasOwn(target, key)) findings.add('', 'has a key that is given once');
  setAttribute(target, key, value);
}
