import { headerValues } from './carrier.ts';
import type { PropagationFormat, Refusal } from './format.ts';
import { formatTraceparent, parseTraceparent } from './traceparent.ts';
import { formatTracestate, parseTracestate } from './tracestate.ts';

/**
 * W3C Trace Context, level 2: `traceparent` and `tracestate`. A tracestate that breaks its rules is thrown away as a
 * whole, and the traceparent goes on.
 *
 * @see https://www.w3.org/TR/trace-context-2/
 */
export const w3c: PropagationFormat = {
  name: 'w3c',
  headers: ['traceparent', 'tracestate'],
  inject({ traceId, spanId, sampled, random, traceState = [] }) {
    if (spanId === undefined) return {};
    const traceparent = formatTraceparent({ traceId, spanId, sampled, ...(random && { random }) });
    return traceState.length === 0 ? { traceparent } : { traceparent, tracestate: formatTracestate(traceState) };
  },
  extract(carrier) {
    const traceparents = headerValues(carrier, 'traceparent');
    const [value] = traceparents;
    if (value === undefined) return { kind: 'absent' };
    if (traceparents.length > 1) {
      return refused({ header: 'traceparent', value: traceparents.join(', '), reason: 'it is there more than once' });
    }
    const parent = parseTraceparent(value);
    if (typeof parent === 'string') return refused({ header: 'traceparent', value, reason: parent });
    const states = headerValues(carrier, 'tracestate');
    const state = parseTracestate(states);
    if (typeof state === 'string') {
      const refusal = { header: 'tracestate', value: states.join(', '), reason: state };
      return { kind: 'context', context: parent, refused: [refusal] };
    }
    const context = state.length === 0 ? parent : { ...parent, traceState: state };
    return { kind: 'context', context, refused: [] };
  },
};

function refused(refusal: Refusal): { readonly kind: 'refused'; readonly refused: readonly [Refusal] } {
  return { kind: 'refused', refused: [refusal] };
}
