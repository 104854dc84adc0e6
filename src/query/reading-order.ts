import { type CanonicalOrder, compareLists, type Edge } from './canonical-order.ts';

const MAX_SORTED_AGAIN = 100;

/** The nodes as a reader meets them, and numbers for those that links lead to, as they are first met. */
export interface ReadingOrder {
  readonly sequence: readonly number[];
  readonly idOf: ReadonlyMap<number, number>;
}

/**
 * Walks the tree from its first node, siblings by rank.
 *
 * Twins of one rank come in the order of the numbers that links within them have got by then: of three workers that are
 * alike, the one that links to #1 comes first.
 */
export function readingOrder(order: CanonicalOrder): ReadingOrder {
  const sequence: number[] = [];
  const idOf = new Map<number, number>();
  const number = (node: number) => {
    if (!idOf.has(node)) idOf.set(node, idOf.size + 1);
  };
  const linked = nodesWithLinks(order);
  const stack: (readonly number[])[] = [[0]];
  for (let group = stack.pop(); group !== undefined; group = stack.pop()) {
    const [node, ...others] = group;
    if (node === undefined) continue;
    if (others.length > 0) {
      const [first = node, ...rest] = linked.has(node) ? sortTwins(group, order, idOf) : group;
      // What follows is sorted again after the first has given out its numbers; of very many, once is enough.
      const isFew = linked.has(node) && rest.length <= MAX_SORTED_AGAIN;
      stack.push(...(isFew ? [rest] : rest.map(twin => [twin]).reverse()), [first]);
      continue;
    }
    sequence.push(node);
    if ((order.sources[node] ?? []).length > 0) number(node);
    for (const edge of sortEdges(order.targets[node] ?? [], order.rank, idOf)) number(edge.node);
    stack.push(...groupsByRank(order.children[node] ?? [], order.rank).reverse());
  }
  return { sequence, idOf };
}

/** Those that have a link, from or to them, or one below them. */
function nodesWithLinks({ children, targets, sources }: CanonicalOrder): ReadonlySet<number> {
  const linked = new Set<number>();
  if (targets.every(edges => edges.length === 0)) return linked;
  // Parents have smaller numbers than their children.
  for (let node = children.length - 1; node >= 0; node--) {
    const isLinked = (targets[node] ?? []).length + (sources[node] ?? []).length > 0;
    if (isLinked || children[node]?.some(child => linked.has(child))) linked.add(node);
  }
  return linked;
}

function groupsByRank(nodes: readonly number[], rank: readonly number[]): number[][] {
  const groups = new Map<number, number[]>();
  for (const node of nodes) {
    const group = groups.get(rank[node] ?? 0);
    if (group === undefined) groups.set(rank[node] ?? 0, [node]);
    else group.push(node);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}

function sortTwins(twins: readonly number[], order: CanonicalOrder, idOf: ReadonlyMap<number, number>): number[] {
  const keyed = twins.map(node => ({ node, ids: idsWithin(node, order, idOf) }));
  return keyed.sort((a, b) => compareLists(a.ids, b.ids)).map(({ node }) => node);
}

/** The numbers given so far that occur in the subtree, its own and then those it links to; one that is missing yet comes last. */
function idsWithin(top: number, { children, targets, sources }: CanonicalOrder, idOf: ReadonlyMap<number, number>) {
  const own: number[] = [];
  const linked: number[] = [];
  const idAt = (node: number) => idOf.get(node) ?? Number.MAX_SAFE_INTEGER;
  const stack = [top];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if ((sources[node] ?? []).length > 0) own.push(idAt(node));
    for (const edge of targets[node] ?? []) linked.push(idAt(edge.node));
    for (const child of children[node] ?? []) stack.push(child);
  }
  const ascending = (a: number, b: number) => a - b;
  return [...own.sort(ascending), ...linked.sort(ascending)];
}

function sortEdges(edges: readonly Edge[], rank: readonly number[], idOf: ReadonlyMap<number, number>): Edge[] {
  const key = ({ label, node }: Edge) => [label, rank[node] ?? 0, idOf.get(node) ?? Number.MAX_SAFE_INTEGER];
  return [...edges].sort((a, b) => compareLists(key(a), key(b)));
}
