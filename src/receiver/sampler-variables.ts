import { TracewrightError } from '../errors.ts';
import { kindOf } from '../misuse.ts';

/**
 * A sampler as `OTEL_TRACES_SAMPLER` names it. `xray` is the remote sampler of AWS X-Ray, where the SDK has it; any other
 * name that the SDK knows works too. `inherit` sets no variable: the service keeps the sampler of its own configuration.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration
 */
export type SamplerName =
  | 'inherit'
  | 'always_on'
  | 'always_off'
  | 'traceidratio'
  | 'parentbased_always_on'
  | 'parentbased_always_off'
  | 'parentbased_traceidratio'
  | 'parentbased_jaeger_remote'
  | 'jaeger_remote'
  | 'xray'
  | 'parentbased_xray'
  // Any other name, without which editors would not offer those above.
  | (string & {});

/** Which sampler a service uses. */
export interface SamplerOptions {
  /** `OTEL_TRACES_SAMPLER`. Default `always_on`. `inherit` leaves the service the sampler that it has without the test. */
  readonly sampler?: SamplerName;
  /** `OTEL_TRACES_SAMPLER_ARG`: for `traceidratio` and `parentbased_traceidratio` the ratio, from 0 to 1. */
  readonly samplerArg?: string | number;
}

const STANDARD = [
  'inherit',
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'parentbased_jaeger_remote',
  'jaeger_remote',
  'xray',
  'parentbased_xray',
];
const TAKES_NONE = ['inherit', 'always_on', 'always_off', 'parentbased_always_on', 'parentbased_always_off'];

/** The variables of both. A service must not inherit them, unless it is to keep its sampler. */
export const SAMPLER_VARIABLES: readonly string[] = ['OTEL_TRACES_SAMPLER', 'OTEL_TRACES_SAMPLER_ARG'];

/**
 * The variables that choose a sampler.
 *
 * @throws {TracewrightError} INVALID_OPTION
 */
export function samplerVariables({ sampler = 'always_on', samplerArg }: SamplerOptions): Record<string, string> {
  checkName(sampler);
  checkArg(sampler, samplerArg);
  if (sampler === 'inherit') return {};
  return {
    OTEL_TRACES_SAMPLER: sampler,
    ...(samplerArg === undefined ? {} : { OTEL_TRACES_SAMPLER_ARG: String(samplerArg) }),
  };
}

/** SDKs take a name that they do not know for their default, and only log a warning. */
function checkName(sampler: unknown): void {
  if (typeof sampler !== 'string' || sampler.trim() === '') {
    throw new TracewrightError(
      'INVALID_OPTION',
      `env() option sampler is ${kindOf(sampler)}; it takes a name: ${STANDARD.join(', ')}.`,
    );
  }
  const meant = STANDARD.find(name => name !== sampler && lettersOf(name) === lettersOf(sampler));
  if (meant === undefined) return;
  throw new TracewrightError('INVALID_OPTION', `env() option sampler is "${sampler}". Did you mean "${meant}"?`);
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '');
}

function checkArg(sampler: string, samplerArg: unknown): void {
  if (samplerArg === undefined) return;
  if (TAKES_NONE.includes(sampler)) {
    throw new TracewrightError(
      'INVALID_OPTION',
      `env() option samplerArg is ${kindOf(samplerArg)}, and the sampler ${sampler} takes no argument. Give both: { sampler: 'traceidratio', samplerArg: 0.1 }.`,
    );
  }
  if (typeof samplerArg !== 'string' && typeof samplerArg !== 'number') {
    throw new TracewrightError(
      'INVALID_OPTION',
      `env() option samplerArg is ${kindOf(samplerArg)}; it takes a string or a number.`,
    );
  }
  const ratio = typeof samplerArg === 'string' && samplerArg.trim() === '' ? Number.NaN : Number(samplerArg);
  if (/(^|_)traceidratio$/.test(sampler) && !(ratio >= 0 && ratio <= 1)) {
    throw new TracewrightError(
      'INVALID_OPTION',
      `env() option samplerArg is ${String(samplerArg)}; ${sampler} takes a ratio from 0 to 1.`,
    );
  }
}
