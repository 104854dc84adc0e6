import type { Span, Trace } from '../model/trace.ts';
import { gapsOf, hasGaps } from '../query/gaps.ts';
import { explainBreak, place } from './explain-break.ts';
import { type Followed, followPath } from './follow-path.ts';
import { judgeHandover } from './judge-handover.ts';
import { isEntry, type SpanGraph, spanGraph } from './span-graph.ts';
import type { BrokenHop, HopTerms, PropagationVerdict } from './verdict.ts';

/** A path through services that was asked for. */
export interface WantedPath {
  readonly services: readonly string[];
  /** Services that must all be reached from the last of `services`; empty for a plain path. */
  readonly branches: readonly string[];
  /** No other service may lie between two of the path. */
  readonly direct: boolean;
  /** Each entry span of a service must continue the one before it, not just one. */
  readonly every: boolean;
  readonly terms: HopTerms;
}

/** Judges whether one of these traces, with those linked to it, passes through the services. */
export function judgePropagation(traces: readonly Trace[], wanted: WantedPath): PropagationVerdict {
  const verdicts = traces.map(trace => ({ ...judgeTrace(trace, wanted), traceCount: traces.length }));
  const furthest = verdicts.reduce((best, verdict) => (isFurther(verdict, best) ? verdict : best));
  if (furthest.outcome === 'pass') return furthest;
  // A service that is silent in one of the traces only has been heard of: the others answer for it.
  const heard = new Set(traces.flatMap(trace => servicesHeard(trace)));
  const silent = namesOf(wanted).some(name => !heard.has(name));
  if (silent) return { ...furthest, outcome: 'incomplete', unknown: 'silent' };
  if (verdicts.some(isUnseen)) return { ...furthest, outcome: 'incomplete', unknown: 'unseen' };
  if (verdicts.some(({ gaps }) => hasGaps(gaps))) return { ...furthest, outcome: 'incomplete', unknown: 'gaps' };
  return { ...furthest, outcome: 'fail', unknown: undefined };
}

/** Nothing shows whether the path meets the options. */
function isUnseen({ broken }: PropagationVerdict): boolean {
  return broken?.reason.kind === 'unmet' && broken.reason.unmet.term === 'unknown';
}

function namesOf({ services, branches }: WantedPath): readonly string[] {
  return [...services, ...branches];
}

function isFurther(a: PropagationVerdict, b: PropagationVerdict): boolean {
  if (a.outcome === 'pass' || b.outcome === 'pass') return b.outcome !== 'pass';
  return a.steps.length > b.steps.length;
}

/** The services that sent a span of this trace, of one linked to it, or of a stray that can only be this capture's. */
function servicesHeard(trace: Trace): readonly string[] {
  const strays = trace.straysShared ? [] : trace.strays;
  return [...spanGraph(trace).traces, ...strays].flatMap(({ services }) => services);
}

type TraceVerdict = Omit<PropagationVerdict, 'traceCount'>;

function judgeTrace(trace: Trace, wanted: WantedPath): TraceVerdict {
  const graph = spanGraph(trace);
  const { broken, steps, entries } = findBreak(graph, trace, wanted);
  const gaps = gapsOf(graph.traces);
  const facts = { ...wanted, trace, steps, gaps };
  if (broken !== undefined) return { ...facts, outcome: 'fail', broken, unknown: undefined };
  if (!wanted.every) return { ...facts, outcome: 'pass', broken: undefined, unknown: undefined };
  const stray = findStrayEntry(graph, wanted, entries);
  if (stray !== undefined) return { ...facts, outcome: 'fail', broken: stray, unknown: undefined };
  // That no other entry span is there rests on absence.
  const unknown = hasGaps(gaps) ? 'gaps' : undefined;
  return { ...facts, outcome: unknown === undefined ? 'pass' : 'incomplete', broken: undefined, unknown };
}

interface Search {
  readonly broken: BrokenHop | undefined;
  readonly steps: readonly Span[];
  /** The entry spans that continue the path, by service. */
  readonly entries: ReadonlyMap<string, ReadonlySet<Span>>;
}

function findBreak(graph: SpanGraph, trace: Trace, { services, branches, direct, terms }: WantedPath): Search {
  const judge = judgeHandover(trace, terms);
  const routes = branches.length === 0 ? [services] : branches.map(branch => [...services, branch]);
  const entries = new Map<string, Set<Span>>();
  let steps: readonly Span[] = [];
  for (const route of routes) {
    const followed = followPath(graph, route, { direct, judge });
    if (followed.steps.length > steps.length) steps = followed.steps;
    const at = followed.reached.length - 1;
    const to = route[at];
    if (to !== undefined && followed.reached[at]?.length === 0) {
      const stop = { from: at === 0 ? undefined : route[at - 1], to, reached: followed.reached[at - 1] ?? [] };
      const broken = unmetHop(stop, followed) ?? explainBreak(graph, trace, stop, direct);
      return { broken, steps: followed.steps, entries };
    }
    for (const [index, name] of route.entries()) {
      const known = entries.get(name) ?? new Set();
      for (const span of followed.reached[index] ?? []) known.add(span);
      entries.set(name, known);
    }
  }
  return { broken: undefined, steps, entries };
}

/** The service is reached, but not as the options ask for. */
function unmetHop(stop: Pick<BrokenHop, 'from' | 'to' | 'reached'>, { unmet }: Followed): BrokenHop | undefined {
  if (unmet === undefined) return undefined;
  const { sender, entry } = unmet.handover;
  const reason = { kind: 'unmet', sender, entry, unmet: unmet.term } as const;
  return { ...stop, sent: undefined, reason, diagnosis: undefined };
}

/** An entry span that does not continue the path. (All spans of the first service are where it may begin.) */
function findStrayEntry(graph: SpanGraph, wanted: WantedPath, entries: Search['entries']): BrokenHop | undefined {
  const names = namesOf(wanted);
  for (const [index, name] of names.entries()) {
    if (index === 0) continue;
    const from = names[Math.min(index, wanted.services.length) - 1];
    const continued = entries.get(name) ?? new Set();
    const stray = graph.spans.find(span => span.service === name && isEntry(graph, span) && !continued.has(span));
    if (stray === undefined) continue;
    const reason = { kind: 'not-every', placed: place(graph, stray), continued: continued.size } as const;
    return {
      from,
      to: name,
      reached: [...(entries.get(from ?? '') ?? [])],
      sent: undefined,
      reason,
      diagnosis: undefined,
    };
  }
  return undefined;
}
