import type { Trace } from '../model/trace.ts';
import type { UnendedSpan } from '../model/unended-span.ts';
import type { TraceNote } from './held-trace.ts';

/** The member of a line that holds a {@link TraceNote}. Readers of OTLP ignore members that they do not know. */
export const NOTE_KEY = 'tracewright';

/**
 * What the spans of a trace do not say: that the parent of its roots was the test's own context, which no span has, and
 * that it was recorded before it was whole. Undefined when there is nothing to say.
 *
 * Without it a captured trace, read back, would have orphans for roots, and a part would pass for the whole.
 */
export function traceNote(trace: Trace): TraceNote | undefined {
  const parentIds = trace.roots.flatMap(root => (root.parentSpanId === undefined ? [] : [root.parentSpanId]));
  const { traceId, unsettled, unended } = trace;
  if (parentIds.length === 0 && !unsettled && unended.length === 0) return undefined;
  const note = { traceId, sentSpanIds: [...new Set(parentIds)], unsettled };
  return unended.length === 0 ? note : { ...note, unended: unended.map(plainData) };
}

/** A note that was read; undefined when it is none that we wrote. */
export function parseNote(value: unknown): TraceNote | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { traceId, sentSpanIds, unsettled, unended = [] } = value as Record<string, unknown>;
  if (typeof traceId !== 'string' || !Array.isArray(sentSpanIds) || typeof unsettled !== 'boolean') return undefined;
  return {
    traceId,
    sentSpanIds: sentSpanIds.filter(id => typeof id === 'string'),
    unsettled,
    unended: Array.isArray(unended) ? unended.filter(isUnendedSpan).map(plainData) : [],
  };
}

function isUnendedSpan(value: unknown): value is UnendedSpan {
  if (typeof value !== 'object' || value === null) return false;
  const { name, service, traceId, spanId, parentSpanId } = value as Record<string, unknown>;
  const isNamed = [name, service, traceId, spanId].every(text => typeof text === 'string');
  return isNamed && (parentSpanId === undefined || typeof parentSpanId === 'string');
}

/** Its fields in an object that JSON.stringify writes with their values. */
function plainData({ name, service, traceId, spanId, parentSpanId }: UnendedSpan): UnendedSpan {
  return { name, service, traceId, spanId, parentSpanId };
}
