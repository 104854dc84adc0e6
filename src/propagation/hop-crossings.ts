import type { Trace } from '../model/trace.ts';
import { type Hop, isSeenCall, portIn, portOf } from './find-hop.ts';
import { type ReadCrossing, readCrossing } from './read-crossing.ts';
import type { SpanGraph } from './span-graph.ts';

/** A crossing's time is as exact as this. */
const MILLISECOND = 1_000_000n;

/** What was seen crossing at a hop, by what it carried. */
export interface HopCrossings {
  /** The context of this trace. */
  readonly own: readonly ReadCrossing[];
  /** That of another trace: the receiver's, or one that nobody knows. */
  readonly other: readonly ReadCrossing[];
  /** Headers that break their format's rules, and no context. */
  readonly malformed: readonly ReadCrossing[];
  /** Headers of another tracing system alone. */
  readonly foreign: readonly ReadCrossing[];
  /** Nothing of the kind. */
  readonly bare: readonly ReadCrossing[];
}

/** Those of a trace's crossings that were of this hop. */
export function crossingsAt(graph: SpanGraph, trace: Trace, hop: Hop): HopCrossings {
  const read = trace.crossings.map(readCrossing).filter(crossing => isAtHop(graph, trace, hop, crossing));
  const holdsOwn = ({ contexts }: ReadCrossing): boolean => contexts.some(({ context }) => isOwn(graph, context));
  const rest = read.filter(crossing => !holdsOwn(crossing));
  const without = rest.filter(({ contexts }) => contexts.length === 0);
  return {
    own: read.filter(holdsOwn),
    other: rest.filter(({ contexts }) => contexts.length > 0),
    malformed: without.filter(({ refused }) => refused.length > 0),
    foreign: without.filter(({ refused, systems }) => refused.length === 0 && systems.length > 0),
    bare: without.filter(({ refused, systems }) => refused.length === 0 && systems.length === 0),
  };
}

function isOwn(graph: SpanGraph, { traceId }: { readonly traceId: string }): boolean {
  return graph.traces.some(trace => trace.traceId === traceId);
}

function isAtHop(graph: SpanGraph, trace: Trace, hop: Hop, { crossing, contexts }: ReadCrossing): boolean {
  const own = contexts.find(({ context }) => isOwn(graph, context))?.context;
  const sender = own?.spanId === undefined ? undefined : graph.spanOf(own.traceId, own.spanId);
  const { sent, began, orphan } = hop;
  const receiver = began ?? orphan;
  if (sender !== undefined) {
    // What it carried names the call: it is this hop's, or it is not.
    if (sent !== undefined && hop.calls.includes(sender)) return sender === sent;
    if (hop.calls.includes(sender)) return true;
    const isAbove = hop.reached.some(span => span.parentSpanId === sender.spanId);
    return isAbove && isNear(trace, hop, crossing) && !isEntryOf(trace, hop, crossing);
  }
  if (own !== undefined) {
    if (orphan !== undefined) return orphan.parentSpanId === own.spanId || isSeen(crossing, hop);
    return own.spanId === trace.context?.spanId
      ? isNear(trace, hop, crossing) && !isEntryOf(trace, hop, crossing)
      : isSeen(crossing, hop) || isNear(trace, hop, crossing);
  }
  if (contexts.length > 0) {
    const known = contexts.some(({ context }) => trace.strays.some(({ traceId }) => traceId === context.traceId));
    if (!known && trace.straysShared) return false;
    if (receiver !== undefined && contexts.some(({ context }) => context.traceId === receiver.traceId)) return true;
  }
  return isSeen(crossing, hop);
}

/** It was on its way when one of the two sides was at it, and looks like it. */
function isSeen(crossing: Trace['crossings'][number], { sent, began, orphan }: Hop): boolean {
  const receiver = began ?? orphan;
  return (
    (sent !== undefined && isSeenCall(crossing, sent, 'sender')) ||
    (receiver !== undefined && isSeenCall(crossing, receiver, 'receiver'))
  );
}

/** It went to the receiver, while the sender was at work; where the receiver's port is not known, to nobody else that is. */
function isNear(trace: Trace, { to, below, reached }: Hop, crossing: Trace['crossings'][number]): boolean {
  if (crossing.transport === 'message') return reached.length > 0 && crossing.timeUnixNano >= startOf(below);
  const target = portIn(crossing.target);
  const isOfOthers = [...trace.startedServices.values()].some(({ name, port }) => name !== to && port === target);
  if (isOfOthers || reached.length === 0) return false;
  const at = portOf(trace, to);
  return (at === undefined || at === target) && crossing.timeUnixNano >= startOf(below);
}

/** It is what called the sender itself. */
function isEntryOf(trace: Trace, { from, reached }: Hop, crossing: Trace['crossings'][number]): boolean {
  if (from !== undefined && portOf(trace, from) !== undefined && portIn(crossing.target) === portOf(trace, from))
    return true;
  return reached.some(span => crossing.timeUnixNano + MILLISECOND < span.startTimeUnixNano);
}

function startOf(spans: Iterable<{ readonly startTimeUnixNano: bigint }>): bigint {
  let first: bigint | undefined;
  for (const { startTimeUnixNano } of spans)
    if (first === undefined || startTimeUnixNano < first) first = startTimeUnixNano;
  return first ?? 0n;
}
