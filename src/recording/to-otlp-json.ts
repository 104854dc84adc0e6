import { TracewrightError } from '../errors.ts';
import { kindOf } from '../misuse.ts';
import { isSpan, isTrace, type Trace } from '../model/trace.ts';
import { encodeTracesJson } from '../otlp/encode-json.ts';
import type { OtlpTracesJson } from '../otlp/otlp-json.ts';

/**
 * A trace as OTLP JSON, with all its values: for another tool, or for an OTLP endpoint.
 *
 * Nothing is masked. `JSON.stringify(trace)` and `console.log(trace)` print the masked tree instead.
 *
 * @param traces a Trace, or an array of them
 * @returns an object that `JSON.stringify` turns into the body of a request to `/v1/traces`
 * @throws {TracewrightError} INVALID_SUBJECT when it is given anything else.
 * @example
 * await fetch('http://localhost:4318/v1/traces', {
 *   method: 'POST',
 *   headers: { 'content-type': 'application/json' },
 *   body: JSON.stringify(toOtlpJson(trace)),
 * });
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function toOtlpJson(traces: Trace | readonly Trace[]): OtlpTracesJson {
  const given: readonly unknown[] = Array.isArray(traces) ? traces : [traces];
  const spans = given.flatMap((trace, index) => {
    if (isTrace(trace)) return trace.spans;
    throw invalid(trace, Array.isArray(traces) ? ` as element ${index}` : '');
  });
  // JSON.stringify writes a negative zero as 0. OTLP takes numbers as text, too.
  const keepSign = (_key: string, value: unknown) => (Object.is(value, -0) ? '-0.0' : value);
  return JSON.parse(encodeTracesJson(spans), keepSign) as OtlpTracesJson;
}

function invalid(received: unknown, place: string): TracewrightError {
  const kind = kindOf(received);
  const hints: Readonly<Record<string, string>> = {
    'a Promise': ' Await it first.',
    'a Receiver': ' Pass receiver.traces.',
  };
  const hint = isSpan(received) ? ' Pass its trace: span.trace.' : (hints[kind] ?? '');
  const text = `toOtlpJson takes a Trace or an array of Traces; it received ${kind}${place}.${hint}`;
  return new TracewrightError('INVALID_SUBJECT', text);
}
