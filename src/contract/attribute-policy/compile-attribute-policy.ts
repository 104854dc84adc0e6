import { ConfigFiles, isConfigPath } from '../../config-file/config-files.ts';
import type { ConfigKind } from '../../config-file/config-kind.ts';
import { faultsError } from '../../config-file/parse-config.ts';
import { TracewrightError } from '../../errors.ts';
import { isPlainObject, kindOf, refuseUndefined } from '../../misuse.ts';
import { holdsWildcard } from '../../model/wildcard.ts';
import { type CompiledRule, compileRule } from './compile-rule.ts';
import { PolicyFaults } from './policy-faults.ts';

/** A namespace in which only some keys may occur. */
export interface ClosedNamespace {
  /** As the policy has it: `app.*`. */
  readonly namespace: string;
  /** The keys that may occur, `*` and all: those in its list, and those of rules that do not forbid them. */
  readonly keys: readonly string[];
  /** Whether a key is in it, and not allowed. */
  refuses(key: string): boolean;
}

/** An attribute policy that is ready to judge traces. */
export interface CompiledAttributePolicy {
  readonly rules: readonly CompiledRule[];
  readonly closed: readonly ClosedNamespace[];
  readonly strict: boolean;
}

const KIND: ConfigKind = { noun: 'policy', code: 'INVALID_POLICY', check: document => compile(document).faults };
const FILES = new ConfigFiles(KIND);
const POLICY_KEYS = ['$schema', 'attributes', 'resource', 'allowed', 'strict'];

/**
 * Checks an attribute policy, and makes it ready.
 *
 * @throws {TracewrightError} INVALID_POLICY with the path of each fault, in a file with its line and column;
 * UNDEFINED_EXPECTATION
 */
export function compileAttributePolicy(source: unknown, where: string): CompiledAttributePolicy {
  // A file was checked when it was read: nothing is wrong with it.
  if (isConfigPath(source)) return compile(FILES.read(source).document).policy;
  if (!isPlainObject(source)) {
    throw new TracewrightError(
      'INVALID_POLICY',
      `${where} takes a policy: an object, or the path of a file; received ${kindOf(source)}.`,
    );
  }
  refuseUndefined(source, 'policy');
  const { policy, faults } = compile(source);
  if (faults.length > 0) throw faultsError(KIND, faults);
  return policy;
}

/** What a policy says, and everything that is wrong with it. */
function compile(given: unknown): { readonly policy: CompiledAttributePolicy; readonly faults: PolicyFaults['all'] } {
  const faults = new PolicyFaults();
  if (!isPlainObject(given)) {
    faults.add([], `is ${kindOf(given)}; it takes an object.`);
    return { policy: { rules: [], closed: [], strict: false }, faults: faults.all };
  }
  faults.unknownKeys(given, POLICY_KEYS, []);
  const { strict = false, $schema = '' } = given;
  if (typeof $schema !== 'string') faults.add(['$schema'], `is ${kindOf($schema)}; it takes text.`);
  const rules = [
    ...compileRules('span', given.attributes, faults),
    ...compileRules('resource', given.resource, faults),
  ];
  const closed = compileClosed(given.allowed, rules, faults);
  if (typeof strict !== 'boolean') faults.add(['strict'], `is ${kindOf(strict)}; it takes true or false.`);
  if (faults.all.length === 0 && rules.length + closed.length === 0)
    faults.add([], 'says nothing: give it attributes, resource or allowed.');
  return { policy: { rules, closed, strict: strict === true }, faults: faults.all };
}

function compileRules(place: CompiledRule['place'], given: unknown, faults: PolicyFaults): CompiledRule[] {
  if (given === undefined) return [];
  if (!isPlainObject(given)) {
    faults.add(
      [place === 'span' ? 'attributes' : 'resource'],
      `is ${kindOf(given)}; it takes an object of rules by key.`,
    );
    return [];
  }
  return Object.entries(given).flatMap(([key, rule]) => compileRule(place, key, rule, faults) ?? []);
}

function compileClosed(given: unknown, rules: readonly CompiledRule[], faults: PolicyFaults): ClosedNamespace[] {
  if (given === undefined) return [];
  if (!isPlainObject(given)) {
    faults.add(['allowed'], `is ${kindOf(given)}; it takes an object: the keys that are allowed, by namespace.`);
    return [];
  }
  const ruled = rules.filter(({ place, forbidden }) => place === 'span' && forbidden !== 'all').map(({ key }) => key);
  return Object.entries(given).flatMap(([namespace, listed]) => {
    if (!namespace.includes('*')) faults.add(['allowed', namespace], 'has no *; a namespace is written "app.*".');
    if (!Array.isArray(listed)) {
      faults.add(['allowed', namespace], `is ${kindOf(listed)}; it takes an array of keys.`);
      return [];
    }
    const wrong = listed.findIndex(key => typeof key !== 'string' || key === '');
    if (wrong >= 0) {
      const what = listed[wrong] === '' ? 'an empty string' : kindOf(listed[wrong]);
      faults.add(['allowed', namespace, wrong], `is ${what}; it takes the key of an attribute.`);
      return [];
    }
    // A rule for the whole namespace opens it no more.
    const within = ruled.filter(key => !holdsWildcard(namespace, key));
    const keys = [...new Set([...(listed as readonly string[]), ...within])];
    const refuses = (key: string) =>
      holdsWildcard(key, namespace) && !keys.some(allowed => holdsWildcard(key, allowed));
    return [{ namespace, keys, refuses }];
  });
}
