/** The variables of the process that reads a configuration. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Why a value cannot be read: a variable that is not set and has no default, or something else than a variable. */
export interface Unreadable {
  /** `env:NAME`, `file:name` */
  readonly reference: string;
  /** The variable that is not set; undefined for another provider. */
  readonly variable: string | undefined;
}

/**
 * A value with its environment variables, `${env:NAME}`, `${env:NAME:-default}` and `${NAME}`, replaced as the collector
 * does it. `onUnreadable` gets each reference that has no value here; the text in its place is empty, as in the collector.
 *
 * @see https://opentelemetry.io/docs/collector/configuration/#environment-variables
 */
export function expandVariables(
  text: string,
  variables: Variables,
  onUnreadable: (unreadable: Unreadable) => void,
): string {
  return text.replace(/\$\$|\$\{(?:(\w+):(?!-))?([^{}]*)\}/g, (whole, scheme: string | undefined, rest: string) => {
    if (whole === '$$') return '$';
    const [, name = rest, fallback] = /^(\w+):-(.*)$/s.exec(rest) ?? [];
    const isVariable = (scheme ?? 'env') === 'env' && /^[A-Za-z_]\w*$/.test(name);
    // Set and empty is a value, as in the collector.
    const value = isVariable ? (variables[name] ?? fallback) : undefined;
    if (value === undefined) onUnreadable({ reference: whole.slice(2, -1), variable: isVariable ? name : undefined });
    return value ?? '';
  });
}
