import type { Span, Trace } from '../model/trace.ts';
import { isNearName } from './near-misses.ts';
import type { TreeNode } from './tree-criteria.ts';

/** What it adds when a span has nothing of what a node asks for: with that it is no better than no span. */
const UNLIKE = 1.5;
/** Of very many names, the first are compared with the one that is asked for. */
const COMPARED_NAMES = 2_000;

/** How far spans are from the nodes of a tree: in fields that differ. */
export class TreeCosts {
  readonly #trace: Trace;
  readonly #names = new Map<TreeNode, Map<string, boolean>>();
  readonly #missing = new Map<TreeNode, number>();
  readonly #there = new Map<TreeNode, boolean>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** Of a node on a span, its children aside. */
  own(node: TreeNode, span: Span): number {
    const { criteria } = node;
    if (criteria === undefined || criteria.matches(span)) return 0;
    const { differing, renamed } = criteria.differences(span);
    const likeNothing = differing === criteria.wanted.length && renamed === 0;
    return likeNothing && !this.#isNearName(node, span) ? differing + UNLIKE : differing - renamed / 2;
  }

  /** Of a node without a span, and so of all below it. */
  missing(node: TreeNode): number {
    const before = this.#missing.get(node);
    if (before !== undefined) return before;
    const own = (node.criteria?.wanted.length ?? 0) + 1;
    const missing = node.children.reduce((sum, child) => sum + this.missing(child), own);
    this.#missing.set(node, missing);
    return missing;
  }

  /**
   * Of a node on a span, its children with it: never too dear, for one child may be counted for several nodes.
   *
   * @returns undefined for a span that is not worth trying: it has nothing of the node, and others have
   */
  estimate(node: TreeNode, span: Span): number | undefined {
    const { criteria, children } = node;
    const own = this.own(node, span);
    if (criteria === undefined && span.children.length < children.length) return undefined;
    if (criteria !== undefined && own > criteria.wanted.length && !this.#mayBeUnlike(node)) return undefined;
    return children.reduce((sum, child) => sum + this.#estimateChild(child, span), own);
  }

  /** The one thing that a node asks for is nowhere: whatever has its children is the nearest there is. */
  #mayBeUnlike(node: TreeNode): boolean {
    return node.criteria?.wanted.length === 1 && !this.#isThere(node);
  }

  #estimateChild(node: TreeNode, parent: Span): number {
    const wanted = node.criteria?.wanted.length ?? 0;
    let best = this.missing(node);
    for (const span of parent.children) {
      let cost = node.criteria === undefined || node.criteria.matches(span) ? 0 : wanted;
      for (const child of node.children) cost += this.#estimateChild(child, span);
      if (cost < best) best = cost;
      if (best === 0) break;
    }
    return best;
  }

  /** A name that no span has, and this span has one like it: a slip in one of the two. */
  #isNearName(node: TreeNode, { name }: Span): boolean {
    const wanted = node.criteria?.wanted.find(({ field }) => field.name === 'name')?.expected;
    if (typeof wanted !== 'string') return false;
    const names = this.#names.get(node) ?? new Map<string, boolean>();
    this.#names.set(node, names);
    const before = names.get(name);
    if (before !== undefined) return before;
    const isNear = names.size < COMPARED_NAMES && isNearName(wanted, name) && !this.#isThere(node);
    names.set(name, isNear);
    return isNear;
  }

  #isThere(node: TreeNode): boolean {
    const before = this.#there.get(node);
    if (before !== undefined) return before;
    const { criteria } = node;
    const isThere = criteria === undefined || this.#trace.spans.some(span => criteria.matches(span));
    this.#there.set(node, isThere);
    return isThere;
  }
}
