import type { Crossing } from '../model/crossing.ts';
import type { Span, Trace } from '../model/trace.ts';
import { type CallFacts, callFacts, crossingFacts, type Ends, endsOf, isCall, likeness } from './call-facts.ts';
import { candidateTraces } from './candidate-traces.ts';
import { cutOf } from './cut-trace-id.ts';
import type { SpanGraph } from './span-graph.ts';

/** Clocks of two machines differ, and a span begins a little before its request leaves. In nanoseconds. */
const SKEW = 50_000_000n;
/** So many calls are held against so many receivers. */
const COMPARED = 1_000;
/** Without a call that fits, a trace of no stray counts when it began within this time of the sender's. In nanoseconds. */
const AROUND = 1_000_000_000n;

/** Where a path stopped: `reached` are the spans of `from` that it came to. */
export interface Stop {
  readonly from: string | undefined;
  readonly to: string;
  readonly reached: readonly Span[];
}

/** The two sides of a hop that is missing, as far as they left spans. */
export interface Hop extends Stop {
  /** Every span below `reached`, `reached` itself included. */
  readonly below: ReadonlySet<Span>;
  /** Calls among them that no other service answered with a span, by start time. */
  readonly calls: readonly Span[];
  readonly sent: Span | undefined;
  /** Where `to` began a trace of its own. */
  readonly began: Span | undefined;
  /** Where `to` continues the trace below a span that never arrived. */
  readonly orphan: Span | undefined;
  /** The other traces that `to` may have sent spans of at that time. */
  readonly candidates: readonly Trace[];
}

/** Finds who sent and who received, by service, time, method and route or destination, and the ports of both ends. */
export function findHop(graph: SpanGraph, trace: Trace, stop: Stop, given: readonly Trace[] = []): Hop {
  const { below, calls } = sidesBelow(graph, stop.reached);
  const orphans = graph.traces
    .flatMap(({ orphans }) => orphans)
    .filter(span => span.service === stop.to && (span.kind === 'SERVER' || span.kind === 'CONSUMER'));
  const candidates = candidateTraces(graph, trace, given, stop.to);
  const begun = begunIn(graph, trace, stop, { candidates, below });
  const receivers = [...orphans, ...begun.fitting];
  const best = bestPair(trace, calls, receivers, stop.to);
  const receiver = best?.receiver ?? orphans[0] ?? begun.likely[0];
  const isOrphan = receiver !== undefined && orphans.includes(receiver);
  return {
    ...stop,
    below,
    calls,
    sent: best?.sent ?? (receiver === undefined ? callTo(trace, calls, stop.to) : undefined),
    began: isOrphan ? undefined : receiver,
    orphan: isOrphan ? receiver : undefined,
    candidates,
  };
}

/** All spans below these, with the calls among them that no other service answered. */
export function sidesBelow(graph: SpanGraph, reached: readonly Span[]): Pick<Hop, 'below' | 'calls'> {
  const below = closure(graph, reached);
  return { below, calls: [...below].filter(span => isCall(span) && isUnanswered(graph, span)).sort(byStart) };
}

/** Whether a span did not begin before all of these. */
export function isWithin(spans: Iterable<Span>, { startTimeUnixNano }: Span): boolean {
  for (const span of spans) if (startTimeUnixNano >= span.startTimeUnixNano - SKEW) return true;
  return false;
}

interface Begun {
  /** Those that began after the sender: each may be the other side of a call. */
  readonly fitting: readonly Span[];
  /** Those of them that may be meant though no call fits: a cut trace id, a stray, or one that began at that time. */
  readonly likely: readonly Span[];
}

/** Where `to` began a trace, in the candidates. */
function begunIn(
  graph: SpanGraph,
  trace: Trace,
  { to }: Stop,
  { candidates, below }: Pick<Hop, 'candidates' | 'below'>,
): Begun {
  const strays = new Set(trace.strays.map(({ traceId }) => traceId));
  const atWork = [...(below.size > 0 ? below : trace.spans)];
  const start = [...atWork].sort(byStart)[0]?.startTimeUnixNano ?? 0n;
  const isAround = (span: Span): boolean =>
    atWork.some(({ endTimeUnixNano }) => span.startTimeUnixNano <= endTimeUnixNano + AROUND);
  const first = candidates.flatMap(({ spans }) => spans.filter(span => span.service === to && isFirst(span)));
  const isCut = (span: Span): boolean => cutOf(span.traceId, graph.traces) !== undefined;
  const fitting = first.filter(span => isCut(span) || span.startTimeUnixNano >= start - SKEW);
  const likely = fitting.filter(span => strays.has(span.traceId) || isAround(span));
  const cut = fitting.filter(isCut);
  return cut.length > 0 ? { fitting: cut, likely: cut } : { fitting, likely };
}

interface Pair {
  readonly sent: Span;
  readonly receiver: Span;
  readonly score: number;
}

/** The call and the receiving span for which most speaks. Of very many, the first are compared. */
export function bestPair(
  trace: Trace,
  calls: readonly Span[],
  receivers: readonly Span[],
  to: string,
): Pair | undefined {
  const sides = calls.slice(0, COMPARED).map(sent => sideOf(trace, sent));
  let best: Pair | undefined;
  for (const receiver of receivers.slice(0, COMPARED)) {
    const other = sideOf(trace, receiver);
    for (const side of sides) {
      const score = scoreOf(trace, side, other, to);
      if (score !== undefined && (best === undefined || score > best.score)) {
        best = { sent: side.span, receiver, score };
      }
    }
  }
  return best;
}

