import { isReadinessRequest } from '../model/readiness-agent.ts';
import type { Span, Trace } from '../model/trace.ts';
import { callFacts, likeness } from './call-facts.ts';
import { fitsInTime, type Hop, isWithin, type Stop, sidesBelow } from './find-hop.ts';
import { isEntry, type SpanGraph, spanGraph } from './span-graph.ts';

/** An entry span of a service in a stray of the capture: the service before it may have made the call. */
export interface StrayEntry {
  readonly hop: Hop;
  readonly entry: Span;
  /** The call of it is known: it is in the stray too, or in the trace without an answer. */
  readonly certain: boolean;
}

/** More than method or transport alone: the two agree in a fact that both know. */
const ALIKE = 2;

/**
 * The entry spans in strays that do not continue the service before them. One counts as certain when its stray holds
 * the call, or when a call in the trace has no answer and fits by method, path or destination, and time. Of any other
 * it cannot be told who called it. Left out are those that another service called, or that the service before them
 * called within another request of its own, and work that also began before the service before them was at work and
 * took up no call of the trace.
 */
export function strayEntries(graph: SpanGraph, trace: Trace, stop: Stop): readonly StrayEntry[] {
  if (stop.from === undefined || trace.strays.length === 0) return [];
  const { below, calls } = sidesBelow(graph, stop.reached);
  const earlier = rootsBefore(trace, stop, below);
  const background = new Set(trace.backgroundStrays);
  return trace.strays
    .filter(stray => !background.has(stray))
    .flatMap(stray => {
      const ofStray = spanGraph(stray);
      const isOngoing = stray.roots.some(root => earlier.has(rootKey(root)));
      return stray.spans
        .filter(span => span.service === stop.to && isEntry(ofStray, span) && isWithin(below, span))
        .flatMap(entry => judgeEntry(ofStray, trace, { stop, below, calls, entry }))
        .filter(({ hop }) => !isOngoing || hop.sent !== undefined);
    });
}

interface Given {
  readonly stop: Stop;
  readonly below: ReadonlySet<Span>;
  readonly calls: readonly Span[];
  readonly entry: Span;
}

function judgeEntry(ofStray: SpanGraph, trace: Trace, { stop, below, calls, entry }: Given): readonly StrayEntry[] {
  const above = spansAbove(ofStray, entry);
  const ofSender = above.filter(({ service }) => service === stop.from);
  // Within another request of its own the sender is continued there; what others called, it did not call.
  if (ofSender.some(span => isEntry(ofStray, span))) return [];
  if (ofSender.length === 0 && above.some(({ service }) => service !== stop.to)) return [];
  const sent = callFinder(calls)(entry);
  const hop = { ...stop, below, calls, sent, began: entry, orphan: undefined, candidates: trace.strays };
  const holdsCall = ofSender.length > 0 && !trace.straysShared;
  return [{ hop, entry, certain: holdsCall || sent !== undefined }];
}

function spansAbove(graph: SpanGraph, span: Span): readonly Span[] {
  const found = new Set(graph.above(span));
  for (const above of found) for (const next of graph.above(above)) found.add(next);
  found.delete(span);
  return [...found];
}

/** Finds the first of these calls that a span may have taken up: they agree in what both say of it, and in time. */
export function callFinder(calls: readonly Span[]): (entry: Span) => Span | undefined {
  const sides = calls.map(call => ({ call, facts: callFacts(call) }));
  return entry => {
    const taken = callFacts(entry);
    return sides.find(({ call, facts }) => (likeness(facts, taken) ?? 0) >= ALIKE && fitsInTime(call, entry, facts))
      ?.call;
  };
}

/** Roots that also began before the sender was at work: a timer or a poller, which nothing of the trace caused. */
function rootsBefore(trace: Trace, { from, to }: Stop, below: ReadonlySet<Span>): ReadonlySet<string> {
  const services = [from, to].filter(service => service !== undefined);
  const others = [...trace.strays, ...services.flatMap(service => trace.heldBeside(service))];
  const roots = others
    .flatMap(other => other.roots)
    .filter(root => !isWithin(below, root) && !isReadinessRequest(root));
  return new Set(roots.map(rootKey));
}

function rootKey({ service, kind, name }: Span): string {
  return JSON.stringify([service, kind, name]);
}
