import { excerpt } from './excerpt.ts';

export const TRACE_ID_BYTES = 16;
export const SPAN_ID_BYTES = 8;

const HEX = /^[0-9a-f]*$/;
const ZERO = /^0*$/;

/**
 * What is wrong with an id (lower-case hex), or undefined: trace.proto says that an id "with all zeroes or of length
 * other than 16 bytes" (8 for a span id) is invalid, as is an empty one.
 */
export function idFault(id: string, bytes: number): string | undefined {
  if (!HEX.test(id)) return `not hex (${excerpt(id)})`;
  if (id.length !== 2 * bytes) return id.length % 2 === 0 ? `${id.length / 2} bytes` : `${id.length} hex digits`;
  return ZERO.test(id) ? 'all zero' : undefined;
}

/** The rule that `idFault` checks. */
export function idRule(bytes: number): string {
  return `${bytes} bytes, not all zero`;
}
