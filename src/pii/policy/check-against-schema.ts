import { isPlainObject, kindOf, suggestion } from '../../misuse.ts';
import { type PolicySteps, policyPath } from './policy-path.ts';
import { POLICY_SCHEMA } from './policy-schema.ts';

/** What of a policy breaks the schema. */
export interface SchemaFault {
  /** To the value, or to the member that should not be there. */
  readonly steps: PolicySteps;
  /** It is about the member's name. */
  readonly ofKey: boolean;
  readonly text: string;
}

/** What of JSON Schema (draft 7) the policy's schema uses. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly minLength?: number;
  readonly pattern?: string;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly minProperties?: number;
}

const DEFINITIONS: Readonly<Record<string, Schema>> = POLICY_SCHEMA.definitions;

/**
 * Everything that is wrong with a policy of a file, in its order. A validator for any schema would be a tenth of the
 * package's weight; a test holds this one against such a validator.
 */
export function checkAgainstSchema(policy: unknown): readonly SchemaFault[] {
  return [...faultsOf(policy, POLICY_SCHEMA, [])];
}

function* faultsOf(value: unknown, given: Schema, steps: PolicySteps): Generator<SchemaFault> {
  const schema = given.$ref === undefined ? given : (DEFINITIONS[given.$ref.replace('#/definitions/', '')] ?? {});
  const takes = takenBy(value, schema);
  if (takes !== undefined) yield at(steps, `is ${kindOf(value)}; it takes ${takes}.`);
  else if (typeof value === 'string' && value.length < (schema.minLength ?? 0)) yield at(steps, 'is empty.');
  else if (Array.isArray(value)) yield* listFaults(value, schema, steps);
  else if (isPlainObject(value) && schema.anyOf === undefined) yield* objectFaults(value, schema, steps);
}

/** What the schema takes in place of the value; undefined when it is of the right kind. */
function takenBy(value: unknown, { anyOf, enum: names, type, pattern }: Schema): string | undefined {
  if (anyOf !== undefined) {
    const holds = anyOf.some(one => faultsOf(value, one, []).next().done === true);
    return holds ? undefined : `text, in which * stands for anything, or { "pattern": "..." }${unquoted(value)}`;
  }
  if (names !== undefined) return names.includes(value as string) ? undefined : listOf(names);
  if (pattern !== undefined && typeof value === 'string')
    return new RegExp(pattern).test(value) ? undefined : 'the 8 hex digits that a finding has';
  switch (type) {
    case 'object':
      return isPlainObject(value) ? undefined : 'an object';
    case 'array':
      return Array.isArray(value) ? undefined : 'a list';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'true or false';
    default:
      return typeof value === 'string' ? undefined : `text${unquoted(value)}`;
  }
}

/** YAML reads digits as a number, and `true` as a boolean. */
function unquoted(value: unknown): string {
  return typeof value === 'number' || typeof value === 'boolean' ? ', in quotes' : '';
}

function* listFaults(list: readonly unknown[], schema: Schema, steps: PolicySteps): Generator<SchemaFault> {
  if (list.length < (schema.minItems ?? 0)) yield at(steps, 'is empty.');
  for (const [index, item] of list.entries()) yield* faultsOf(item, schema.items ?? {}, [...steps, index]);
}

function* objectFaults(object: object, schema: Schema, steps: PolicySteps): Generator<SchemaFault> {
  const { properties = {}, additionalProperties = true, required = [], minProperties = 0 } = schema;
  const missing = required.filter(name => !Object.hasOwn(object, name));
  for (const name of missing)
    yield at(
      steps,
      name === 'reason'
        ? 'has no reason. Every allowance says why: { ..., "reason": "the support desk is public" }.'
        : `has no ${name}.`,
    );
  if (missing.length === 0 && Object.keys(object).length < minProperties)
    yield at(steps, 'has a reason and nothing that it allows.');
  for (const [name, value] of Object.entries(object)) {
    const member = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    const inner = [...steps, name];
    if (typeof member === 'object') yield* faultsOf(value, member, inner);
    else if (member === false) yield { steps: inner, ofKey: true, text: unknownText(name, properties, steps) };
  }
}

function unknownText(name: string, properties: object, steps: PolicySteps): string {
  if (name === 'detectors' && steps.length === 0)
    return 'policy.detectors: a file holds no functions. Write { ..., detectors } in the test, or a pattern here.';
  const valid = Object.keys(properties).filter(key => key !== '$schema');
  return `${policyPath(steps)} has no option "${name}".${suggestion(name, valid)}`;
}

function at(steps: PolicySteps, text: string): SchemaFault {
  return { steps, ofKey: false, text: `${policyPath(steps)} ${text}` };
}

function listOf(values: readonly string[]): string {
  const quoted = values.map(value => `"${value}"`);
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}
