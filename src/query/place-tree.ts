import type { Span, Trace } from '../model/trace.ts';
import { assignCheapest } from './assignment.ts';
import { TreeCosts } from './tree-costs.ts';
import type { TreeNode } from './tree-criteria.ts';
import type { PlacedNode } from './verdict.ts';

/** Of a large fan-out, so many children are tried for each node: those that seem to differ least. */
const TRIED_CHILDREN = 64;
/** So many spans are tried for the top node. */
const TRIED_TOPS = 24;
/** Of a tree with very many nodes under one, fewer children are looked at: nodes times children are these at most. */
const LOOKED_AT = 1_000_000;
/** More nodes than these under one are given children one after the other, not all at best. */
const ASSIGNED_AT_BEST = 200;
/** What may not be: dearer than any tree that is missing. */
const NEVER = 1e9;

/** A tree that was laid over spans as far as it goes, and how far it is off. */
export interface Placement {
  readonly node: PlacedNode;
  /** Fields that differ, and for each node without a span one more than its fields. */
  readonly cost: number;
}

/** Lays a tree over a trace so that the least is missing and differs: the nearest way there is. */
export function placeTree(tree: TreeNode, trace: Trace): Placement {
  const placer = new TreePlacer(trace);
  const missing = placer.missing(tree);
  return placer.nearest(tree, trace.spans, TRIED_TOPS).reduce((best, span) => {
    const one = placer.place(tree, span);
    return one.cost < best.cost ? one : best;
  }, missing);
}

class TreePlacer {
  readonly #costs: TreeCosts;
  readonly #known = new Map<TreeNode, Map<Span, Placement>>();

  constructor(trace: Trace) {
    this.#costs = new TreeCosts(trace);
  }

  /** The best placement with this node on this span. */
  place(node: TreeNode, span: Span): Placement {
    const known = this.#known.get(node) ?? new Map<Span, Placement>();
    this.#known.set(node, known);
    const before = known.get(span);
    if (before !== undefined) return before;
    const children = this.#placeChildren(node.children, span.children);
    const placement = {
      node: {
        wanted: node.criteria?.wanted ?? [],
        span,
        comparisons: node.criteria?.compare(span) ?? [],
        children: children.map(child => child.node),
      },
      cost: children.reduce((sum, child) => sum + child.cost, this.#costs.own(node, span)),
    };
    known.set(span, placement);
    return placement;
  }

  /** The node without a span, and so are all below it. */
  missing(node: TreeNode): Placement {
    return { node: missingNode(node), cost: this.#costs.missing(node) };
  }

  /** The spans that a node seems to be nearest to, nearest first, and of equal ones those that come first. */
  nearest(node: TreeNode, spans: readonly Span[], max: number): readonly Span[] {
    const byCost = new Map<number, Span[]>();
    for (const span of spans) {
      const cost = this.#costs.estimate(node, span);
      if (cost === undefined) continue;
      const equal = byCost.get(cost);
      if (equal === undefined) byCost.set(cost, [span]);
      else if (equal.length < max) equal.push(span);
      if (cost === 0 && byCost.get(0)?.length === max) break;
    }
    const nearestFirst = [...byCost].sort(([a], [b]) => a - b);
    return nearestFirst.flatMap(([, equal]) => equal).slice(0, max);
  }

  /** Gives the nodes children of their own, or none where that is cheaper. */
  #placeChildren(nodes: readonly TreeNode[], children: readonly Span[]): Placement[] {
    if (nodes.length === 0) return [];
    const seen = children.slice(0, Math.ceil(LOOKED_AT / nodes.length));
    const near = nodes.map(node => this.nearest(node, seen, Math.max(TRIED_CHILDREN, nodes.length)));
    return nodes.length > ASSIGNED_AT_BEST ? this.#placeInTurn(nodes, near) : this.#placeAtBest(nodes, near);
  }

  #placeAtBest(nodes: readonly TreeNode[], near: readonly (readonly Span[])[]): Placement[] {
    const columnOf = new Map<Span, number>();
    for (const spans of near) for (const span of spans) if (!columnOf.has(span)) columnOf.set(span, columnOf.size);
    const missing = nodes.map(node => this.missing(node));
    const placed = nodes.map((node, row) => {
      const placements = new Map<number, Placement>();
      for (const span of near[row] ?? []) placements.set(columnOf.get(span) ?? -1, this.place(node, span));
      return placements;
    });
    // Behind the spans stands a "none" for each node.
    const costs = placed.map((placements, row) => [
      ...Array.from(columnOf.values(), column => placements.get(column)?.cost ?? NEVER),
      ...nodes.map(() => missing[row]?.cost ?? NEVER),
    ]);
    const columns = assignCheapest(costs);
    return missing.map((none, row) => placed[row]?.get(columns[row] ?? -1) ?? none);
  }

  #placeInTurn(nodes: readonly TreeNode[], near: readonly (readonly Span[])[]): Placement[] {
    const taken = new Set<Span>();
    return nodes.map((node, row) => {
      const missing = this.missing(node);
      const span = near[row]?.find(one => !taken.has(one));
      const placement = span === undefined ? missing : this.place(node, span);
      if (span === undefined || placement.cost >= missing.cost) return missing;
      taken.add(span);
      return placement;
    });
  }
}

function missingNode(node: TreeNode): PlacedNode {
  return {
    wanted: node.criteria?.wanted ?? [],
    span: undefined,
    comparisons: [],
    children: node.children.map(missingNode),
  };
}
