import { TracewrightError } from '../errors.ts';
import { kindOf } from '../misuse.ts';
import { idProblem } from '../propagation/formats/trace-id.ts';
import { fromXrayId, toXrayId } from '../propagation/formats/xray.ts';

/**
 * The X-Ray form of a trace id: `1-5759e988-bd862e3fe1be46a994272793` for `5759e988bd862e3fe1be46a994272793`.
 *
 * @param traceId 32 lower-case hex digits, not all zero
 * @throws {TracewrightError} INVALID_OPTION with the rule that the id breaks
 * @example
 * toXRayTraceId(trace.traceId); // '1-4bf92f35-77b34da6a3ce929d0e0e4736'
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids
 */
export function toXRayTraceId(traceId: string): string {
  if (typeof traceId !== 'string')
    throw invalid(`toXRayTraceId() takes a trace id as text; received ${kindOf(traceId)}.`);
  const problem = idProblem('the trace id', traceId, 32);
  if (problem === undefined) return toXrayId(traceId);
  const hint = typeof fromXrayId(traceId) === 'string' ? '' : ' It is an X-Ray id already.';
  throw invalid(`toXRayTraceId(): ${problem}: ${JSON.stringify(traceId)}.${hint}`);
}

/**
 * The trace id of OpenTelemetry and W3C of an id in X-Ray's form.
 *
 * @param xrayTraceId `1-<8 hex digits>-<24 hex digits>`, as in the console, in logs, or behind `Root=` in the header
 * @returns 32 lower-case hex digits
 * @throws {TracewrightError} INVALID_OPTION with the rule that the id breaks
 * @example
 * fromXRayTraceId('1-4bf92f35-77b34da6a3ce929d0e0e4736'); // '4bf92f3577b34da6a3ce929d0e0e4736'
 */
export function fromXRayTraceId(xrayTraceId: string): string {
  if (typeof xrayTraceId !== 'string')
    throw invalid(`fromXRayTraceId() takes an X-Ray id as text; received ${kindOf(xrayTraceId)}.`);
  const read = fromXrayId(xrayTraceId);
  if (typeof read !== 'string') return read.traceId;
  const hint = idProblem('', xrayTraceId, 32) === undefined ? ' It is a W3C id already.' : '';
  throw invalid(`fromXRayTraceId(): ${read.replace(/^Root/, 'the id')}: ${JSON.stringify(xrayTraceId)}.${hint}`);
}

function invalid(text: string): TracewrightError {
  return new TracewrightError('INVALID_OPTION', text);
}
