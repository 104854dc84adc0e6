import type { Crossing } from '../../model/crossing.ts';
import type { Trace } from '../../model/trace.ts';
import type { PlacedText, Visit } from './places.ts';

/** The headers that hold an application's own values, and not ids alone. */
const OWN_VALUES = ['baggage', 'tracestate'];
/** A trace id: as W3C and B3 have it, and X-Ray. */
const TRACE_ID = /(?<![\da-f])(?:[\da-f]{32}|[\da-f]{8}-[\da-f]{24})(?![\da-f])/gi;
/** Baggage and tracestate hold ids of others too. */
const CONTEXT = /^(?:traceparent|b3|x-b3-traceid|x-amzn-trace-id)$/;

/** What was seen crossing while these traces were captured, each crossing once. */
export function crossingsOf(traces: readonly Trace[]): readonly Crossing[] {
  const seen = new Map<string, Crossing>();
  for (const crossing of traces.flatMap(trace => trace.crossings)) {
    const id = JSON.stringify([crossing.witness, String(crossing.timeUnixNano), crossing.path, crossing.headers]);
    if (!seen.has(id)) seen.set(id, crossing);
  }
  return [...seen.values()];
}

/** Whether a crossing carried the context of one of these traces, or none at all while nothing else was captured. */
export function isOfTraces({ headers }: Crossing, traces: readonly Trace[]): boolean {
  const contexts = Object.entries(headers).filter(([name]) => CONTEXT.test(name));
  const ids = contexts.flatMap(([, values]) => values.flatMap(value => value.match(TRACE_ID) ?? []));
  if (ids.length === 0) return !traces.some(trace => trace.straysShared);
  return ids.some(id => traces.some(({ traceId }) => traceId === id.replace('-', '').toLowerCase()));
}

/** The baggage and the tracestate that crossed. */
export function visitCrossing({ headers }: Crossing, visit: Visit): void {
  for (const name of OWN_VALUES) visitHeader(name, headers[name] ?? [], visit);
}

/** Every header that was recorded. */
export function visitAllHeaders({ headers }: Crossing, visit: Visit): void {
  for (const [name, values] of Object.entries(headers)) visitHeader(name, values, visit);
}

function visitHeader(name: string, values: readonly string[], visit: Visit): void {
  const place: Omit<PlacedText, 'text'> = { keys: [name], path: `headers["${name}"]` };
  for (const text of values) visit({ ...place, text });
}
