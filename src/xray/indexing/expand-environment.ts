import { TracewrightError } from '../../errors.ts';

/** `${env:NAME}`, `${env:NAME:-default}`, `${NAME}`; `$$` stands for a dollar sign. */
const REFERENCE = /\$\$|\$\{([^{}]*)\}/g;
const VARIABLE = /^(?:env:)?([A-Za-z_][\w]*)(?::-(.*))?$/s;

/**
 * A text of a collector's configuration with the values of environment variables in it. Where it is nothing but one
 * reference, the value is YAML, as it is for the collector: a list, a number, true or false.
 *
 * @param parse reads YAML
 * @throws {TracewrightError} INVALID_OPTION for a variable that is not set and has no default, and for other providers
 * @see https://opentelemetry.io/docs/collector/configuration/#environment-variables
 */
export function expandEnvironment(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
  parse: (yaml: string) => unknown,
  where: string,
): unknown {
  const whole = /^\$\{([^{}]*)\}$/.exec(text)?.[1];
  if (whole !== undefined) return parse(variableValue(whole, environment, where));
  return text.replace(REFERENCE, (match, reference?: string) =>
    match === '$$' ? '$' : variableValue(reference ?? '', environment, where),
  );
}

function variableValue(
  reference: string,
  environment: Readonly<Record<string, string | undefined>>,
  where: string,
): string {
  const [, name, fallback] = VARIABLE.exec(reference) ?? [];
  if (name === undefined) {
    throw new TracewrightError(
      'INVALID_OPTION',
      `${where} is read from \${${reference}}. Only environment variables are supported: \${env:NAME}. Pass the parsed configuration as an object, with the value in it.`,
    );
  }
  const value = environment[name] ?? fallback;
  if (value !== undefined) return value;
  throw new TracewrightError(
    'INVALID_OPTION',
    `${where} is read from the environment variable ${name}, which is not set in the test's environment. Set it, or write a default: \${env:${name}:-...}.`,
  );
}
