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
  if (!HEX.test(id)) {
    const isBase64 = meantId(id, bytes) !== undefined;
    return isBase64 ? `base64 (${excerpt(id)}), while OTLP/JSON has ids in hex` : `not hex (${excerpt(id)})`;
  }
  if (id.length !== 2 * bytes) return id.length % 2 === 0 ? `${id.length / 2} bytes` : `${id.length} hex digits`;
  return ZERO.test(id) ? 'all zero' : undefined;
}

/** The rule that `idFault` checks. */
export function idRule(bytes: number): string {
  return `${bytes} bytes, not all zero`;
}

/**
 * The id that was meant, in lower-case hex: the id itself if it is valid; else what it says as base64, or as the bytes of
 * its hex digits, which are the usual mistakes of a sender. Undefined when none of them is a valid id.
 */
export function meantId(id: string, bytes: number): string | undefined {
  const readings = [id, Buffer.from(id, 'hex').toString('latin1').toLowerCase()];
  // In protobuf an id is bytes, which are hex here: 11 of them are 22 digits, as an id in base64 has.
  if (!HEX.test(id) && /^[A-Za-z\d+/_-]+={0,2}$/.test(id)) readings.push(Buffer.from(id, 'base64').toString('hex'));
  return readings.find(reading => isValidId(reading, bytes));
}

/** Whether it is an id of so many bytes, in lower-case hex, and not all zero. */
export function isValidId(id: string, bytes: number): boolean {
  return id.length === 2 * bytes && HEX.test(id) && !ZERO.test(id);
}
