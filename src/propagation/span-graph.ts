import { attribute } from '../model/attributes.ts';
import type { SpanLink } from '../model/span-data.ts';
import type { Span, Trace } from '../model/trace.ts';

/** The spans of a trace and of those linked to it, and how one leads to another. */
export interface SpanGraph {
  readonly traces: readonly Trace[];
  readonly spans: readonly Span[];
  /** Its children, and the spans that a message from it began. */
  below(span: Span): readonly Span[];
  /** Its parent, and the spans that sent the messages it handles. */
  above(span: Span): readonly Span[];
  /** Those of `below` that a message from it began, by link. */
  linkedBelow(span: Span): readonly Span[];
  spanOf(traceId: string, spanId: string): Span | undefined;
}

/** The graph of a trace and all that is linked to it, directly or not. */
export function spanGraph(trace: Trace): SpanGraph {
  const traces = withLinked(trace);
  const spans = traces.flatMap(member => member.spans);
  const byId = new Map(spans.map(span => [idOf(span), span]));
  const senders = new Map<Span, Span[]>();
  const receivers = new Map<Span, Span[]>();
  for (const span of spans) {
    for (const link of span.links) {
      const sender = byId.get(idOf(link));
      if (sender === undefined || sender === span || !isMessage(span, sender)) continue;
      addTo(senders, span, sender);
      addTo(receivers, sender, span);
    }
  }
  return {
    traces,
    spans,
    below: span => [...span.children, ...(receivers.get(span) ?? [])],
    above: span => [...(span.parent === undefined ? [] : [span.parent]), ...(senders.get(span) ?? [])],
    linkedBelow: span => receivers.get(span) ?? [],
    spanOf: (traceId, spanId) => byId.get(idOf({ traceId, spanId })),
  };
}

function addTo(map: Map<Span, Span[]>, key: Span, span: Span): void {
  const spans = map.get(key);
  if (spans === undefined) map.set(key, [span]);
  else spans.push(span);
}

function withLinked(trace: Trace): Trace[] {
  const found = new Map([[trace.traceId, trace]]);
  for (const member of found.values()) {
    for (const linked of member.linked) if (!found.has(linked.traceId)) found.set(linked.traceId, linked);
  }
  return [...found.values()];
}

function idOf({ traceId, spanId }: Pick<SpanLink, 'traceId' | 'spanId'>): string {
  return `${traceId} ${spanId}`;
}

/** Only a message's link carries a trace on; a link of a new root to the caller that it did not trust does not. */
function isMessage(span: Span, sender: Span): boolean {
  return (
    span.kind === 'CONSUMER' ||
    sender.kind === 'PRODUCER' ||
    attribute(span.attributes, 'messaging.system') !== undefined
  );
}

/** Whether a span is where its service took over: its parent or sender is another's, or it serves or consumes. */
export function isEntry(graph: SpanGraph, span: Span): boolean {
  if (span.kind === 'SERVER' || span.kind === 'CONSUMER') return true;
  return graph.above(span).some(({ service }) => service !== span.service);
}
