import { TracewrightError } from '../errors.ts';
import { parseB3 } from './formats/b3.ts';
import type { PropagatedContext } from './formats/format.ts';
import { parseTraceparent } from './formats/traceparent.ts';
import { parseXray } from './formats/xray.ts';

/** A header that somebody sent, and what it says. */
export interface ReadHeader {
  /** Its name: `traceparent`, `X-Amzn-Trace-Id` or `b3`. */
  readonly name: string;
  readonly value: string;
  readonly context: PropagatedContext;
}

/**
 * Reads the value of a traceparent, X-Amzn-Trace-Id or b3 header: which of them it is, its form tells.
 *
 * @throws {TracewrightError} INVALID_HEADER, with the rule that it breaks
 */
export function readHeader(value: string, where: string): ReadHeader {
  const [name, parse] = formOf(value);
  const context = parse(value);
  if (typeof context !== 'string') return { name, value, context };
  throw new TracewrightError(
    'INVALID_HEADER',
    `${where}: ${JSON.stringify(value.slice(0, 300))} is no ${name} header: ${context}.`,
  );
}

/** X-Ray has `=`, a traceparent begins with a version of two characters; all else can only be meant as b3. */
function formOf(value: string): [name: string, parse: (value: string) => PropagatedContext | string] {
  if (value.includes('=')) return ['X-Amzn-Trace-Id', parseXray];
  const isTraceparent =
    /^\s*[\da-fA-F]{0,2}-/.test(value) || (value.split('-').length === 4 && value.trim().length > 51);
  return isTraceparent ? ['traceparent', parseTraceparent] : ['b3', parseB3];
}
