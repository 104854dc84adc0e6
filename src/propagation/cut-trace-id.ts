/** The half of a trace id that is left of it. */
export type IdHalf = 'low' | 'high';

/**
 * Which 64 bits of a trace id of 128 bits are left in another id: alone, or filled up with zeros on either side.
 * Undefined when the other id is not made of a half of it.
 */
export function cutHalf(traceId: string, whole: string): IdHalf | undefined {
  if (traceId === whole || whole.length !== 32) return undefined;
  const halves = { high: whole.slice(0, 16), low: whole.slice(16) };
  for (const half of ['low', 'high'] as const) {
    const digits = halves[half];
    if (/^0*$/.test(digits)) continue;
    if ([digits, digits.padStart(32, '0'), digits.padEnd(32, '0')].includes(traceId)) return half;
  }
  return undefined;
}

/** The same for the first of several trace ids of which it is a half. */
export function cutOf(
  traceId: string,
  traces: readonly { readonly traceId: string }[],
): { readonly half: IdHalf; readonly whole: string } | undefined {
  for (const { traceId: whole } of traces) {
    const half = cutHalf(traceId, whole);
    if (half !== undefined) return { half, whole };
  }
  return undefined;
}
