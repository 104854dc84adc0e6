import type { Span, Trace } from '../model/trace.ts';
import { gapsOf, hasGaps, mayLackSpans } from '../query/gaps.ts';
import { diagnose } from './diagnose.ts';
import { explainBreak, place } from './explain-break.ts';
import type { Stop } from './find-hop.ts';
import { type Followed, followPath } from './follow-path.ts';
import { isProvenBreak } from './is-proven-break.ts';
import { judgeHandover } from './judge-handover.ts';
import { isEntry, type SpanGraph, spanGraph } from './span-graph.ts';
import { strayEntries } from './stray-entries.ts';
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
  const verdicts = traces.map(trace => ({ ...judgeTrace(trace, wanted, traces), traceCount: traces.length }));
  const furthest = verdicts.reduce((best, verdict) => (isFurther(verdict, best) ? verdict : best));
  if (furthest.outcome === 'pass') return furthest;
  const lost = [furthest, ...verdicts].find(isLost);
  if (lost !== undefined) return { ...lost, broken: undiagnosed(lost.broken), outcome: 'incomplete', unknown: 'lost' };
  // A service that is silent in one of the traces only has been heard of: the others answer for it.
  const heard = new Set(traces.flatMap(trace => servicesHeard(trace)));
  const silent = namesOf(wanted).some(name => !heard.has(name));
  if (silent) return { ...furthest, outcome: 'incomplete', unknown: 'silent' };
  if (verdicts.some(isUnseen)) return { ...furthest, outcome: 'incomplete', unknown: 'unseen' };
  if (verdicts.some(({ unknown }) => unknown === 'stray'))
    return verdicts.find(({ unknown }) => unknown === 'stray') ?? furthest;
  if (verdicts.some(({ gaps }) => hasGaps(gaps))) return { ...furthest, outcome: 'incomplete', unknown: 'gaps' };
  return { ...furthest, outcome: 'fail', unknown: undefined };
}

/** The path stops where a span seems to be absent, and spans were lost: it may go on in them. */
function isLost({ broken, gaps, unknown }: PropagationVerdict): boolean {
  return unknown === undefined && broken !== undefined && mayLackSpans(gaps) && !isProvenBreak(broken);
}

/** A diagnosis rests on what is absent as well. */
function undiagnosed(broken: BrokenHop | undefined): BrokenHop | undefined {
  if (broken === undefined) return undefined;
  const { reason } = broken;
  const doubted = reason.kind === 'not-every' ? { ...reason, certain: false } : reason;
  return { ...broken, reason: doubted, diagnosis: undefined };
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

function judgeTrace(trace: Trace, wanted: WantedPath, given: readonly Trace[]): TraceVerdict {
  const graph = spanGraph(trace);
  const { broken, steps, entries } = findBreak(graph, trace, wanted, given);
  const gaps = gapsOf(graph.traces);
  const facts = { ...wanted, trace, steps, gaps };
  if (broken !== undefined) return { ...facts, outcome: 'fail', broken, unknown: undefined };
  if (!wanted.every) return { ...facts, outcome: 'pass', broken: undefined, unknown: undefined };
  const lost = findUncontinued(graph, wanted, entries) ?? findStray(graph, trace, wanted, entries, 'certain');
  if (lost !== undefined) return { ...facts, outcome: 'fail', broken: lost, unknown: undefined };
  // That no other entry span is there rests on absence.
  if (hasGaps(gaps)) return { ...facts, outcome: 'incomplete', broken: undefined, unknown: 'gaps' };
  const perhaps = findStray(graph, trace, wanted, entries, 'perhaps');
  if (perhaps !== undefined) return { ...facts, outcome: 'incomplete', broken: perhaps, unknown: 'stray' };
  return { ...facts, outcome: 'pass', broken: undefined, unknown: undefined };
}

interface Search {
  readonly broken: BrokenHop | undefined;
  readonly steps: readonly Span[];
  /** The entry spans that continue the path, by service. */
  readonly entries: ReadonlyMap<string, ReadonlySet<Span>>;
}

function findBreak(
  graph: SpanGraph,
  trace: Trace,
  { services, branches, direct, terms }: WantedPath,
  given: readonly Trace[],
): Search {
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
      const broken = unmetHop(stop, followed) ?? explainBreak(graph, trace, stop, { direct, given });
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

type Entries = Search['entries'];

/** Each service that has to be continued into, with the one before it. */
function hopsOf(wanted: WantedPath, entries: Entries): readonly Stop[] {
  const names = namesOf(wanted);
  return names.slice(1).map((to, index) => {
    const from = names[Math.min(index + 1, wanted.services.length) - 1];
    return { from, to, reached: [...(entries.get(from ?? '') ?? [])] };
  });
}

/** An entry span of the trace that does not continue the path. (The path may begin in any span of the first service.) */
function findUncontinued(graph: SpanGraph, wanted: WantedPath, entries: Entries): BrokenHop | undefined {
  for (const stop of hopsOf(wanted, entries)) {
    const continued = entries.get(stop.to) ?? new Set();
    const found = graph.spans.find(span => span.service === stop.to && isEntry(graph, span) && !continued.has(span));
    if (found === undefined) continue;
    const reason = {
      kind: 'not-every',
      placed: place(graph, found),
      continued: continued.size,
      certain: true,
    } as const;
    return { ...stop, sent: undefined, reason, diagnosis: undefined };
  }
  return undefined;
}

/** An entry span in a stray that certainly, or perhaps, should continue the path. */
function findStray(
  graph: SpanGraph,
  trace: Trace,
  wanted: WantedPath,
  entries: Entries,
  which: 'certain' | 'perhaps',
): BrokenHop | undefined {
  for (const stop of hopsOf(wanted, entries)) {
    const found = strayEntries(graph, trace, stop).find(({ certain }) => certain === (which === 'certain'));
    if (found === undefined) continue;
    const { entry, hop, certain } = found;
    const placed = place(spanGraph(entry.trace), entry);
    const reason = { kind: 'not-every', placed, continued: entries.get(stop.to)?.size ?? 0, certain } as const;
    return { ...stop, sent: hop.sent, reason, diagnosis: certain ? diagnose(graph, trace, hop) : undefined };
  }
  return undefined;
}
