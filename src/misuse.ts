import { type ErrorCode, TracewrightError } from './errors.ts';
import { nearestName } from './nearest-name.ts';

/** Throws for the first key of `given` that is not one of `valid`, naming the nearest valid one. */
export function refuseUnknownKeys(
  given: object,
  valid: readonly string[],
  where: string,
  code: ErrorCode = 'UNKNOWN_OPTION',
): void {
  for (const key of Object.keys(given)) {
    if (valid.includes(key)) continue;
    const noun = code === 'UNKNOWN_CRITERION' ? 'criterion' : 'option';
    throw new TracewrightError(code, `${where} has no ${noun} "${key}".${suggestion(key, valid)}`);
  }
}

/** ` Did you mean "x"? Valid: a, b, c.` */
export function suggestion(given: string, valid: readonly string[]): string {
  const nearest = nearestName(given, valid);
  const list = `Valid: ${valid.join(', ')}.`;
  return nearest === undefined ? ` ${list}` : ` Did you mean "${nearest}"? ${list}`;
}

/**
 * Throws UNDEFINED_EXPECTATION with the path of the first explicit `undefined` in `given`: an expectation that is
 * undefined is a typing slip (`order.idd`), and comparing with it would pass on absence.
 */
export function refuseUndefined(given: unknown, path: string, seen: Set<object> = new Set()): void {
  if (given === undefined) {
    throw new TracewrightError(
      'UNDEFINED_EXPECTATION',
      `${path} is undefined. An undefined expectation would hold for anything: leave it out, or give a value.`,
    );
  }
  if (typeof given !== 'object' || given === null || seen.has(given)) return;
  seen.add(given);
  if (Array.isArray(given)) {
    for (let index = 0; index < given.length; index++) refuseUndefined(given[index], `${path}[${index}]`, seen);
  } else if (isAsymmetricMatcher(given)) {
    const sample = (given as { sample?: unknown }).sample;
    if (typeof sample === 'object') refuseUndefined(sample, `${path} (asymmetric matcher)`, seen);
  } else if (isPlainObject(given)) {
    for (const [key, value] of Object.entries(given)) refuseUndefined(value, pathOf(path, key), seen);
  }
}

/** Checks an options object: an object at all, known keys only, no explicit undefined. */
export function checkOptions(options: unknown, valid: readonly string[], where: string): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TracewrightError(
      'INVALID_OPTION',
      `${where} takes its options as an object; received ${kindOf(options)}.`,
    );
  }
  refuseUnknownKeys(options, valid, where);
  for (const key of valid) {
    if (Object.hasOwn(options, key))
      refuseUndefined((options as Record<string, unknown>)[key], `${where} option ${key}`);
  }
}

/** Whether a value is an asymmetric matcher of any runner (`expect.any(String)`). */
export function isAsymmetricMatcher(value: unknown): value is { asymmetricMatch(actual: unknown): boolean } {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { asymmetricMatch?: unknown }).asymmetricMatch === 'function'
  );
}

/** Whether a value is an object literal, of this realm or another (Jest runs tests in realms of their own). */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What a value is, in a word or two, for an error text: `a Promise`, `an empty array`, `undefined`. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'undefined';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : `an array of ${value.length}`;
  if (typeof value === 'object') {
    if (typeof (value as { then?: unknown }).then === 'function') return 'a Promise';
    const name = (value as { constructor?: { name?: string } }).constructor?.name;
    return name === undefined || name === 'Object' ? 'an object' : `a ${name}`;
  }
  if (typeof value === 'string') return `the string ${JSON.stringify(value)}`;
  return typeof value === 'function' ? 'a function' : `the ${typeof value} ${String(value)}`;
}

function pathOf(path: string, key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}
