import { TracewrightError } from '../../errors.ts';
import { checkOptions, isPlainObject, kindOf, refuseUnknownKeys } from '../../misuse.ts';
import { textTest, wordsOf } from '../policy/text-test.ts';
import type { AllowanceUse } from '../verdict.ts';
import type { HmacKey } from './digest/digest-index.ts';

/** Where a canary's value may be after all, and why. All that is given must hold; `*` in text stands for anything. */
export interface LeakAllowance {
  /** The attribute's key, or one above it. */
  readonly key: string | RegExp;
  readonly reason: string;
  /** Only this value: `email`, or the label under which it was tracked. */
  readonly label?: string | RegExp;
  readonly service?: string | RegExp;
  /** The place: `attributes["enduser.id"]`, `events[*`. */
  readonly path?: string | RegExp;
}

/** How `toLeak` looks. */
export interface LeakOptions {
  readonly allow?: readonly LeakAllowance[];
  /** Keys with which the system makes HMACs of what it records. */
  readonly hmacKeys?: readonly HmacKey[];
}

/** A place, as an allowance asks for it. */
export interface LeakPlace {
  readonly keys: readonly string[];
  readonly label: string;
  readonly service: string;
  readonly path: string;
}

export interface CompiledLeakOptions {
  readonly hmacKeys: readonly HmacKey[];
  /** Whether an allowance holds for the place; it is counted then. */
  allows(place: LeakPlace): boolean;
  uses(): readonly AllowanceUse[];
}

const FIELDS = ['key', 'label', 'service', 'path'] as const;

/** @throws {TracewrightError} INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION */
export function compileLeakOptions(given: unknown, where: string): CompiledLeakOptions {
  checkOptions(given, ['allow', 'hmacKeys'], where);
  const { allow = [], hmacKeys = [] } = (given ?? {}) as { readonly allow?: unknown; readonly hmacKeys?: unknown };
  if (!Array.isArray(allow)) throw invalid(`${where} option allow is ${kindOf(allow)}; it takes a list.`);
  const allowances = allow.map((one: unknown, index) => compileAllowance(one, `${where} option allow[${index}]`));
  return {
    hmacKeys: checkKeys(hmacKeys, `${where} option hmacKeys`),
    allows: place => {
      const holding = allowances.filter(allowance => allowance.holds(place));
      for (const allowance of holding) allowance.uses += 1;
      return holding.length > 0;
    },
    uses: () => allowances.map(({ text, reason, uses }) => ({ text, reason, uses })),
  };
}

interface CompiledAllowance extends AllowanceUse {
  uses: number;
  holds(place: LeakPlace): boolean;
}

function compileAllowance(given: unknown, path: string): CompiledAllowance {
  if (!isPlainObject(given)) throw invalid(`${path} is ${kindOf(given)}; it takes { key, reason }.`);
  refuseUnknownKeys(given, ['reason', ...FIELDS], path);
  const { reason } = given;
  if (typeof reason !== 'string' || reason.trim() === '')
    throw invalid(`${path} has no reason. Every allowance says why: { key: 'enduser.id', reason: 'an id by design' }.`);
  if (given.key === undefined) throw invalid(`${path} has no key: it says where the value may be.`);
  const wanted = FIELDS.filter(field => given[field] !== undefined);
  const tests = wanted.map(field => [field, textTest(given[field], `${path}.${field}`, 'INVALID_OPTION')] as const);
  return {
    text: wanted.map(field => `${field} ${wordsOf(given[field])}`).join(', '),
    reason,
    uses: 0,
    holds: place =>
      tests.every(([field, test]) => (field === 'key' ? place.keys.some(key => test(key)) : test(place[field]))),
  };
}

/** No key is ever in a text: it is a secret. */
function checkKeys(given: unknown, where: string): readonly HmacKey[] {
  if (!Array.isArray(given)) throw invalid(`${where} is no list; it takes a list of keys: text, or bytes.`);
  for (const [index, key] of given.entries()) {
    const isBytes = Object.prototype.toString.call(key) === '[object Uint8Array]';
    if (!isBytes && typeof key !== 'string')
      throw invalid(`${where}[${index}] is of type ${typeof key}; it takes text, or bytes (a Uint8Array).`);
    if (key.length === 0) throw invalid(`${where}[${index}] is empty.`);
  }
  return given;
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', text);
}
