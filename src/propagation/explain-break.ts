import type { Span, Trace } from '../model/trace.ts';
import { editDistance, nearestName } from '../nearest-name.ts';
import { diagnose, diagnosePassedOn } from './diagnose.ts';
import { findHop, type Hop, type Stop } from './find-hop.ts';
import { followPath } from './follow-path.ts';
import { isEntry, type SpanGraph } from './span-graph.ts';
import type { BreakReason, BrokenHop, Diagnosis, Placed } from './verdict.ts';

const SHOWN = 3;

/** Says, as far as it can be told, why the path does not go on to `to`. */
export function explainBreak(
  graph: SpanGraph,
  trace: Trace,
  stop: Stop,
  { direct, given }: { readonly direct: boolean; readonly given: readonly Trace[] },
): BrokenHop {
  const detour = direct && stop.from !== undefined ? findDetour(graph, stop.from, stop.to) : undefined;
  if (detour !== undefined) return { ...stop, sent: undefined, reason: detour, diagnosis: undefined };
  const hop = findHop(graph, trace, stop, given);
  const reason = reasonOf(graph, trace, hop);
  return { ...stop, sent: hop.sent, reason, diagnosis: diagnosisOf(graph, trace, hop, reason) };
}

function diagnosisOf(graph: SpanGraph, trace: Trace, hop: Hop, reason: BreakReason): Diagnosis | undefined {
  if (reason.kind === 'elsewhere') return diagnosePassedOn(graph, trace, hop);
  // A name that is mistyped sends nothing, whatever the services do.
  if (reason.kind === 'silent' && reason.nearestService !== undefined) return undefined;
  return diagnose(graph, trace, hop);
}

function reasonOf(graph: SpanGraph, trace: Trace, hop: Hop): BreakReason {
  if (hop.orphan !== undefined) return { kind: 'orphan', placed: place(graph, hop.orphan) };
  if (hop.began !== undefined) return { kind: 'new-trace', began: hop.began, shared: trace.straysShared };
  const own = graph.spans.filter(({ service }) => service === hop.to);
  if (own.length > 0) {
    const entries = own.filter(span => isEntry(graph, span));
    const shown = entries.length > 0 ? entries : own;
    const spans = shown.slice(0, SHOWN).map(span => place(graph, span));
    return { kind: 'elsewhere', spans, count: shown.length };
  }
  // What was started under this name is meant, and so is the service before it in its place.
  const services = new Set(graph.spans.map(({ service }) => service).filter(service => service !== hop.from));
  const nearestService = trace.startedServices.has(hop.to) ? undefined : typoOf(hop.to, services);
  const heard = hop.candidates.some(({ services }) => services.includes(hop.to));
  return { kind: 'silent', nearestService: heard ? undefined : nearestService, heard };
}

/** The service that was probably meant; two names of two letters are not alike. */
function typoOf(name: string, services: Iterable<string>): string | undefined {
  const nearest = nearestName(name, services);
  const isNear = nearest !== undefined && editDistance(name, nearest) <= Math.max(1, name.length / 3);
  return isNear ? nearest : undefined;
}

/** Where in its trace a span stands. */
export function place(graph: SpanGraph, span: Span): Placed {
  const orphan = span.parent === undefined && span.trace.orphans.includes(span);
  return { span, below: serviceAbove(graph, span), orphan };
}

function serviceAbove(graph: SpanGraph, span: Span): string | undefined {
  const seen = new Set<Span>([span]);
  for (const at of seen) {
    if (at.service !== span.service) return at.service;
    for (const above of graph.above(at)) seen.add(above);
  }
  return undefined;
}

function findDetour(graph: SpanGraph, from: string, to: string): BreakReason | undefined {
  const entry = followPath(graph, [from, to]).reached[1]?.[0];
  if (entry === undefined) return undefined;
  const between: string[] = [];
  const seen = new Set<Span>(graph.above(entry));
  for (const at of seen) {
    if (at.service === from) break;
    if (at.service !== to && !between.includes(at.service)) between.unshift(at.service);
    for (const above of graph.above(at)) seen.add(above);
  }
  return { kind: 'detour', entry, between };
}
