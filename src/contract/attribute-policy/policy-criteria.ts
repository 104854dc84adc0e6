import { types } from 'node:util';
import { type ConfigSteps, configPath } from '../../config-file/config-path.ts';
import { isPlainObject, kindOf } from '../../misuse.ts';
import { type AsymmetricMatcher, isSelector } from '../../model/criteria.ts';
import type { Criteria } from '../../model/trace.ts';
import { textTest } from '../../pii/policy/text-test.ts';
import { type CompiledCriteria, compileCriteria } from '../../query/compile-criteria.ts';
import type { PolicyFaults } from './policy-faults.ts';

/** Which spans a rule is about: every one, or those that one of the criteria matches. */
export type PolicyScope = 'all' | readonly CompiledCriteria[];

/** What a policy says of spans; ids, flags and what is in events are not what a policy is about. */
const FIELDS = ['name', 'kind', 'service', 'status', 'operation', 'attributes', 'resource', 'scope'];

/** Reads `required` or `forbidden`; undefined for `false`, and where something is wrong with it. */
export function compileScope(given: unknown, steps: ConfigSteps, faults: PolicyFaults): PolicyScope | undefined {
  if (typeof given === 'boolean') return given ? 'all' : undefined;
  if (!Array.isArray(given)) {
    const criteria = compileOne(given, steps, faults);
    return criteria === undefined ? undefined : [criteria];
  }
  if (given.length === 0) {
    faults.add(steps, 'is an empty array; it takes true, criteria, or an array of them.');
    return undefined;
  }
  return given.flatMap((one: unknown, index) => compileOne(one, [...steps, index], faults) ?? []);
}

function compileOne(given: unknown, steps: ConfigSteps, faults: PolicyFaults): CompiledCriteria | undefined {
  const isData = isPlainObject(given) && !isSelector(given);
  if (isData) {
    const before = faults.all.length;
    faults.unknownKeys(given, FIELDS, steps);
    if (faults.all.length > before) return undefined;
  } else if (!isCriteria(given)) {
    faults.add(
      steps,
      `is ${kindOf(given)}; it takes true, a name, criteria such as { kind: 'SERVER' }, or an array of them.`,
    );
    return undefined;
  }
  const path = configPath('policy', steps);
  return faults.attempt(() => compileCriteria((isData ? withPatterns(given, path) : given) as Criteria, path));
}

function isCriteria(given: unknown): boolean {
  const isText = typeof given === 'string' && given !== '';
  return isText || typeof given === 'function' || isSelector(given) || types.isRegExp(given);
}

/** The same with a matcher in place of each `{ pattern }`. */
function withPatterns(given: Readonly<Record<string, unknown>>, path: string): Record<string, unknown> {
  const entries = Object.entries(given).map(([key, value]) => {
    if (!isPlainObject(value)) return [key, value];
    const isPattern = Object.keys(value).join() === 'pattern';
    return [key, isPattern ? patternMatcher(value, `${path}.${key}`) : withPatterns(value, `${path}.${key}`)];
  });
  return Object.fromEntries(entries);
}

function patternMatcher(wanted: Readonly<Record<string, unknown>>, path: string): AsymmetricMatcher {
  const test = textTest(wanted, path);
  const matcher = {
    asymmetricMatch: (actual: unknown) => typeof actual === 'string' && test(actual),
    toAsymmetricMatcher: () => `/${String(wanted.pattern)}/`,
  };
  return matcher;
}
