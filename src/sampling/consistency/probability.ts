import type { Span } from '../../model/trace.ts';
import { parseTracestate } from '../../propagation/formats/tracestate.ts';

/** What a span's tracestate says of consistent probability sampling: 56-bit numbers as 14 hex digits. */
export interface Probability {
  /** The rejection threshold: the span is kept where the randomness is not below it. */
  readonly threshold: string | undefined;
  /** The randomness that was made for the trace; without one it is the end of the trace id. */
  readonly randomness: string | undefined;
  /** A sub-key whose value breaks its grammar. */
  readonly malformed: { readonly key: 'th' | 'rv'; readonly value: string } | undefined;
}

const NOTHING: Probability = { threshold: undefined, randomness: undefined, malformed: undefined };
const DIGITS = 14;

/**
 * Reads the sub-keys `th` and `rv` of the member `ot`.
 *
 * @see https://opentelemetry.io/docs/specs/otel/trace/tracestate-handling/#sampling-threshold-value-th
 */
export function probabilityOf({ traceState }: Span): Probability {
  if (!traceState.includes('ot=')) return NOTHING;
  const members = parseTracestate([traceState]);
  const value = typeof members === 'string' ? undefined : members.find(({ key }) => key === 'ot')?.value;
  if (value === undefined) return NOTHING;
  const parts = new Map(
    value.split(';').map(part => {
      const at = part.indexOf(':');
      return [part.slice(0, at), part.slice(at + 1)] as const;
    }),
  );
  const [th, rv] = [parts.get('th'), parts.get('rv')];
  const isThreshold = th !== undefined && /^[\da-f]{1,14}$/.test(th);
  const isRandomness = rv !== undefined && /^[\da-f]{14}$/.test(rv);
  return {
    // Zeros at the end are left out.
    threshold: isThreshold ? th.padEnd(DIGITS, '0') : undefined,
    randomness: isRandomness ? rv : undefined,
    malformed:
      th !== undefined && !isThreshold
        ? { key: 'th', value: th }
        : rv !== undefined && !isRandomness
          ? { key: 'rv', value: rv }
          : undefined,
  };
}

/** The randomness that decides of a trace where its tracestate has none: the last 56 bits of its id. */
export function randomnessOfId({ traceId }: Span): string {
  return traceId.slice(-DIGITS);
}
