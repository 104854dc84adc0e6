import type { Span, Trace } from '../model/trace.ts';
import { operationsOf } from '../query/operations.ts';
import { type SpanGraph, spanGraph } from './span-graph.ts';

/** One call, or one message, from a service to another. */
export interface ServiceHop {
  /** The span that sent it. */
  readonly sender: Span;
  /** The span that took it up. */
  readonly entry: Span;
  readonly via: 'parent' | 'link';
  /** A message is asynchronous: nobody waits for it. */
  readonly kind: 'synchronous' | 'asynchronous';
  /** What the entry's flags say of its parent; undefined when they say nothing, and for a link. */
  readonly remote: boolean | undefined;
}

/** Which services of a trace call which. */
export interface ServiceGraph {
  /** Every service, by first start time. */
  readonly services: readonly string[];
  /** One for each pair of services and way, by the first of its hops. */
  readonly edges: readonly ServiceEdge[];
}

export interface ServiceEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: ServiceHop['kind'];
  readonly via: ServiceHop['via'];
  readonly hops: readonly ServiceHop[];
}

/** Whether bit 9 is meant: the sender knows whether the parent is of another process. */
const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

/**
 * The services of a trace, and of those linked to it, with the calls and messages between them.
 *
 * A hop is where a span's parent, or for messages its link, is of another service or of another process: of one service
 * too, when it calls itself. A batch consumer links to each message's sender; each link is a hop.
 *
 * @example
 * serviceGraph(trace).edges.map(({ from, to, kind }) => `${from} -> ${to} (${kind})`);
 * // ['gateway -> orders (synchronous)', 'orders -> mailer (asynchronous)']
 * @see https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
 */
export function serviceGraph(trace: Trace): ServiceGraph {
  const graph = spanGraph(trace);
  const edges = new Map<string, ServiceHop[]>();
  for (const hop of graph.spans.flatMap(span => hopsFrom(graph, span))) {
    const key = JSON.stringify([hop.sender.service, hop.entry.service, hop.kind, hop.via]);
    const known = edges.get(key);
    if (known === undefined) edges.set(key, [hop]);
    else known.push(hop);
  }
  return {
    services: [...new Set(graph.spans.map(({ service }) => service))],
    edges: [...edges.values()].map(hops => edgeOf(hops as [ServiceHop, ...ServiceHop[]])),
  };
}

function edgeOf(hops: readonly [ServiceHop, ...ServiceHop[]]): ServiceEdge {
  const [{ sender, entry, kind, via }] = hops;
  return { from: sender.service, to: entry.service, kind, via, hops };
}

function hopsFrom(graph: SpanGraph, sender: Span): ServiceHop[] {
  const ofChildren = sender.children
    .filter(entry => isOfAnotherProcess(sender, entry))
    .map(entry => {
      const isMessage =
        sender.kind === 'PRODUCER' || entry.kind === 'CONSUMER' || operationsOf(entry).includes('messaging');
      const kind = isMessage ? ('asynchronous' as const) : ('synchronous' as const);
      return { sender, entry, via: 'parent' as const, kind, remote: remoteFlag(entry) };
    });
  const linked = graph.linkedBelow(sender).filter(entry => entry.parent !== sender);
  return [
    ...ofChildren,
    ...linked.map(entry => ({ sender, entry, via: 'link' as const, kind: 'asynchronous' as const, remote: undefined })),
  ];
}

/** By service, by what the flags say, and else by the kinds: a CLIENT's SERVER is where a call came in. */
function isOfAnotherProcess(sender: Span, entry: Span): boolean {
  if (sender.service !== entry.service) return true;
  const isPair =
    (sender.kind === 'CLIENT' && entry.kind === 'SERVER') || (sender.kind === 'PRODUCER' && entry.kind === 'CONSUMER');
  return remoteFlag(entry) ?? isPair;
}

function remoteFlag({ flags }: Span): boolean | undefined {
  return (flags & HAS_IS_REMOTE) === 0 ? undefined : (flags & IS_REMOTE) !== 0;
}
