import { headerValues, trimBlanks } from './carrier.ts';
import type { Carrier, Extraction, PropagatedContext, PropagationFormat } from './format.ts';
import { idProblem } from './trace-id.ts';

const MULTI = ['X-B3-TraceId', 'X-B3-SpanId', 'X-B3-Sampled', 'X-B3-Flags', 'X-B3-ParentSpanId'] as const;

/**
 * B3 in one header, `b3: traceid-spanid-state`. Reading, the single header is tried before the several.
 *
 * @see https://github.com/openzipkin/b3-propagation
 */
export const b3: PropagationFormat = {
  name: 'b3',
  headers: ['b3'],
  inject({ traceId, spanId, sampled, debug }) {
    if (spanId === undefined) return {};
    const state = debug === true ? '-d' : sampled === undefined ? '' : sampled ? '-1' : '-0';
    return { b3: `${traceId}-${spanId}${state}` };
  },
  extract(carrier) {
    const single = extractSingle(carrier);
    return single.kind === 'absent' ? extractMulti(carrier) : single;
  },
};

/** B3 in several headers, `X-B3-TraceId` and its like. `X-B3-ParentSpanId` is read over, and never written. */
export const b3multi: PropagationFormat = {
  name: 'b3multi',
  headers: MULTI,
  inject({ traceId, spanId, sampled, debug }) {
    if (spanId === undefined) return {};
    const ids = { 'X-B3-TraceId': traceId, 'X-B3-SpanId': spanId };
    if (debug === true) return { ...ids, 'X-B3-Flags': '1' };
    return sampled === undefined ? ids : { ...ids, 'X-B3-Sampled': sampled ? '1' : '0' };
  },
  extract: carrier => {
    const several = extractMulti(carrier);
    return several.kind === 'absent' ? extractSingle(carrier) : several;
  },
};

function extractSingle(carrier: Carrier): Extraction {
  const values = headerValues(carrier, 'b3');
  const [value] = values;
  if (value === undefined) return { kind: 'absent' };
  const context = values.length > 1 ? 'it is there more than once' : parseB3(value);
  if (typeof context !== 'string') return { kind: 'context', context, refused: [] };
  return { kind: 'refused', refused: [{ header: 'b3', value: values.join(', '), reason: context }] };
}

/** Reads the single header, or says why it names no span. */
export function parseB3(header: string): PropagatedContext | string {
  const text = trimBlanks(header);
  if (/^[01d]$/.test(text)) return 'it holds a sampling decision alone, and no ids';
  const [traceId = '', spanId, state, parentId, ...more] = text.split('-');
  if (spanId === undefined) return 'its parts are not a trace id and a span id with "-" between';
  if (more.length > 0) return 'it has more than four parts';
  const problem = traceIdProblem(traceId) ?? idProblem('the span id', spanId, 16);
  if (problem !== undefined) return problem;
  const parentProblem = parentId === undefined ? undefined : idProblem('the parent span id', parentId, 16);
  if (parentProblem !== undefined) return parentProblem;
  if (state !== undefined && !/^[01d]$/.test(state)) return `its sampling state is "${state}"; it is 0, 1 or d`;
  return contextOf(traceId, spanId, state === undefined ? undefined : state !== '0', state === 'd');
}

function extractMulti(carrier: Carrier): Extraction {
  const read = (name: (typeof MULTI)[number]) => headerValues(carrier, name).map(trimBlanks);
  const [traceId, ...otherTraceIds] = read('X-B3-TraceId');
  const [spanId, ...otherSpanIds] = read('X-B3-SpanId');
  const refuse = (header: string, value: string, reason: string): Extraction => ({
    kind: 'refused',
    refused: [{ header, value, reason }],
  });
  if (traceId === undefined && spanId === undefined) return { kind: 'absent' };
  if (traceId === undefined) return refuse('X-B3-TraceId', '', 'it is missing, though X-B3-SpanId is there');
  if (spanId === undefined) return refuse('X-B3-SpanId', '', 'it is missing, though X-B3-TraceId is there');
  if (otherTraceIds.length > 0) return refuse('X-B3-TraceId', traceId, 'it is there more than once');
  if (otherSpanIds.length > 0) return refuse('X-B3-SpanId', spanId, 'it is there more than once');
  const traceProblem = traceIdProblem(traceId);
  if (traceProblem !== undefined) return refuse('X-B3-TraceId', traceId, traceProblem);
  const spanProblem = idProblem('the span id', spanId, 16);
  if (spanProblem !== undefined) return refuse('X-B3-SpanId', spanId, spanProblem);
  const [state] = read('X-B3-Sampled');
  // `true` and `false` come from tracers of before the specification.
  if (state !== undefined && !/^(?:[01]|true|false)$/i.test(state)) {
    return refuse('X-B3-Sampled', state, 'it is neither 0 nor 1');
  }
  const debug = read('X-B3-Flags')[0] === '1';
  const sampled = state === undefined ? undefined : /^(?:1|true)$/i.test(state);
  return { kind: 'context', context: contextOf(traceId, spanId, sampled, debug), refused: [] };
}

/** B3 also has trace ids of 64 bits. */
function traceIdProblem(traceId: string): string | undefined {
  return idProblem('the trace id', traceId, traceId.length === 16 ? 16 : 32);
}

/** Debug implies sampled. A trace id of 64 bits is the lower half of one of 128. */
function contextOf(traceId: string, spanId: string, sampled: boolean | undefined, debug: boolean): PropagatedContext {
  const context = { traceId: traceId.padStart(32, '0'), spanId };
  return debug ? { ...context, sampled: true, debug } : { ...context, sampled };
}
