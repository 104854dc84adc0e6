import type { Span } from '../model/trace.ts';
import { isEntry, type SpanGraph } from './span-graph.ts';
import type { UnmetTerm } from './verdict.ts';

/** One service handing over to another: the last span of the one, and the first of the other. */
export interface Handover {
  readonly sender: Span;
  readonly entry: Span;
  /** The span right above the entry: the sender, or one of a service between. */
  readonly above: Span;
  readonly viaLink: boolean;
}

/** What a handover does not meet; undefined when it meets all that is asked. */
export type JudgeHandover = (handover: Handover) => UnmetTerm | undefined;

/** The spans through which a path runs: those of the first service, then the entry spans of each that follows. */
export interface Followed {
  /** One list for each service that was reached; the last is empty where the path stops. */
  readonly reached: readonly (readonly Span[])[];
  /** One span for each service that was reached, each leading to the next. */
  readonly steps: readonly Span[];
  /** A handover to the service where the path stops that is there, and does not meet what is asked. */
  readonly unmet: { readonly handover: Handover; readonly term: UnmetTerm } | undefined;
}

/** How a path is followed. */
export interface Following {
  /** No other service may lie between two of the path. */
  readonly direct: boolean;
  readonly judge: JudgeHandover;
}

const ANY_WAY: Following = { direct: false, judge: () => undefined };

/** Follows a path of services as far as it goes: each must have an entry span somewhere below the one before. */
export function followPath(graph: SpanGraph, services: readonly string[], following: Following = ANY_WAY): Followed {
  const [first, ...others] = services;
  let at: readonly Span[] = graph.spans.filter(({ service }) => service === first);
  const reached = [at];
  const cameFrom: ReadonlyMap<Span, Span>[] = [];
  let unmet: Followed['unmet'];
  for (const service of others) {
    if (at.length === 0) break;
    const next = entriesBelow(graph, at, service, following);
    cameFrom.push(next.found);
    at = [...next.found.keys()];
    unmet = at.length === 0 ? next.unmet : undefined;
    reached.push(at);
  }
  return { reached, steps: stepsTo(reached, cameFrom), unmet };
}

interface Entries {
  /** Each with the source that leads to it. */
  readonly found: ReadonlyMap<Span, Span>;
  readonly unmet: Followed['unmet'];
}

/** The entry spans of a service below `sources`. */
function entriesBelow(graph: SpanGraph, sources: readonly Span[], service: string, following: Following): Entries {
  const found = new Map<Span, Span>();
  const seen = new Set<Span>();
  const failed: { handover: Handover; term: UnmetTerm }[] = [];
  const queue = sources.map(source => ({ span: source, source, sender: source }));
  for (const { span, source, sender } of queue) {
    const linked = new Set(graph.linkedBelow(span));
    for (const next of graph.below(span)) {
      if (next.service === service && isEntry(graph, next) && !found.has(next)) {
        const handover = { sender, entry: next, above: span, viaLink: linked.has(next) };
        const term = following.judge(handover);
        if (term !== undefined) {
          // What hangs below it came in by this handover too.
          failed.push({ handover, term });
          continue;
        }
        found.set(next, source);
      }
      if (seen.has(next) || (following.direct && next.service !== source.service)) continue;
      seen.add(next);
      queue.push({ span: next, source, sender: next.service === source.service ? next : sender });
    }
  }
  // What is not known is nearer to holding than what is known not to.
  const unmet = failed.find(({ term }) => term.term === 'unknown') ?? failed[0];
  return { found, unmet };
}

/** Back from the last span that was reached. */
function stepsTo(reached: readonly (readonly Span[])[], cameFrom: readonly ReadonlyMap<Span, Span>[]): readonly Span[] {
  const last = reached.findLastIndex(spans => spans.length > 0);
  const steps: Span[] = [];
  let at = reached[last]?.[0];
  for (let index = last; at !== undefined; index--) {
    steps.unshift(at);
    at = cameFrom[index - 1]?.get(at);
  }
  return steps;
}
