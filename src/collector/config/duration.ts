const UNITS_MS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  ns: 1e-6,
};

/**
 * A duration as Go writes it (`1m30s`, `200ms`, `0`), in milliseconds; undefined for what is none. A bare number is
 * nanoseconds.
 *
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function parseDuration(given: unknown): number | undefined {
  if (typeof given === 'number') return given / 1e6;
  if (typeof given !== 'string') return undefined;
  const text = given.trim();
  if (/^\d+$/.test(text)) return Number(text) / 1e6;
  if (!/^(?:\d+(?:\.\d*)?|\.\d+)(?:h|ms|m|s|us|µs|ns)/.test(text)) return undefined;
  let total = 0;
  const rest = text.replace(/(\d+(?:\.\d*)?|\.\d+)(h|ms|m|s|us|µs|ns)/g, (_, number: string, unit: string) => {
    total += Number(number) * (UNITS_MS[unit] ?? 0);
    return '';
  });
  return rest === '' ? total : undefined;
}
