/** A tree whose nodes are numbers: each has a parent that comes before it, but the first. */
export interface OrderInput {
  /** What a node is by itself, as text; it decides first, so the order is by what comes first in it. */
  readonly own: readonly string[];
  /** -1 for the first node, which is above all. */
  readonly parent: readonly number[];
  readonly links: readonly OrderLink[];
}

/** A link from a node to another; `own` is what it says besides. */
export interface OrderLink {
  readonly from: number;
  readonly to: number;
  readonly own: string;
}

/** A link seen from one of its ends. */
export interface Edge {
  readonly node: number;
  /** The rank of what the link says. */
  readonly label: number;
}

/** The relations of the nodes, and a number for each by which siblings are put in order. */
export interface CanonicalOrder {
  readonly children: readonly (readonly number[])[];
  readonly targets: readonly (readonly Edge[])[];
  readonly sources: readonly (readonly Edge[])[];
  /** The same for nodes that cannot be told apart by what they hold, nor by where they are linked to. */
  readonly rank: readonly number[];
}

/** So far along links and parents a difference is followed. */
const MAX_ROUNDS = 8;

/**
 * Ranks nodes by what they and all below them hold, never by where they stood.
 *
 * Nodes that hold the same are told apart by their links, in a bounded number of rounds (Weisfeiler and Leman's
 * refinement of colours): twins whose surroundings are alike for 8 steps stay equal.
 */
export function canonicalOrder({ own, parent, links }: OrderInput): CanonicalOrder {
  const children: number[][] = own.map(() => []);
  for (const [node, above] of parent.entries()) children[above]?.push(node);
  const targets: Edge[][] = own.map(() => []);
  const sources: Edge[][] = own.map(() => []);
  const labels = rankTexts(links.map(link => link.own));
  for (const [index, { from, to }] of links.entries()) {
    targets[from]?.push({ node: to, label: at(labels, index) });
    sources[to]?.push({ node: from, label: at(labels, index) });
  }
  const relations = { children, targets, sources };
  const ownRank = rankTexts(own);
  const rank = byOwnFirst(ownRank, rankSubtrees(ownRank, parent, children));
  if (links.length > 0) refine(rank, parent, relations);
  return { ...relations, rank };
}

function rankTexts(texts: readonly string[]): number[] {
  const sorted = [...new Set(texts)].sort();
  const rank = new Map(sorted.map((text, index) => [text, index]));
  return texts.map(text => rank.get(text) ?? 0);
}

/** From the leaves up, height by height: equal subtrees get equal ranks. */
function rankSubtrees(
  ownRank: readonly number[],
  parent: readonly number[],
  children: readonly (readonly number[])[],
): number[] {
  const height = new Array<number>(ownRank.length).fill(0);
  for (let node = parent.length - 1; node > 0; node--) {
    const above = at(parent, node);
    height[above] = Math.max(at(height, above), at(height, node) + 1);
  }
  const levels: number[][] = [];
  for (const [node, level] of height.entries()) {
    levels[level] ??= [];
    levels[level].push(node);
  }
  const rank = new Array<number>(ownRank.length).fill(0);
  let next = 0;
  for (const level of levels) {
    const signed = level.map(node => {
      const below = (children[node] ?? []).map(child => at(rank, child)).sort(ascending);
      return { node, signature: [at(ownRank, node), ...below] };
    });
    for (const group of groupSorted(signed)) {
      for (const node of group) rank[node] = next;
      next++;
    }
  }
  return rank;
}

/** Ranks again, so that what a node is by itself comes before how much is below it. Gaps are left for {@link refine}. */
function byOwnFirst(ownRank: readonly number[], subtreeRank: readonly number[]): number[] {
  const signed = ownRank.map((own, node) => ({ node, signature: [own, at(subtreeRank, node)] }));
  const rank = new Array<number>(ownRank.length).fill(0);
  let start = 0;
  for (const group of groupSorted(signed)) {
    for (const node of group) rank[node] = start;
    start += group.length;
  }
  return rank;
}

/** Splits what is equal by the ranks around it, until nothing splits any more. */
function refine(rank: number[], parent: readonly number[], relations: Omit<CanonicalOrder, 'rank'>): void {
  let groups = tiedGroups(rank);
  for (let round = 0; round < MAX_ROUNDS && groups.length > 0; round++) {
    const split = groups.map(group =>
      groupSorted(group.map(node => ({ node, signature: surroundings(node, rank, parent, relations) }))),
    );
    for (const parts of split) {
      let start = at(rank, parts[0]?.[0] ?? 0);
      for (const part of parts) {
        for (const node of part) rank[node] = start;
        start += part.length;
      }
    }
    if (split.every(parts => parts.length === 1)) return;
    groups = split.flat().filter(group => group.length > 1);
  }
}

function surroundings(
  node: number,
  rank: readonly number[],
  parent: readonly number[],
  { targets, sources, children }: Omit<CanonicalOrder, 'rank'>,
): number[] {
  const below = (children[node] ?? []).map(child => at(rank, child)).sort(ascending);
  const linked = [targets[node], sources[node]].map(edges =>
    (edges ?? []).map(edge => [edge.label, at(rank, edge.node)]).sort(compareLists),
  );
  return [rank[at(parent, node)] ?? -1, ...linked.flatMap(edges => [-1, ...edges.flat()]), -1, ...below];
}

function tiedGroups(rank: readonly number[]): number[][] {
  const groups = new Map<number, number[]>();
  for (const [node, own] of rank.entries()) {
    const group = groups.get(own);
    if (group === undefined) groups.set(own, [node]);
    else group.push(node);
  }
  return [...groups.values()].filter(group => group.length > 1);
}

interface Signed {
  readonly node: number;
  readonly signature: readonly number[];
}

function groupSorted(signed: Signed[]): number[][] {
  signed.sort((a, b) => compareLists(a.signature, b.signature));
  const groups: number[][] = [];
  let last: Signed | undefined;
  for (const one of signed) {
    if (last !== undefined && compareLists(last.signature, one.signature) === 0) groups.at(-1)?.push(one.node);
    else groups.push([one.node]);
    last = one;
  }
  return groups;
}

/** By the first number that differs; of two that begin alike, the shorter one first. */
export function compareLists(a: readonly number[], b: readonly number[]): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const difference = at(a, index) - at(b, index);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function ascending(a: number, b: number): number {
  return a - b;
}

function at(numbers: readonly number[], index: number): number {
  return numbers[index] ?? 0;
}
