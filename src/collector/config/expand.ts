/** The variables of the process that reads a configuration. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * A value with its environment variables, `${env:NAME}`, `${env:NAME:-default}` and `${NAME}`, replaced as the collector
 * does it; undefined when it refers to anything else, such as `${file:name}`.
 *
 * @see https://opentelemetry.io/docs/collector/configuration/#environment-variables
 */
export function expandVariables(text: string, variables: Variables): string | undefined {
  let isKnown = true;
  const expanded = text.replace(
    /\$\$|\$\{(?:(\w+):(?!-))?([^{}]*)\}/g,
    (whole, scheme: string | undefined, rest: string) => {
      if (whole === '$$') return '$';
      if (scheme !== undefined && scheme !== 'env') {
        isKnown = false;
        return whole;
      }
      const [, name = rest, fallback = ''] = /^(\w+):-(.*)$/s.exec(rest) ?? [];
      // Set and empty is a value, as in the collector.
      return variables[name] ?? fallback;
    },
  );
  return isKnown ? expanded : undefined;
}
