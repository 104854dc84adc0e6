import { attribute } from '../model/attributes.ts';
import type { Trace } from '../model/trace.ts';
import { cutOf } from './cut-trace-id.ts';
import type { Hop } from './find-hop.ts';
import { cutIn } from './hop-crossings.ts';
import { type ReadCrossing, readCrossing } from './read-crossing.ts';
import type { SpanGraph } from './span-graph.ts';
import type { Evidence } from './verdict.ts';

type Crossed = Extract<Evidence, { readonly kind: 'crossed' }>;

const HEADERS = { w3c: 'traceparent', xray: 'X-Amzn-Trace-Id', b3: 'b3', b3multi: 'X-B3-TraceId' } as const;

export function crossedEvidence(graph: SpanGraph, { crossing, contexts }: ReadCrossing): Crossed {
  const own = ownContexts(graph, contexts);
  return { kind: 'crossed', crossing, formats: own.map(({ format }) => format), sampled: own[0]?.context.sampled };
}

function ownContexts(graph: SpanGraph, contexts: ReadCrossing['contexts']): ReadCrossing['contexts'] {
  return contexts.filter(({ context }) => graph.traces.some(({ traceId }) => traceId === context.traceId));
}

/** What a crossing without a context of this trace carried instead. */
export function withoutEvidence({ crossing, refused, systems, lookalikes }: ReadCrossing): Evidence {
  const [refusal] = refused;
  if (refusal !== undefined) return { kind: 'malformed', crossing, ...refusal };
  if (systems.length > 0) return { kind: 'foreign', crossing, systems };
  const alike = lookalikes.find(({ weak }) => !weak);
  return alike === undefined
    ? { kind: 'bare', crossing }
    : { kind: 'alike', crossing, header: alike.header, form: alike.form };
}

export function otherEvidence({ began }: Hop, { crossing, contexts, lookalikes }: ReadCrossing): Evidence {
  const ids = [...contexts, ...lookalikes].flatMap(({ context }) => context?.traceId ?? []);
  const own = ids.find(id => id === began?.traceId);
  return { kind: 'other-trace', crossing, traceId: own ?? ids[0] ?? '', own: own !== undefined };
}

/** The headers in which the context of this trace crossed, though they are of no known format. */
export function renamedEvidence(graph: SpanGraph, { crossing, lookalikes }: ReadCrossing): readonly Evidence[] {
  const own = lookalikes.find(({ context }) => graph.traces.some(({ traceId }) => traceId === context?.traceId));
  return own === undefined ? [] : [{ kind: 'renamed', crossing, header: own.header, form: own.form }];
}

export function decisionEvidence({ crossing, decision }: ReadCrossing): readonly Evidence[] {
  if (decision === undefined) return [];
  return [{ kind: 'decision', crossing, header: decision.header, value: decision.value }];
}

export function cutEvidence(graph: SpanGraph, read: ReadCrossing): readonly Evidence[] {
  const { crossing, contexts } = read;
  const cut = cutIn(graph, read);
  const half = cut === undefined ? undefined : cutOf(cut.traceId, graph.traces)?.half;
  if (cut === undefined || half === undefined) return [];
  const format = contexts.find(({ context }) => context.traceId === cut.traceId)?.format;
  return [{ kind: 'cut-id', crossing, header: cut.header ?? (format === undefined ? '' : HEADERS[format]), half }];
}

/** The receiver began in a trace whose id is half of this trace's. */
export function cutTraceEvidence(graph: SpanGraph, { began }: Hop): readonly Evidence[] {
  const half = began === undefined ? undefined : cutOf(began.traceId, graph.traces)?.half;
  return began === undefined || half === undefined ? [] : [{ kind: 'cut-trace', traceId: began.traceId, half }];
}

export function answeredEvidence({ sent }: Pick<Hop, 'sent'>): readonly Evidence[] {
  if (sent === undefined) return [];
  const status =
    attribute(sent.attributes, 'http.response.status_code') ?? attribute(sent.attributes, 'http.status_code');
  return typeof status === 'number' ? [{ kind: 'answered', status }] : [];
}

/** The receiver sent spans at that time, in other traces. */
export function heardEvidence({ to, candidates }: Pick<Hop, 'to' | 'candidates'>): readonly Evidence[] {
  for (const { spans } of candidates) {
    const span = spans.find(({ service }) => service === to);
    if (span !== undefined) return [{ kind: 'heard', span }];
  }
  return [];
}

/** The traceparent that reached the receiver has the random flag of Level 2. */
export function randomAtReceiver(graph: SpanGraph, { crossing, contexts }: ReadCrossing): readonly Evidence[] {
  const isRandom = ownContexts(graph, contexts).some(({ context }) => context.random === true);
  return isRandom ? [{ kind: 'random-flag', crossing, side: 'receiver' }] : [];
}

/** The sender received flags 03, sampled and random, and handed the trace on as not sampled. */
export function randomAtSender(
  graph: SpanGraph,
  trace: Trace,
  { reached }: Hop,
  last: ReadCrossing,
): readonly Evidence[] {
  const incoming = trace.crossings
    .filter(crossing => crossing !== last.crossing)
    .find(crossing =>
      ownContexts(graph, readCrossing(crossing).contexts).some(
        ({ context: { spanId, sampled, random } }) =>
          sampled === true && random === true && reached.some(span => span.parentSpanId === spanId),
      ),
    );
  return incoming === undefined ? [] : [{ kind: 'random-flag', crossing: incoming, side: 'sender' }];
}