/** The facts of a crossing and of a span agree, or one end of the probe is an end of the span's connection. */
export function isSeenCall(crossing: Crossing, span: Span, side: 'sender' | 'receiver'): boolean {
  if (crossing.transport === 'message') return isSeenMessage(crossing, span, side);
  const ends = endsOf(span);
  const at = side === 'sender' ? ends.port : ends.callerPort;
  const port = side === 'sender' ? crossing.port : crossing.outgoingPort;
  const alike = likeness(callFacts(span), crossingFacts(crossing));
  if (alike === undefined || !overlaps(crossing.timeUnixNano, span)) return false;
  return alike > 1 || (at !== undefined && at === port);
}

/** A message is recorded when whoever records it comes to it: some time after it was sent. */
function isSeenMessage(crossing: Crossing, span: Span, side: 'sender' | 'receiver'): boolean {
  const { transport, destination } = callFacts(span);
  if (transport !== 'messaging' && span.kind !== 'PRODUCER' && span.kind !== 'CONSUMER') return false;
  if (side === 'sender' && crossing.timeUnixNano < span.startTimeUnixNano - SKEW) return false;
  return destination === undefined || crossing.destination === undefined || destination === crossing.destination;
}

function overlaps(atUnixNano: bigint, { startTimeUnixNano, endTimeUnixNano }: Span): boolean {
  return atUnixNano >= startTimeUnixNano - SKEW && atUnixNano <= endTimeUnixNano + SKEW;
}

function closure(graph: SpanGraph, spans: readonly Span[]): Set<Span> {
  const found = new Set(spans);
  for (const span of found) for (const next of graph.below(span)) found.add(next);
  return found;
}

function isUnanswered(graph: SpanGraph, span: Span): boolean {
  return graph.below(span).every(({ service }) => service === span.service);
}

/** The first span of its service on its way down: what came in, as far as it shows. */
function isFirst(span: Span): boolean {
  return span.parent === undefined || span.parent.service !== span.service;
}

/** A span with what it says of its call, read once. */
interface Side {
  readonly span: Span;
  readonly facts: CallFacts;
  readonly ends: Ends;
  /** What probes saw at the port that it called. */
  readonly crossings: readonly Crossing[];
}

function sideOf({ crossings }: Trace, span: Span): Side {
  const ends = endsOf(span);
  const atPort = ends.port === undefined ? [] : crossings.filter(({ port }) => port === ends.port);
  return { span, facts: callFacts(span), ends, crossings: atPort };
}

/** How much speaks for a call and a receiving span being two sides of one; undefined when they cannot be. */
function scoreOf(trace: Trace, sent: Side, receiver: Side, to: string): number | undefined {
  // The id of the call itself, in a trace whose id was cut.
  if (receiver.span.parentSpanId === sent.span.spanId) return 100;
  const alike = likeness(sent.facts, receiver.facts);
  if (alike === undefined || !fitsInTime(sent.span, receiver.span, sent.facts)) return undefined;
  const distance = Number(receiver.span.startTimeUnixNano - sent.span.startTimeUnixNano) / 1e9;
  return alike + endsScore(trace, sent, receiver, to) - Math.min(0.9, Math.abs(distance) / 100);
}

/** Whether a receiving span began while the call was under way. */
export function fitsInTime(sent: Span, receiver: Span, { transport }: CallFacts): boolean {
  const began = receiver.startTimeUnixNano;
  if (began < sent.startTimeUnixNano - SKEW) return false;
  // A message waits in its queue; an answer does not.
  return transport === 'messaging' || sent.kind === 'PRODUCER' || began <= sent.endTimeUnixNano + SKEW;
}

/** What the ports and names of the two ends add. */
function endsScore(trace: Trace, { ends, crossings }: Side, receiver: Side, to: string): number {
  const { host, port } = ends;
  const { callerPort } = receiver.ends;
  const linked = callerPort !== undefined && crossings.some(({ outgoingPort }) => outgoingPort === callerPort);
  const at = portOf(trace, to);
  const named = host === to || (at !== undefined && at === port);
  const toProbe = at !== undefined && crossings.some(({ target }) => portIn(target) === at);
  return (linked ? 8 : 0) + (named || toProbe ? 4 : 0);
}

/** Where `to` sent nothing: the call that addresses it, else the only one that could be to it. */
function callTo(trace: Trace, calls: readonly Span[], to: string): Span | undefined {
  const ofOthers = new Set(
    [...trace.startedServices.values()].filter(({ name }) => name !== to).map(({ port }) => port),
  );
  const candidates = calls.filter(call => !ofOthers.has(endsOf(call).port));
  const addressed = candidates.find(call => {
    const { host, port } = endsOf(call);
    if (host === to) return true;
    const at = portOf(trace, to);
    if (at === undefined || port === undefined) return false;
    return port === at || trace.crossings.some(crossing => crossing.port === port && portIn(crossing.target) === at);
  });
  return addressed ?? (candidates.length === 1 ? candidates[0] : undefined);
}

/** The port of a service that was started from the test. */
export function portOf(trace: Trace, service: string): number | undefined {
  return trace.startedServices.get(service)?.port;
}

/** The port in `127.0.0.1:8083`. */
export function portIn(address: string | undefined): number | undefined {
  const port = address?.match(/:(\d+)$/)?.[1];
  return port === undefined ? undefined : Number(port);
}

function byStart(a: Span, b: Span): number {
  return a.startTimeUnixNano < b.startTimeUnixNano ? -1 : a.startTimeUnixNano > b.startTimeUnixNano ? 1 : 0;
}
