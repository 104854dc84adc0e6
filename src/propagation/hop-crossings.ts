import type { Span, Trace } from '../model/trace.ts';
import { isCall } from './call-facts.ts';
import { cutOf } from './cut-trace-id.ts';
import { type Hop, isSeenCall, portIn, portOf } from './find-hop.ts';
import type { PropagatedContext } from './formats/format.ts';
import { type ReadCrossing, readCrossing } from './read-crossing.ts';
import type { SpanGraph } from './span-graph.ts';

/** A crossing's time is as exact as this. */
const MILLISECOND = 1_000_000n;

/** What was seen crossing at a hop, by what it carried. */
export interface HopCrossings {
  /** The context of this trace. */
  readonly own: readonly ReadCrossing[];
  /** The context of this trace, but only in a header of no known format. */
  readonly renamed: readonly ReadCrossing[];
  /** A context whose trace id is a half of this trace's id. */
  readonly cut: readonly ReadCrossing[];
  /** That of another trace: the receiver's, or one that nobody knows. */
  readonly other: readonly ReadCrossing[];
  /** A sampling decision without ids: "not sampled". */
  readonly unsampled: readonly ReadCrossing[];
  /** Headers that break their format's rules, and no context. */
  readonly malformed: readonly ReadCrossing[];
  /** A header of no known format that looks like the context of another trace. */
  readonly alike: readonly ReadCrossing[];
  /** Headers of another tracing system alone. */
  readonly foreign: readonly ReadCrossing[];
  /** Nothing of the kind. */
  readonly bare: readonly ReadCrossing[];
}

/** Those of a trace's crossings that were of this hop. */
export function crossingsAt(graph: SpanGraph, trace: Trace, hop: Hop): HopCrossings {
  const sorted: Record<keyof HopCrossings, ReadCrossing[]> = {
    own: [],
    renamed: [],
    cut: [],
    other: [],
    unsampled: [],
    malformed: [],
    foreign: [],
    alike: [],
    bare: [],
  };
  for (const crossing of trace.crossings) {
    const read = readCrossing(crossing);
    if (isAtHop(graph, trace, hop, read)) sorted[carriedBy(graph, read)].push(read);
  }
  return sorted;
}

/** What a crossing carried: what says most of it counts. */
function carriedBy(graph: SpanGraph, read: ReadCrossing): keyof HopCrossings {
  const { contexts, refused, systems, lookalikes, decision } = read;
  if (contexts.some(({ context }) => isOwn(graph, context))) return 'own';
  if (cutIn(graph, read) !== undefined) return 'cut';
  if (lookalikes.some(({ context }) => context !== undefined && isOwn(graph, context)))
    return systems.length > 0 && contexts.length === 0 ? 'foreign' : 'renamed';
  if (contexts.length > 0) return 'other';
  if (decision?.sampled === false) return 'unsampled';
  if (refused.length > 0) return 'malformed';
  if (systems.length > 0) return 'foreign';
  return lookalikes.some(({ weak }) => !weak) ? 'alike' : 'bare';
}

/** `00-<16 digits>-<16 digits>-01`: no traceparent, but one whose trace id was cut. */
const SHORT_TRACEPARENT = /^[\da-f]{2}-([\da-f]{16})-([\da-f]{16})-[\da-f]{2}$/;

/** The header whose trace id is a half of this trace's, and that id as it was carried. */
export function cutIn(
  graph: SpanGraph,
  { crossing, contexts, lookalikes }: ReadCrossing,
): { readonly header: string | undefined; readonly traceId: string } | undefined {
  const short = (crossing.headers.traceparent ?? []).flatMap(value => SHORT_TRACEPARENT.exec(value.trim())?.[1] ?? []);
  const carried = [
    ...contexts.map(({ context }) => ({ header: undefined, traceId: context.traceId })),
    ...short.map(traceId => ({ header: 'traceparent', traceId })),
    ...lookalikes.flatMap(({ header, context, weak }) =>
      context === undefined || weak ? [] : [{ header, traceId: context.traceId }],
    ),
  ];
  return carried.find(({ traceId }) => cutOf(traceId, graph.traces) !== undefined);
}

function isOwn(graph: SpanGraph, { traceId }: { readonly traceId: string }): boolean {
  return graph.traces.some(trace => trace.traceId === traceId);
}

/** The contexts that a crossing carried under any name; an id alone only when it is that of this trace. */
function allContexts(graph: SpanGraph, { contexts, lookalikes }: ReadCrossing): readonly PropagatedContext[] {
  const alike = lookalikes.flatMap(({ context, weak }) => {
    if (context === undefined || (weak && !isOwn(graph, context))) return [];
    return [context];
  });
  return [...contexts.map(({ context }) => context), ...alike];
}

/** The context of this trace in a crossing, its id cut or whole. */
function ownContext(graph: SpanGraph, contexts: readonly PropagatedContext[]): PropagatedContext | undefined {
  const whole = contexts.find(context => isOwn(graph, context));
  if (whole !== undefined) return whole;
  for (const context of contexts) {
    const cut = cutOf(context.traceId, graph.traces);
    if (cut !== undefined) return { ...context, traceId: cut.whole };
  }
  return undefined;
}

function isAtHop(graph: SpanGraph, trace: Trace, hop: Hop, read: ReadCrossing): boolean {
  const { crossing } = read;
  const contexts = allContexts(graph, read);
  const own = ownContext(graph, contexts);
  const sender = own?.spanId === undefined ? undefined : graph.spanOf(own.traceId, own.spanId);
  const { sent, began, orphan } = hop;
  const receiver = began ?? orphan;
  if (sender !== undefined) {
    // What it carried names the call: it is this hop's, or it is not.
    if (sent !== undefined && hop.calls.includes(sender)) return sender === sent;
    if (hop.calls.includes(sender)) return true;
    // A client without a span of its own injects the id of the span around it.
    if (isAround(graph, hop, sender)) return isSeen(crossing, hop) || isNear(trace, hop, crossing);
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
    const known = contexts.some(context => hop.candidates.some(({ traceId }) => traceId === context.traceId));
    if (!known && trace.straysShared) return false;
    if (receiver !== undefined && contexts.some(context => context.traceId === receiver.traceId)) return true;
  }
  // Neither side left a span: the record is all that there is of the call.
  const isAlone = sent === undefined && receiver === undefined && read.decision !== undefined;
  return isSeen(crossing, hop) || (isAlone && isNear(trace, hop, crossing) && !isEntryOf(trace, hop, crossing));
}

/** A span of the sender that makes no call itself, and that no other service continues. */
function isAround(graph: SpanGraph, { below, from }: Hop, span: Span): boolean {
  if (!below.has(span) || span.service !== from || isCall(span)) return false;
  return graph.below(span).every(({ service }) => service === span.service);
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
