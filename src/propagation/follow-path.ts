import type { Span } from '../model/trace.ts';
import { isEntry, type SpanGraph } from './span-graph.ts';

/** The spans through which a path runs: those of the first service, then the entry spans of each that follows. */
export interface Followed {
  /** One list for each service that was reached; the last is empty where the path stops. */
  readonly reached: readonly (readonly Span[])[];
  /** One span for each service that was reached, each leading to the next. */
  readonly steps: readonly Span[];
}

/** Follows a path of services as far as it goes: each must have an entry span somewhere below the one before. */
export function followPath(graph: SpanGraph, services: readonly string[], direct: boolean): Followed {
  const [first, ...others] = services;
  let at: readonly Span[] = graph.spans.filter(({ service }) => service === first);
  const reached = [at];
  const cameFrom: ReadonlyMap<Span, Span>[] = [];
  for (const service of others) {
    if (at.length === 0) break;
    const next = entriesBelow(graph, at, service, direct);
    cameFrom.push(next);
    at = [...next.keys()];
    reached.push(at);
  }
  return { reached, steps: stepsTo(reached, cameFrom) };
}

/** The entry spans of a service below `sources`, each with the source that leads to it. */
function entriesBelow(
  graph: SpanGraph,
  sources: readonly Span[],
  service: string,
  direct: boolean,
): ReadonlyMap<Span, Span> {
  const found = new Map<Span, Span>();
  const seen = new Set<Span>();
  const queue = sources.map(source => ({ span: source, source }));
  for (const { span, source } of queue) {
    for (const next of graph.below(span)) {
      if (seen.has(next)) continue;
      const isNext = next.service === service && isEntry(graph, next);
      if (isNext && !found.has(next)) found.set(next, source);
      if (direct && next.service !== source.service) continue;
      seen.add(next);
      queue.push({ span: next, source });
    }
  }
  return found;
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
