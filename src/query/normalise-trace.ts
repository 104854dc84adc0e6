import type { SpanEvent, SpanLink } from '../model/span-data.ts';
import type { Span, Trace } from '../model/trace.ts';
import { type CanonicalOrder, canonicalOrder } from './canonical-order.ts';
import type { Masks } from './mask-volatile.ts';
import type {
  LinkTarget,
  NormalisedEvent,
  NormalisedLink,
  NormalisedResource,
  NormalisedSpan,
  NormalisedTrace,
} from './normalised-trace.ts';
import { readingOrder } from './reading-order.ts';
import { attributesKey } from './value-key.ts';

/** A link, before the spans have numbers. */
interface OpenLink {
  readonly key: string;
  /** The node that it leads to, when that is part of the snapshot. */
  readonly node: number | undefined;
  readonly target: LinkTarget;
  readonly attributes: NormalisedLink['attributes'];
}

type Content = Omit<NormalisedSpan, 'id' | 'depth' | 'links'> & { readonly links: readonly OpenLink[] };

/** A span's place among the nodes; those without a span stand for the whole, and for each trace. */
interface Nodes {
  readonly spans: readonly (Span | undefined)[];
  readonly parent: readonly number[];
  readonly depth: readonly number[];
}

/**
 * Reduces traces to their structure: what is left is the same for every run of one scenario.
 *
 * Dropped: ids, times, durations, flags, trace state, versions, the order of siblings, of events and of links. Values
 * that vary by nature are masked. What is left of two twins that only their links tell apart is put in order by those,
 * as far as {@link canonicalOrder} can see.
 */
export function normaliseTraces(traces: readonly Trace[], masks: Masks): NormalisedTrace {
  const nodes = placeSpans(traces);
  const contents = readContents(nodes, masks, traces);
  const order = canonicalOrder({
    own: contents.map(content => (content === undefined ? '' : contentKey(content))),
    parent: nodes.parent,
    links: contents.flatMap((content, from) =>
      (content?.links ?? []).flatMap(({ node, key }) => (node === undefined ? [] : [{ from, to: node, own: key }])),
    ),
  });
  return { resources: readResources(traces, masks), traces: emit(nodes, contents, order) };
}

/** All spans, parents before their children. Walks without recursion: a chain can be 10,000 deep. */
function placeSpans(traces: readonly Trace[]): Nodes {
  const spans: (Span | undefined)[] = [undefined];
  const parent: number[] = [-1];
  const depth: number[] = [-2];
  const add = (span: Span | undefined, above: number) => {
    spans.push(span);
    parent.push(above);
    depth.push((depth[above] ?? 0) + 1);
  };
  for (const trace of traces) {
    const top = spans.length;
    add(undefined, 0);
    for (const span of trace.spans) if (span.parent === undefined) add(span, top);
    for (let at = top + 1; at < spans.length; at++) for (const child of spans[at]?.children ?? []) add(child, at);
  }
  return { spans, parent, depth };
}

function readContents({ spans }: Nodes, masks: Masks, traces: readonly Trace[]): (Content | undefined)[] {
  const nodeOf = new Map<string, number>();
  for (const [node, span] of spans.entries()) {
    const id = span === undefined ? '' : `${span.traceId} ${span.spanId}`;
    if (!nodeOf.has(id)) nodeOf.set(id, node);
  }
  const orphans = new Set(traces.flatMap(trace => trace.orphans));
  return spans.map(span => {
    if (span === undefined) return undefined;
    const { code, message } = span.status;
    return {
      isOrphan: orphans.has(span),
      service: span.service,
      kind: span.kind,
      name: masks.text(span.name),
      scope: span.scope.name,
      status: code === 'UNSET' && message === '' ? undefined : { code, message: masks.text(message) },
      attributes: masks.attributes(span.attributes),
      events: sortBy(
        span.events.map(event => readEvent(event, masks)),
        eventKey,
      ),
      links: span.links.map(link => readLink(link, span, nodeOf, masks)),
    };
  });
}

function readEvent({ name, attributes }: SpanEvent, masks: Masks): NormalisedEvent {
  return { name: masks.text(name), attributes: masks.attributes(attributes) };
}

function readLink(link: SpanLink, from: Span, nodeOf: ReadonlyMap<string, number>, masks: Masks): OpenLink {
  const node = nodeOf.get(`${link.traceId} ${link.spanId}`);
  const attributes = masks.attributes(link.attributes);
  const target = node === undefined ? readTarget(link, from, masks) : ({ kind: 'span', id: 0 } as const);
  return { key: `${JSON.stringify(target)}${attributesKey(attributes)}`, node, target, attributes };
}

function readTarget(link: SpanLink, from: Span, masks: Masks): LinkTarget {
  const span = from.trace.linkTarget(link);
  if (span !== undefined) return { kind: 'other-trace', service: span.service, name: masks.text(span.name) };
  return { kind: 'unknown', sameTrace: link.traceId === from.traceId };
}

/** The name first, so that siblings are in the order of their names. */
function contentKey({ name, kind, service, scope, status, isOrphan, attributes, events, links }: Content): string {
  return JSON.stringify([
    name,
    kind,
    service,
    isOrphan,
    status ?? null,
    attributesKey(attributes),
    events.map(eventKey),
    links.map(({ key }) => key).sort(),
    scope,
  ]);
}

function eventKey({ name, attributes }: NormalisedEvent): string {
  return `${JSON.stringify(name)}${attributesKey(attributes)}`;
}

/** The distinct resources, by service: several instances of one show where they differ. */
function readResources(traces: readonly Trace[], masks: Masks): NormalisedResource[] {
  const read = new Set<unknown>();
  const distinct = new Map<string, NormalisedResource>();
  for (const { resource, service } of traces.flatMap(trace => trace.spans)) {
    if (read.has(resource)) continue;
    read.add(resource);
    const { entries } = masks.resource(resource.attributes);
    const attributes = { entries: entries.filter(([key]) => key !== 'service.name') };
    distinct.set(`${JSON.stringify(service)}${attributesKey(attributes)}`, { service, attributes });
  }
  return sortBy([...distinct], ([key]) => key).map(([, resource]) => resource);
}

/** Writes the spans down in their order, numbering those that links lead to as they come. */
function emit(nodes: Nodes, contents: readonly (Content | undefined)[], order: CanonicalOrder): NormalisedSpan[][] {
  const traces: NormalisedSpan[][] = [];
  const { sequence, idOf } = readingOrder(order);
  for (const node of sequence.slice(1)) {
    const content = contents[node];
    if (content === undefined) {
      traces.push([]);
      continue;
    }
    const isTarget = (order.sources[node] ?? []).length > 0;
    traces.at(-1)?.push({
      ...content,
      id: isTarget ? idOf.get(node) : undefined,
      depth: nodes.depth[node] ?? 0,
      links: closeLinks(content.links, idOf),
    });
  }
  return traces;
}

function closeLinks(links: readonly OpenLink[], idOf: ReadonlyMap<number, number>): NormalisedLink[] {
  const closed = links.map(({ key, node, target, attributes }) => {
    const id = node === undefined ? 0 : (idOf.get(node) ?? 0);
    return { key, id, target: node === undefined ? target : ({ kind: 'span', id } as const), attributes };
  });
  closed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.id - b.id));
  return closed.map(({ target, attributes }) => ({ target, attributes }));
}

function sortBy<Entry>(entries: readonly Entry[], keyOf: (entry: Entry) => string): Entry[] {
  const keyed = entries.map(entry => ({ entry, key: keyOf(entry) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ entry }) => entry);
}
