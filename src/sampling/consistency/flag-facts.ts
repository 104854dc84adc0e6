import type { Span, Trace } from '../../model/trace.ts';
import { readCrossing } from '../../propagation/read-crossing.ts';
import type { Inconsistency } from './inconsistency.ts';

/** W3C's flag "sampled". */
const SAMPLED = 0x01;

/** What contexts that crossed, and that the capture sent, say against spans that arrived. */
export function contextFacts(trace: Trace): Inconsistency[] {
  const byId = new Map(trace.spans.map(span => [span.spanId, span]));
  const found = new Map<string, Inconsistency>();
  const receiversOf = (spanId: string): readonly Span[] =>
    trace.spans.filter(span => span.parentSpanId === spanId && span.parent === undefined);
  for (const crossing of trace.crossings) {
    for (const { context } of readCrossing(crossing).contexts) {
      const { traceId, spanId, sampled } = context;
      if (traceId !== trace.traceId || spanId === undefined || sampled !== false || found.has(spanId)) continue;
      const sender = byId.get(spanId);
      const [receiver] = receiversOf(spanId);
      if (sender !== undefined) found.set(spanId, { kind: 'handed-on-unsampled', span: sender, crossing });
      else if (receiver !== undefined) found.set(spanId, { kind: 'recorded-unsampled', span: receiver, crossing });
    }
  }
  const { context } = trace;
  if (context?.sampled === false && !found.has(context.spanId)) {
    const [receiver] = receiversOf(context.spanId);
    if (receiver !== undefined)
      found.set(context.spanId, { kind: 'recorded-unsampled', span: receiver, crossing: undefined });
  }
  return [...found.values()];
}

/**
 * Spans whose own flags say "not sampled". Some SDKs never write the flags of the context, so only those of a service count
 * that writes them for other spans.
 */
export function flagFacts(traces: readonly Trace[]): Inconsistency[] {
  const spans = traces.flatMap(trace => trace.spans);
  const writers = new Set(spans.filter(({ flags }) => (flags & SAMPLED) !== 0).map(({ service }) => service));
  return spans
    .filter(({ flags, service }) => flags !== 0 && (flags & SAMPLED) === 0 && writers.has(service))
    .map(span => ({ kind: 'flag-missing', span }));
}
