import type { Span, Trace } from '../model/trace.ts';
import { editDistance, nearestName } from '../nearest-name.ts';
import { followPath } from './follow-path.ts';
import { isEntry, type SpanGraph } from './span-graph.ts';
import type { BreakReason, NewTrace, Placed } from './verdict.ts';

const SHOWN = 3;

/** Where a path stopped: `reached` are the spans of `from` that it came to. */
export interface Stop {
  readonly from: string | undefined;
  readonly to: string;
  readonly reached: readonly Span[];
  readonly direct: boolean;
}

/** Says, as far as the spans can tell, why the path does not go on to `to`. */
export function explainBreak(graph: SpanGraph, trace: Trace, stop: Stop): BreakReason {
  const own = graph.spans.filter(({ service }) => service === stop.to);
  const detour = stop.direct && stop.from !== undefined ? findDetour(graph, stop.from, stop.to) : undefined;
  if (detour !== undefined) return detour;
  const begun = findNewTrace(graph, trace, stop);
  if (begun !== undefined) return begun;
  if (own.length > 0) {
    const entries = own.filter(span => isEntry(graph, span));
    const shown = entries.length > 0 ? entries : own;
    const spans = shown.slice(0, SHOWN).map(span => place(graph, span));
    return { kind: 'elsewhere', spans, count: shown.length };
  }
  const services = new Set(graph.spans.map(({ service }) => service));
  return { kind: 'silent', nearestService: typoOf(stop.to, services) };
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
  const entry = followPath(graph, [from, to], false).reached[1]?.[0];
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

/** A trace that the service began while the one before it was at work, and the call that it most likely answers. */
function findNewTrace(graph: SpanGraph, trace: Trace, stop: Stop): NewTrace | undefined {
  const begun = trace.strays.flatMap(stray => stray.spans.filter(span => span.service === stop.to && isFirst(span)));
  if (begun.length === 0) return undefined;
  const atWork = stop.from === undefined ? [] : segmentOf(stop.reached);
  const calls = atWork.filter(span => isCall(span) && isUnanswered(graph, span));
  for (const began of begun) {
    const sent = calls.find(call => isDuring(began, call));
    if (sent !== undefined) return { kind: 'new-trace', sent, began, shared: trace.straysShared };
  }
  const start = atWork[0]?.startTimeUnixNano ?? trace.spans[0]?.startTimeUnixNano ?? 0n;
  const began = begun.find(span => span.startTimeUnixNano >= start);
  if (began === undefined) return undefined;
  const sent = calls.findLast(call => call.startTimeUnixNano <= began.startTimeUnixNano);
  return { kind: 'new-trace', sent, began, shared: trace.straysShared };
}

/** The first span of its service on its way down: what came in, as far as it shows. */
function isFirst(span: Span): boolean {
  return span.parent === undefined || span.parent.service !== span.service;
}

function isCall({ kind }: Span): boolean {
  return kind === 'CLIENT' || kind === 'PRODUCER';
}

function isUnanswered(graph: SpanGraph, span: Span): boolean {
  return graph.below(span).every(({ service }) => service === span.service);
}

function isDuring(began: Span, call: Span): boolean {
  return began.startTimeUnixNano >= call.startTimeUnixNano && began.startTimeUnixNano <= call.endTimeUnixNano;
}

/** These spans and those below them within their service, by start time. */
function segmentOf(spans: readonly Span[]): readonly Span[] {
  const segment = new Set(spans);
  for (const span of segment) {
    for (const child of span.children) if (child.service === span.service) segment.add(child);
  }
  return [...segment].sort((a, b) => (a.startTimeUnixNano < b.startTimeUnixNano ? -1 : 1));
}
