import { trimBlanks } from './carrier.ts';
import type { PropagatedContext } from './format.ts';
import { idProblem } from './trace-id.ts';

// version-format = 2HEXDIGLC; of version 00: trace-id "-" parent-id "-" trace-flags
// 0        3                                    36                  53  55
// 00      -0af7651916cd43dd8448eb211c80319c   -b7ad6b7169203331   -01
const LENGTH = 55;
const SAMPLED = 0x01;
const RANDOM = 0x02;

export type Traceparent = Pick<PropagatedContext, 'traceId' | 'sampled' | 'random'> & { readonly spanId: string };

/** Writes a traceparent of version 00. */
export function formatTraceparent({ traceId, spanId, sampled, random }: Traceparent): string {
  const flags = (sampled === true ? SAMPLED : 0) | (random === true ? RANDOM : 0);
  return `00-${traceId}-${spanId}-${flags.toString(16).padStart(2, '0')}`;
}

/**
 * Reads a traceparent, or says why it is none. Of versions after 00, what may follow the flags is ignored.
 *
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function parseTraceparent(header: string): Traceparent | string {
  const text = trimBlanks(header);
  const version = text.slice(0, 2);
  if (!/^[\da-f]{2}$/.test(version)) return 'the version is not two lower-case hex digits';
  if (version === 'ff') return 'version ff is forbidden';
  if (text.length < LENGTH) return `it has ${text.length} characters; a traceparent has ${LENGTH}`;
  if (version === '00' && text.length > LENGTH) return `it has ${text.length} characters; version 00 has ${LENGTH}`;
  if (text.length > LENGTH && text[LENGTH] !== '-') return 'what follows the flags does not begin with "-"';
  if (text[2] !== '-' || text[35] !== '-' || text[52] !== '-')
    return 'its parts are not 2, 32, 16 and 2 digits with "-" between';
  const traceId = text.slice(3, 35);
  const spanId = text.slice(36, 52);
  const flags = text.slice(53, LENGTH);
  const problem = idProblem('the trace id', traceId, 32) ?? idProblem('the parent id', spanId, 16);
  if (problem !== undefined) return problem;
  if (!/^[\da-f]{2}$/.test(flags)) return 'the flags are not two lower-case hex digits';
  const bits = Number.parseInt(flags, 16);
  return { traceId, spanId, sampled: (bits & SAMPLED) !== 0, ...((bits & RANDOM) === 0 ? {} : { random: true }) };
}
