import type { Span, Trace } from '../model/trace.ts';
import { callFacts, crossingFacts, endsOf, likeness } from './call-facts.ts';
import { type Hop, portIn, portOf } from './find-hop.ts';
import { crossingsAt, type HopCrossings } from './hop-crossings.ts';
import {
  answeredEvidence,
  crossedEvidence,
  cutEvidence,
  cutTraceEvidence,
  decisionEvidence,
  heardEvidence,
  otherEvidence,
  randomAtReceiver,
  randomAtSender,
  renamedEvidence,
  withoutEvidence,
} from './hop-evidence.ts';
import type { ReadCrossing } from './read-crossing.ts';
import { sampledFlagOf } from './sampled-flag.ts';
import { formatsSent, propagatorsEvidence, readsOf } from './service-propagators.ts';
import type { SpanGraph } from './span-graph.ts';
import type { Diagnosis, DiagnosisKind, Evidence } from './verdict.ts';

/**
 * What went wrong at a hop that is missing. What was seen on the wire decides; without that, what the spans and the
 * services' environments prove; else it cannot be told, for a wrong diagnosis is worse than none.
 */
export function diagnose(graph: SpanGraph, trace: Trace, hop: Hop): Diagnosis | undefined {
  const seen = crossingsAt(graph, trace, hop);
  return fromCrossings(graph, trace, hop, seen) ?? fromSpans(graph, trace, hop);
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
  const [own] = seen.own;
  if (own !== undefined) return lostOnTheWay(graph, own, seen) ?? carried(graph, trace, hop, seen.own);
  const [cut] = seen.cut;
  if (cut !== undefined) return carriedCut(graph, hop, cut);
  const [renamed] = seen.renamed;
  if (renamed !== undefined) return carriedElsewhere(graph, trace, hop, renamed);
  const [other] = seen.other;
  if (other !== undefined && hop.began !== undefined) return found('not-injected', [otherEvidence(hop, other)]);
  const [unsampled] = seen.unsampled;
  if (unsampled !== undefined && hop.orphan === undefined)
    return found('unsampled-upstream', decisionEvidence(unsampled));
  return withoutContext(hop, seen);
}

/** One record has the context, another of the same call has it no more, or cut. */
function lostOnTheWay(graph: SpanGraph, own: ReadCrossing, seen: HopCrossings): Diagnosis | undefined {
  const crossed = crossedEvidence(graph, own);
  const cut = seen.cut.find(({ crossing }) => isAnotherWitness(own, crossing));
  if (cut !== undefined) return found('trace-id-cut', [crossed, ...cutEvidence(graph, cut)]);
  const without = [...seen.bare, ...seen.foreign, ...seen.malformed, ...seen.unsampled, ...seen.alike];
  const lost = without.find(({ crossing }) => isAnotherWitness(own, crossing));
  return lost === undefined ? undefined : found('dropped-between', [crossed, withoutEvidence(lost)]);
}

/** The context crossed: what became of it at the receiver. */
function carried(graph: SpanGraph, trace: Trace, hop: Hop, own: readonly ReadCrossing[]): Diagnosis {
  const [last] = own.slice(-1) as [ReadCrossing];
  const evidence = crossedEvidence(graph, last);
  if (hop.began === undefined) {
    if (evidence.sampled === false)
      return found('unsampled-upstream', [evidence, ...randomAtSender(graph, trace, hop, last)]);
    if (hop.orphan !== undefined) return found('parent-never-exported', [evidence]);
    return silent(hop, [evidence, ...randomAtReceiver(graph, last)]);
  }
  const cut = cutTraceEvidence(graph, hop);
  if (cut.length > 0) return found('trace-id-cut', [evidence, ...cut]);
  const reads = readsOf(trace, hop.to);
  const { formats } = evidence;
  const propagators = propagatorsEvidence(trace, hop.to);
  if (reads !== undefined && reads.length > 0 && !formats.some(format => reads.includes(format))) {
    return found('wrong-format', [evidence, ...propagators]);
  }
  if (!hasReached(trace, hop, own)) {
    return undecided(['not-extracted', 'dropped-between'], [evidence, { kind: 'more-between', side: 'receiver' }]);
  }
  // It serves another path or topic: that trace is not of this call.
  if (likeness(callFacts(hop.began), crossingFacts(last.crossing)) === undefined) {
    return undecided(['not-extracted', 'sent-nothing'], [evidence, { kind: 'heard', span: hop.began }]);
  }
  // Every SDK reads W3C unless told otherwise: what came in another format only was most likely not understood.
  if (reads === undefined && !formats.includes('w3c') && isServing(hop.began)) return found('wrong-format', [evidence]);
  return found('not-extracted', [evidence, ...propagators, ...randomAtReceiver(graph, last)]);
}

