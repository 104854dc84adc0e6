import type * as AjvModule from 'ajv';
import { kindOf, suggestion } from '../misuse.ts';
import { loadLibrary } from './load-library.ts';
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

let validate: AjvModule.ValidateFunction | undefined;

/** Everything that is wrong with a policy of a file, in its order. */
export function checkAgainstSchema(policy: unknown): readonly SchemaFault[] {
  if (validate === undefined) {
    const { Ajv } = loadLibrary<typeof AjvModule>('ajv');
    validate = new Ajv({ allErrors: true, verbose: true, strict: false }).compile(POLICY_SCHEMA);
  }
  if (validate(policy)) return [];
  const errors = validate.errors ?? [];
  // Of a choice only the choice itself is told, and of an allowance that has too little what it lacks.
  const told = new Set(errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath));
  const lacking = new Set(
    errors.filter(({ keyword }) => keyword === 'required').map(({ instancePath }) => instancePath),
  );
  return errors
    .filter(
      ({ keyword, instancePath }) => keyword === 'anyOf' || ![...told].some(path => instancePath.startsWith(path)),
    )
    .filter(({ keyword, instancePath }) => keyword !== 'minProperties' || !lacking.has(instancePath))
    .map(faultOf);
}

function faultOf(error: AjvModule.ErrorObject): SchemaFault {
  const { instancePath, keyword, params, data, parentSchema } = error;
  const steps = instancePath
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map(step => (/^\d+$/.test(step) ? Number(step) : step));
  const place = policyPath(steps);
  const at = (text: string): SchemaFault => ({ steps, ofKey: false, text });
  switch (keyword) {
    case 'additionalProperties': {
      const name = String(params.additionalProperty);
      return { steps: [...steps, name], ofKey: true, text: unknownText(place, name, parentSchema) };
    }
    case 'required':
      return at(
        params.missingProperty === 'reason'
          ? `${place} has no reason. Every allowance says why: { ..., "reason": "the support desk is public" }.`
          : `${place} has no ${params.missingProperty}.`,
      );
    case 'minProperties':
      return at(`${place} has a reason and nothing that it allows.`);
    case 'enum':
      return at(`${place} is ${kindOf(data)}; it takes ${listOf(params.allowedValues)}.`);
    case 'anyOf':
      return at(
        `${place} is ${kindOf(data)}; it takes text, in which * stands for anything, or { "pattern": "..." }.${unquoted(data)}`,
      );
    case 'pattern':
      return at(`${place} is ${kindOf(data)}; it takes the 8 hex digits that a finding has.`);
    case 'minLength':
    case 'minItems':
      return at(`${place} is empty.`);
    default:
      return at(
        `${place} is ${kindOf(data)}; it takes ${TYPES[String(params.type)] ?? error.message ?? 'something else'}.${params.type === 'string' ? unquoted(data) : ''}`,
      );
  }
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'text',
  boolean: 'true or false',
};

/** YAML reads digits as a number, and `true` as a boolean. */
function unquoted(data: unknown): string {
  return typeof data === 'number' || typeof data === 'boolean' ? ' Put it in quotes.' : '';
}

function unknownText(place: string, name: string, schema: unknown): string {
  if (name === 'detectors' && place === 'policy')
    return 'policy.detectors: a file holds no functions. Write { ..., detectors } in the test, or a pattern here.';
  const { properties = {} } = schema as { readonly properties?: object };
  const valid = Object.keys(properties).filter(key => key !== '$schema');
  return `${place} has no option "${name}".${suggestion(name, valid)}`;
}

function listOf(values: readonly string[]): string {
  const quoted = values.map(value => `"${value}"`);
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}
