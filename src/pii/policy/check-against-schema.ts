import type { ErrorObject } from 'ajv';
import type { ConfigFault } from '../../config-file/config-kind.ts';
import { type ConfigSteps, configPath } from '../../config-file/config-path.ts';
import { kindOf, suggestion } from '../../misuse.ts';
import { A_DATE, A_FINGERPRINT } from './compile-allowances.ts';
import { isKeyField, keyFieldText, NOT_A_NAME } from './fingerprint-key.ts';
import { validate } from './validate-policy.js';

/** Everything that is wrong with a policy of a file, in its order. */
export function checkAgainstSchema(policy: unknown): readonly ConfigFault[] {
  if (validate(policy)) return [];
  const errors = validate.errors ?? [];
  // Of a choice only the choice itself is told, and of an allowance that has too little what it lacks.
  const choices = placesOf(errors, 'anyOf');
  const lacking = placesOf(errors, 'required');
  return errors
    .filter(
      ({ keyword, instancePath }) => keyword === 'anyOf' || !choices.some(path => isAtOrBelow(instancePath, path)),
    )
    .filter(({ keyword, instancePath }) => keyword !== 'minProperties' || !lacking.includes(instancePath))
    .map(faultOf);
}

function placesOf(errors: readonly ErrorObject[], wanted: string): readonly string[] {
  return errors.filter(({ keyword }) => keyword === wanted).map(({ instancePath }) => instancePath);
}

function isAtOrBelow(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}/`);
}

function faultOf({ instancePath, keyword, params, data, parentSchema, message }: ErrorObject): ConfigFault {
  const steps = stepsOf(instancePath);
  if (keyword === 'additionalProperties') {
    const name = String(params.additionalProperty);
    return { steps: [...steps, name], ofKey: true, text: unknownText(name, parentSchema, steps) };
  }
  if (instancePath === '/fingerprintKeyEnv')
    return { steps, ofKey: false, text: `${configPath('policy', steps)} ${NOT_A_NAME}` };
  const takes = takenBy(keyword, params, data, instancePath);
  const text = takes === undefined ? lackText(keyword, params, message) : `is ${kindOf(data)}; it takes ${takes}.`;
  return { steps, ofKey: false, text: `${configPath('policy', steps)} ${text}` };
}

/** RFC 6901: `/allow/0/reason`. */
function stepsOf(pointer: string): ConfigSteps {
  return pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map(step => (/^\d+$/.test(step) ? Number(step) : step));
}

const TYPES: Readonly<Record<string, string>> = { object: 'an object', array: 'a list', boolean: 'true or false' };

/** What there should be in place of the value; undefined where it is of the right kind. */
function takenBy(
  keyword: string,
  params: ErrorObject['params'],
  data: unknown,
  instancePath: string,
): string | undefined {
  switch (keyword) {
    case 'enum':
      return listOf(params.allowedValues);
    case 'anyOf':
      return `text, in which * stands for anything, or { "pattern": "..." }${unquoted(data)}`;
    case 'pattern':
      return instancePath.endsWith('/until') ? A_DATE : A_FINGERPRINT;
    case 'type':
      return TYPES[String(params.type)] ?? `text${unquoted(data)}`;
    default:
      return undefined;
  }
}

/** YAML reads digits as a number, and `true` as a boolean. */
function unquoted(value: unknown): string {
  return typeof value === 'number' || typeof value === 'boolean' ? ', in quotes' : '';
}

function lackText(keyword: string, params: ErrorObject['params'], message = 'breaks the schema'): string {
  switch (keyword) {
    case 'required':
      return params.missingProperty === 'reason'
        ? 'has no reason. Every allowance says why: { ..., "reason": "the support desk is public" }.'
        : `has no ${params.missingProperty}.`;
    case 'minProperties':
      return 'has a reason and nothing that it allows.';
    case 'minLength':
    case 'minItems':
      return 'is empty.';
    default:
      return `${message}.`;
  }
}

function unknownText(name: string, schema: unknown, steps: ConfigSteps): string {
  if (name === 'detectors' && steps.length === 0)
    return 'policy.detectors: a file holds no functions. Write { ..., detectors } in the test, or a pattern here.';
  if (isKeyField(name) && steps.length === 0) return keyFieldText(name);
  const { properties = {} } = schema as { readonly properties?: object };
  const valid = Object.keys(properties).filter(key => key !== '$schema');
  return `${configPath('policy', steps)} has no option "${name}".${suggestion(name, valid)}`;
}

function listOf(values: readonly string[]): string {
  const quoted = values.map(value => `"${value}"`);
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}
