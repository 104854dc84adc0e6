import { type Captured, Trace, type TraceParts, type TraceVerbs } from '../model/trace.ts';
import type { DecodedTraces } from '../otlp/decoded-traces.ts';
import { byTraceId } from './gather-anywhere.ts';
import type { HeldTrace } from './held-trace.ts';

/** The traces of spans that were decoded together and are whole, in the order of first appearance. */
export function heldTraces({ spans, problems }: DecodedTraces): HeldTrace[] {
  return Array.from(byTraceId(spans), ([traceId, ofTrace]) => {
    const ofThis = problems.filter(problem => problem.traceId === traceId);
    return { traceId, spans: ofTrace, problems: ofThis, note: undefined };
  });
}

/** Makes a Trace of all that is held of one, with what else is known of it. */
export function toTrace(
  { traceId, spans, problems, note }: HeldTrace,
  verbs: TraceVerbs,
  more: Pick<TraceParts, 'linked' | 'spanElsewhere'> = {},
): Trace {
  const parts = {
    traceId,
    spans,
    problems,
    sentSpanIds: new Set(note?.sentSpanIds),
    verbs,
    unended: note?.unended ?? [],
    ...more,
  };
  return new Trace(note?.unsettled === true ? { ...parts, captured: UNSETTLED } : parts);
}

const UNSETTLED: Captured<undefined> = {
  result: undefined,
  context: undefined,
  allowOrphans: false,
  unsettled: true,
  strays: () => [],
  straysShared: false,
};
