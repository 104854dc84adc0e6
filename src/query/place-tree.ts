import type { Span, Trace } from '../model/trace.ts';
import { assignCheapest } from './assignment.ts';
import type { TreeNode } from './tree-criteria.ts';
import type { PlacedNode } from './verdict.ts';

/** Of a large fan-out, so many children are tried for each node: those that differ least. */
const TRIED_CHILDREN = 64;
/** So many spans are tried for the top node. */
const TRIED_TOPS = 24;

/** A tree that was laid over spans as far as it goes, and how far it is off. */
export interface Placement {
  readonly node: PlacedNode;
  /** Fields that differ, and for each node without a span one more than its fields. */
  readonly cost: number;
}

/** Lays a tree over a trace so that the least is missing and differs: the nearest way there is. */
export function placeTree(tree: TreeNode, trace: Trace): Placement {
  const placer = new TreePlacer();
  const tops = nearest(tree, trace.spans, TRIED_TOPS);
  const placements = tops.map(span => placer.place(tree, span));
  const missing = missingNode(tree);
  return placements.reduce((best, one) => (one.cost < best.cost ? one : best), {
    node: missing,
    cost: missingCost(tree),
  });
}

class TreePlacer {
  readonly #known = new Map<TreeNode, Map<Span, Placement>>();

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
      cost: children.reduce((sum, child) => sum + child.cost, ownCost(node, span)),
    };
    known.set(span, placement);
    return placement;
  }

  /** Gives the nodes children of their own, or none where that is cheaper. */
  #placeChildren(nodes: readonly TreeNode[], children: readonly Span[]): Placement[] {
    if (nodes.length === 0) return [];
    const tried = [...new Set(nodes.flatMap(node => nearest(node, children, Math.max(TRIED_CHILDREN, nodes.length))))];
    const placed = nodes.map(node => tried.map(span => this.place(node, span)));
    // Behind the spans stands a "none" for each node.
    const costs = nodes.map((node, row) => [
      ...(placed[row] ?? []).map(({ cost }) => cost),
      ...nodes.map(() => missingCost(node)),
    ]);
    const columns = assignCheapest(costs);
    return nodes.map((node, row) => {
      const found = placed[row]?.[columns[row] ?? -1];
      return found ?? { node: missingNode(node), cost: missingCost(node) };
    });
  }
}

/** The spans that differ least from a node, of those that have at least one of its fields. */
function nearest({ criteria, children }: TreeNode, spans: readonly Span[], max: number): Span[] {
  if (criteria === undefined) return spans.filter(span => span.children.length >= children.length).slice(0, max);
  const ranked: { readonly span: Span; readonly differing: number }[] = [];
  for (const span of spans) {
    const { differing, renamed } = criteria.differences(span);
    if (differing < criteria.wanted.length || renamed > 0 || criteria.wanted.length === 1) {
      ranked.push({ span, differing: differing - renamed / 2 });
    }
  }
  return ranked
    .sort((a, b) => a.differing - b.differing)
    .slice(0, max)
    .map(({ span }) => span);
}

function ownCost({ criteria }: TreeNode, span: Span): number {
  if (criteria === undefined) return 0;
  const { differing, renamed } = criteria.differences(span);
  // A span that has nothing of what is asked for is no better than none.
  return differing === criteria.wanted.length && renamed === 0 ? differing + 1.5 : differing - renamed / 2;
}

function missingCost({ criteria, children }: TreeNode): number {
  return children.reduce((sum, child) => sum + missingCost(child), (criteria?.wanted.length ?? 0) + 1);
}

function missingNode(node: TreeNode): PlacedNode {
  return {
    wanted: node.criteria?.wanted ?? [],
    span: undefined,
    comparisons: [],
    children: node.children.map(missingNode),
  };
}
