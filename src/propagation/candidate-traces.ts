import { isReadinessTrace } from '../model/readiness-agent.ts';
import type { Trace } from '../model/trace.ts';
import type { SpanGraph } from './span-graph.ts';

/**
 * The traces in which a service may have gone on after it lost the context: the strays of the capture, the other traces
 * that were given to the matcher, and what the receiver held at that time. What belongs to another capture is never
 * one of them, and neither is a readiness request of `startService`.
 */
export function candidateTraces(
  graph: SpanGraph,
  trace: Trace,
  given: readonly Trace[],
  service: string,
): readonly Trace[] {
  const found = new Map<string, Trace>();
  const others = given.filter(other => !other.isOwned);
  for (const candidate of [...trace.strays, ...others, ...trace.heldBeside(service)]) {
    if (!found.has(candidate.traceId) && !isReadinessTrace(candidate)) found.set(candidate.traceId, candidate);
  }
  for (const { traceId } of graph.traces) found.delete(traceId);
  return [...found.values()];
}
