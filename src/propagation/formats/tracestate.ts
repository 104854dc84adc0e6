import { trimBlanks } from './carrier.ts';
import type { TraceStateMember } from './format.ts';

const MAX_MEMBERS = 32;
/** `@` may stand anywhere but first, since the grammar of 2026-06-29. */
const KEY = /^[a-z\d][a-z\d_\-*/@]*$/;
const VALUE = /^[\x20-\x2b\x2d-\x3c\x3e-\x7e]*[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;
const MAX_LENGTH = 256;

export function formatTracestate(members: readonly TraceStateMember[]): string {
  return members.map(({ key, value }) => `${key}=${value}`).join(',');
}

/**
 * Reads the values of a tracestate, sent as one header or several, or says what is wrong with it.
 *
 * @see https://www.w3.org/TR/trace-context/#tracestate-header
 */
export function parseTracestate(headers: readonly string[]): readonly TraceStateMember[] | string {
  const members: TraceStateMember[] = [];
  const keys = new Set<string>();
  for (const part of headers.join(',').split(',')) {
    const text = trimBlanks(part);
    if (text === '') continue;
    const at = text.indexOf('=');
    const key = at === -1 ? text : text.slice(0, at);
    const value = text.slice(at + 1);
    const problem = at === -1 ? 'has no "="' : memberProblem(key, value, keys);
    if (problem !== undefined) return `member ${members.length + 1}, "${key}", ${problem}`;
    keys.add(key);
    members.push({ key, value });
  }
  return members.length > MAX_MEMBERS ? `it has ${members.length} members; it may have ${MAX_MEMBERS}` : members;
}

function memberProblem(key: string, value: string, keys: ReadonlySet<string>): string | undefined {
  if (key.length > MAX_LENGTH) return `has a key of ${key.length} characters; it may have ${MAX_LENGTH}`;
  if (!KEY.test(key)) return 'has a key with characters that are not allowed, or begins with one';
  if (value.length > MAX_LENGTH) return `has a value of ${value.length} characters; it may have ${MAX_LENGTH}`;
  if (!VALUE.test(value)) return 'has a value that is empty, or has characters that are not allowed';
  return keys.has(key) ? 'is there twice' : undefined;
}
