import type { ConfigSteps } from '../../config-file/config-path.ts';
import { configPath } from '../../config-file/config-path.ts';
import { isPlainObject, kindOf } from '../../misuse.ts';
import type { AttributeValue } from '../../model/attributes.ts';
import { holdsWildcard } from '../../model/wildcard.ts';
import { textTest } from '../../pii/policy/text-test.ts';
import type { AttributeType } from './attribute-policy.ts';
import { ATTRIBUTE_TYPES } from './attribute-types.ts';
import { compileScope, type PolicyScope } from './policy-criteria.ts';
import type { PolicyFaults } from './policy-faults.ts';

/** A rule that is ready to judge attributes. */
export interface CompiledRule {
  readonly place: 'span' | 'resource';
  /** As the policy has it, `*` and all. */
  readonly key: string;
  readonly isWildcard: boolean;
  readonly description: string | undefined;
  readonly required: PolicyScope | undefined;
  readonly forbidden: PolicyScope | undefined;
  readonly type: AttributeType | undefined;
  readonly values: AllowedValues | undefined;
  /** How many different values the key may have. */
  readonly max: number | undefined;
  matches(key: string): boolean;
}

export interface AllowedValues {
  /** As the policy has them, for texts. */
  readonly given: readonly (string | number | boolean)[] | string;
  accepts(value: AttributeValue): boolean;
}

const RULE_KEYS = ['description', 'required', 'forbidden', 'type', 'values', 'cardinality'];

/** Reads a rule; faults are noted, and what is wrong is left out. */
export function compileRule(
  place: CompiledRule['place'],
  key: string,
  given: unknown,
  faults: PolicyFaults,
): CompiledRule | undefined {
  const steps = [place === 'span' ? 'attributes' : 'resource', key];
  if (key === '') {
    faults.add(steps, 'has no key; it takes the key of an attribute.');
    return undefined;
  }
  if (!isPlainObject(given)) {
    faults.add(steps, `is ${kindOf(given)}; it takes an object: { required, forbidden, type, values, cardinality }.`);
    return undefined;
  }
  faults.unknownKeys(given, RULE_KEYS, steps);
  const read = <Made>(
    name: string,
    compile: (value: unknown, at: ConfigSteps, faults: PolicyFaults) => Made | undefined,
  ) => (Object.hasOwn(given, name) ? compile(given[name], [...steps, name], faults) : undefined);
  const rule = {
    place,
    key,
    isWildcard: key.includes('*'),
    description: read('description', compileText),
    required: read('required', compileScope),
    forbidden: read('forbidden', compileScope),
    type: read('type', compileType),
    values: read('values', compileValues),
    max: read('cardinality', compileMax),
    matches: (actual: string) => holdsWildcard(actual, key),
  };
  const others = ['required', 'type', 'values', 'cardinality'].filter(name => Object.hasOwn(given, name));
  if (rule.forbidden === 'all' && others.length > 0)
    faults.add(steps, `is forbidden on every span, so ${others.join(' and ')} can never hold: leave it out.`);
  return rule;
}

function compileText(given: unknown, steps: ConfigSteps, faults: PolicyFaults): string | undefined {
  if (typeof given === 'string' && given !== '') return given;
  faults.add(steps, given === '' ? 'is empty.' : `is ${kindOf(given)}; it takes text.`);
  return undefined;
}

function compileType(given: unknown, steps: ConfigSteps, faults: PolicyFaults): AttributeType | undefined {
  const type = ATTRIBUTE_TYPES.find(name => name === given);
  if (type === undefined) faults.add(steps, `is ${kindOf(given)}; it takes one of: ${ATTRIBUTE_TYPES.join(', ')}.`);
  return type;
}

function compileValues(given: unknown, steps: ConfigSteps, faults: PolicyFaults): AllowedValues | undefined {
  if (Array.isArray(given)) {
    const wrong = given.findIndex(value => !['string', 'number', 'boolean'].includes(typeof value));
    if (given.length === 0) faults.add(steps, 'is an empty array; it takes the values that are allowed.');
    else if (wrong >= 0)
      faults.add([...steps, wrong], `is ${kindOf(given[wrong])}; it takes text, a number or a boolean.`);
    else return { given, accepts: everyElement(value => given.includes(value)) };
    return undefined;
  }
  const isRegExp = Object.prototype.toString.call(given) === '[object RegExp]';
  if (!isRegExp && !isPlainObject(given)) {
    faults.add(steps, `is ${kindOf(given)}; it takes an array of values, or { pattern }.`);
    return undefined;
  }
  const test = faults.attempt(() => textTest(given, configPath('policy', steps)));
  if (test === undefined) return undefined;
  const words = isRegExp ? String(given) : `/${String((given as { readonly pattern: string }).pattern)}/`;
  return { given: words, accepts: everyElement(value => typeof value === 'string' && test(value)) };
}

function everyElement(test: (value: AttributeValue) => boolean): (value: AttributeValue) => boolean {
  return value => (Array.isArray(value) ? value.every((element: AttributeValue) => test(element)) : test(value));
}

function compileMax(given: unknown, steps: ConfigSteps, faults: PolicyFaults): number | undefined {
  if (!isPlainObject(given)) {
    faults.add(steps, `is ${kindOf(given)}; it takes { max }.`);
    return undefined;
  }
  faults.unknownKeys(given, ['max'], steps);
  if (!Object.hasOwn(given, 'max')) {
    faults.add(steps, 'has no max.');
    return undefined;
  }
  const { max } = given;
  if (typeof max === 'number' && Number.isInteger(max) && max >= 1) return max;
  faults.add([...steps, 'max'], `is ${kindOf(max)}; it takes a whole number from 1 on.`);
  return undefined;
}
