import { attribute } from '../model/attributes.ts';
import type { Span, Trace } from '../model/trace.ts';
import { endsOf } from './call-facts.ts';
import { type Hop, portIn, portOf } from './find-hop.ts';
import { FORMATS } from './formats/formats.ts';
import { crossingsAt, type HopCrossings } from './hop-crossings.ts';
import type { ReadCrossing } from './read-crossing.ts';
import type { SpanGraph } from './span-graph.ts';
import type { Diagnosis, DiagnosisKind, Evidence } from './verdict.ts';

/**
 * What went wrong at a hop that is missing. What was seen on the wire decides; without that, what the spans and the
 * services' environments prove; else it cannot be told, for a wrong diagnosis is worse than none.
 */
export function diagnose(graph: SpanGraph, trace: Trace, hop: Hop): Diagnosis | undefined {
  const seen = crossingsAt(graph, trace, hop);
  return fromCrossings(graph, trace, hop, seen) ?? fromSpans(trace, hop);
}

/**
 * Whether the sender handed on the very header that it had received: the receiver is in the trace then, but beside the
 * sender. Only the wire proves it.
 */
export function diagnosePassedOn(graph: SpanGraph, trace: Trace, hop: Hop): Diagnosis | undefined {
  const passed = crossingsAt(graph, trace, hop).own.find(({ contexts }) =>
    contexts.some(({ context }) => isOfReached(hop, context.spanId)),
  );
  return passed === undefined ? undefined : found('not-injected', [{ kind: 'passed-on', crossing: passed.crossing }]);
}

function found(kind: DiagnosisKind, evidence: readonly Evidence[] = []): Diagnosis {
  return { kind, evidence, possible: [] };
}

function undecided(possible: readonly DiagnosisKind[], evidence: readonly Evidence[] = []): Diagnosis {
  return { kind: 'cannot-tell', evidence, possible };
}

/** What the record of the wire proves. */
function fromCrossings(graph: SpanGraph, trace: Trace, hop: Hop, seen: HopCrossings): Diagnosis | undefined {
  const without = [...seen.bare, ...seen.foreign, ...seen.malformed];
  const [own] = seen.own;
  if (own !== undefined) {
    const lost = without.find(({ crossing }) => isAnotherWitness(own, crossing));
    if (lost !== undefined) return found('dropped-between', [crossedEvidence(graph, own), withoutEvidence(lost)]);
    return carried(graph, trace, hop, seen.own);
  }
  const [other] = seen.other;
  if (other !== undefined && hop.began !== undefined) return found('not-injected', [otherEvidence(hop, other)]);
  const [first] = without;
  if (first === undefined) return undefined;
  const evidence = withoutEvidence(first);
  if (hop.began === undefined) {
    const isSilent = hop.orphan === undefined;
    return isSilent ? found('sent-nothing', [evidence, ...answeredEvidence(hop)]) : undefined;
  }
  if (evidence.kind !== 'bare') return found('wrong-format', [evidence]);
  if (!isCalledBy(hop, without))
    return undecided(['not-injected', 'dropped-between'], [evidence, { kind: 'more-between', side: 'sender' }]);
  return found('not-injected', [evidence]);
}

/** The context crossed: what became of it at the receiver. */
function carried(graph: SpanGraph, trace: Trace, hop: Hop, own: readonly ReadCrossing[]): Diagnosis {
  const [last] = own.slice(-1) as [ReadCrossing];
  const evidence = crossedEvidence(graph, last);
  const unsampled = evidence.kind === 'crossed' && evidence.sampled === false;
  if (hop.began === undefined) {
    if (unsampled) return found('unsampled-upstream', [evidence]);
    if (hop.orphan !== undefined) return found('parent-never-exported', [evidence]);
    return found('sent-nothing', [evidence, ...answeredEvidence(hop)]);
  }
  const reads = readsOf(trace, hop.to);
  const formats = evidence.kind === 'crossed' ? evidence.formats : [];
  const propagators = propagatorsEvidence(trace, hop.to);
  if (reads !== undefined && reads.length > 0 && !formats.some(format => reads.includes(format))) {
    return found('wrong-format', [evidence, ...propagators]);
  }
  if (!hasReached(trace, hop, own)) {
    return undecided(['not-extracted', 'dropped-between'], [evidence, { kind: 'more-between', side: 'receiver' }]);
  }
  // Every SDK reads W3C unless told otherwise: what came in another format only was most likely not understood.
  const isUsual = formats.includes('w3c');
  const isServing = hop.began.kind === 'SERVER' || hop.began.kind === 'CONSUMER';
  if (reads === undefined && !isUsual && isServing) return found('wrong-format', [evidence]);
  return found('not-extracted', [evidence, ...propagators]);
}

/** What the spans and the environments of the services prove. */
function fromSpans(trace: Trace, hop: Hop): Diagnosis | undefined {
  if (hop.orphan !== undefined) return found('parent-never-exported');
  if (hop.began === undefined) return fromSilence(hop);
  const call = senderIn(hop, hop.began);
  if (call !== undefined) return found('not-injected', [{ kind: 'call-elsewhere', call }]);
  const sender = hop.sent?.service ?? hop.from;
  const writes = sender === undefined ? formatsSent(trace) : readsOf(trace, sender);
  const reads = readsOf(trace, hop.to);
  const ofSender = sender === undefined ? [] : propagatorsEvidence(trace, sender);
  const ofReceiver = propagatorsEvidence(trace, hop.to);
  if (writes?.length === 0) return found('not-injected', ofSender);
  if (reads?.length === 0) return found('not-extracted', ofReceiver);
  if (writes !== undefined && reads !== undefined && !writes.some(format => reads.includes(format))) {
    return found('wrong-format', [...ofSender, ...ofReceiver]);
  }
  return undecided(['not-injected', 'not-extracted', 'dropped-between']);
}