/** The context crossed with half of its trace id. */
function carriedCut(graph: SpanGraph, hop: Hop, cut: ReadCrossing): Diagnosis {
  const evidence = cutEvidence(graph, cut);
  const isUnsampled = [...cut.contexts, ...cut.lookalikes].some(({ context }) => context?.sampled === false);
  if (hop.began !== undefined || hop.orphan !== undefined)
    return found('trace-id-cut', [...evidence, ...cutTraceEvidence(graph, hop)]);
  return isUnsampled ? found('unsampled-upstream', evidence) : silent(hop, evidence);
}

/** The context crossed in a header that is of no known format. */
function carriedElsewhere(graph: SpanGraph, trace: Trace, hop: Hop, read: ReadCrossing): Diagnosis {
  const evidence = renamedEvidence(graph, read);
  if (hop.orphan !== undefined) return found('parent-never-exported', evidence);
  if (hop.began === undefined) {
    const isUnsampled = read.lookalikes.some(({ context }) => context?.sampled === false);
    return isUnsampled ? found('unsampled-upstream', evidence) : silent(hop, evidence);
  }
  if (!hasReached(trace, hop, [read]))
    return undecided(['wrong-format', 'dropped-between'], [...evidence, { kind: 'more-between', side: 'receiver' }]);
  return isServing(hop.began)
    ? found('wrong-format', evidence)
    : undecided(['wrong-format', 'not-extracted'], evidence);
}

/** No context of this trace crossed, under any name. */
function withoutContext(hop: Hop, seen: HopCrossings): Diagnosis | undefined {
  const without = [...seen.bare, ...seen.foreign, ...seen.malformed, ...seen.alike];
  const [first] = without;
  if (first === undefined) return undefined;
  const evidence = withoutEvidence(first);
  if (hop.began === undefined) return hop.orphan === undefined ? silent(hop, [evidence]) : undefined;
  if (evidence.kind === 'alike')
    return first.lookalikes.some(({ context }) => context?.traceId === hop.began?.traceId)
      ? found('not-injected', [otherEvidence(hop, first)])
      : undecided(['not-injected', 'wrong-format'], [evidence]);
  if (evidence.kind !== 'bare') return found('wrong-format', [evidence]);
  if (!isCalledBy(hop, without))
    return undecided(['not-injected', 'dropped-between'], [evidence, { kind: 'more-between', side: 'sender' }]);
  return found('not-injected', [evidence]);
}

/** Nothing of the call came from the receiver. That it sent nothing is only said when nothing of it came at all. */
function silent(hop: Pick<Hop, 'sent' | 'to' | 'candidates'>, evidence: readonly Evidence[]): Diagnosis {
  const heard = heardEvidence(hop);
  const isSeen = evidence.some(({ kind }) => kind !== 'bare' && kind !== 'malformed' && kind !== 'foreign');
  const lost: readonly DiagnosisKind[] =
    evidence.length === 0
      ? ['not-injected', 'not-extracted', 'dropped-between']
      : [isSeen ? 'not-extracted' : 'not-injected'];
  if (heard.length > 0) return undecided([...lost, 'sent-nothing'], [...evidence, ...heard]);
  return found('sent-nothing', [...evidence, ...answeredEvidence(hop)]);
}

function isServing({ kind }: Span): boolean {
  return kind === 'SERVER' || kind === 'CONSUMER';
}

/** What the spans and the environments of the services prove. */
function fromSpans(graph: SpanGraph, trace: Trace, hop: Hop): Diagnosis | undefined {
  if (hop.orphan !== undefined) return found('parent-never-exported');
  if (hop.began === undefined) return fromSilence(hop);
  const cut = cutTraceEvidence(graph, hop);
  if (cut.length > 0) return found('trace-id-cut', cut);
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
function fromSilence(hop: Hop): Diagnosis {
  const { sent } = hop;
  if (sent === undefined) return undecided(['sent-nothing', 'unsampled-upstream'], heardEvidence(hop));
  return sampledFlagOf(sent) === false ? found('unsampled-upstream') : silent(hop, []);
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
