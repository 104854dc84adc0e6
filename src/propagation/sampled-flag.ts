import type { Span } from '../model/trace.ts';

/** Bit 0 of a span's flags: it is sampled. */
const SAMPLED = 0x1;

/**
 * The sampling decision in a span's flags. Undefined where they do not have it: flags of 0 were left out by the sender, and
 * Python's SDK writes only the bits that say whether the parent is remote (`_span_flags` of its OTLP encoder).
 */
export function sampledFlagOf({ flags, resource }: Span): boolean | undefined {
  if ((flags & SAMPLED) !== 0) return true;
  const isLeftOut = flags === 0 || resource.attributes['telemetry.sdk.language'] === 'python';
  return isLeftOut ? undefined : false;
}