/** The receiver sent nothing: was it called with a context that told it to record? */
function fromSilence({ sent }: Hop): Diagnosis {
  if (sent === undefined) return undecided(['sent-nothing', 'unsampled-upstream']);
  const isSampled = sent.flags === 0 || (sent.flags & 1) === 1;
  return isSampled ? found('sent-nothing', answeredEvidence({ sent })) : found('unsampled-upstream');
}

/** A span of the sender above where the receiver began: the call was made, but in a trace of its own. */
function senderIn({ from, sent }: Hop, began: Span): Span | undefined {
  const seen = new Set<Span>();
  for (let at = began.parent; at !== undefined && !seen.has(at); at = at.parent) {
    seen.add(at);
    if (at.service === from || at.service === sent?.service) return at;
  }
  return undefined;
}

function isOfReached({ reached }: Hop, spanId: string | undefined): boolean {
  return spanId !== undefined && reached.some(({ parentSpanId }) => parentSpanId === spanId);
}

/** Of one probe, two records are of two requests; a message can be recorded before and after its queue. */
function isAnotherWitness({ crossing }: ReadCrossing, other: ReadCrossing['crossing']): boolean {
  return crossing.transport === 'message' || crossing.port !== other.port;
}

/** Nothing is known to lie between the sender and what saw the call. */
function isCalledBy({ sent }: Hop, seen: readonly ReadCrossing[]): boolean {
  const port = sent === undefined ? undefined : endsOf(sent).port;
  const ports = seen.map(({ crossing }) => crossing.port).filter(known => known !== undefined);
  return port === undefined || ports.length === 0 || ports.includes(port);
}

/** Nothing is known to lie between what saw the call and the receiver. */
function hasReached(trace: Trace, { to, began }: Hop, own: readonly ReadCrossing[]): boolean {
  const at = portOf(trace, to);
  if (at !== undefined && own.some(({ crossing }) => portIn(crossing.target) === at)) return true;
  const caller = began === undefined ? undefined : endsOf(began).callerPort;
  const outgoing = own.map(({ crossing }) => crossing.outgoingPort).filter(known => known !== undefined);
  return caller === undefined || outgoing.length === 0 || outgoing.includes(caller);
}

function crossedEvidence(graph: SpanGraph, { crossing, contexts }: ReadCrossing): Evidence {
  const own = contexts.filter(({ context }) => graph.traces.some(({ traceId }) => traceId === context.traceId));
  return { kind: 'crossed', crossing, formats: own.map(({ format }) => format), sampled: own[0]?.context.sampled };
}

function withoutEvidence({ crossing, refused, systems }: ReadCrossing): Evidence {
  const [refusal] = refused;
  if (refusal !== undefined) return { kind: 'malformed', crossing, ...refusal };
  return systems.length > 0 ? { kind: 'foreign', crossing, systems } : { kind: 'bare', crossing };
}

function otherEvidence({ began }: Hop, { crossing, contexts }: ReadCrossing): Evidence {
  const traceId = contexts[0]?.context.traceId ?? '';
  return { kind: 'other-trace', crossing, traceId, own: traceId === began?.traceId };
}

function answeredEvidence({ sent }: Pick<Hop, 'sent'>): readonly Evidence[] {
  if (sent === undefined) return [];
  const status =
    attribute(sent.attributes, 'http.response.status_code') ?? attribute(sent.attributes, 'http.status_code');
  return typeof status === 'number' ? [{ kind: 'answered', status }] : [];
}

/** The formats that the context of the capture was sent in; undefined when there is none. */
function formatsSent({ context }: Trace): readonly string[] | undefined {
  const names = Object.keys(context?.headers ?? {});
  const formats = Object.values(FORMATS).filter(({ headers }) =>
    headers.some(header => names.includes(header.toLowerCase())),
  );
  return formats.length === 0 ? undefined : formats.flatMap(({ name }) => BY_PROPAGATOR[name] ?? name);
}

/** The formats that each propagator of `OTEL_PROPAGATORS` reads and writes; the two of b3 read each other. */
const BY_PROPAGATOR: Readonly<Record<string, readonly string[]>> = {
  tracecontext: ['w3c'],
  b3: ['b3', 'b3multi'],
  b3multi: ['b3', 'b3multi'],
  xray: ['xray'],
  'xray-lambda': ['xray'],
};
/** Those that carry no trace context of ours. */
const OTHERS: readonly string[] = ['none', 'baggage', 'jaeger', 'ottrace'];

/** The formats that a service was told to read and write; undefined when that is not known. */
function readsOf(trace: Trace, service: string): readonly string[] | undefined {
  const propagators = trace.startedServices.get(service)?.propagators;
  if (propagators === undefined) return undefined;
  const isKnown = propagators.every(name => name in BY_PROPAGATOR || OTHERS.includes(name));
  return isKnown ? propagators.flatMap(name => BY_PROPAGATOR[name] ?? []) : undefined;
}

function propagatorsEvidence(trace: Trace, service: string): readonly Evidence[] {
  const propagators = trace.startedServices.get(service)?.propagators;
  return propagators === undefined ? [] : [{ kind: 'propagators', service, propagators }];
}
