import type { Span } from '../model/trace.ts';
import { assignAll } from './assignment.ts';
import { isOrderKnown, mayBeInOrder, placesInOrder } from './ordered-children.ts';
import type { TreeNode } from './tree-criteria.ts';

/** Whether a span may stand for a node, its children aside. */
export type Stands = (node: TreeNode, span: Span) => boolean;

/** What an embedding asks for. */
export interface Asked {
  /** Children have to be all of a span's children. */
  readonly exact: boolean;
  /** Children have to begin in the order of their nodes: for certain, or as far as it is known. */
  readonly ordered: 'surely' | 'possibly' | undefined;
}

/**
 * A way to lay a tree over spans: each node on a span of its own, children on direct children.
 *
 * In any order nothing is remembered: a span has one parent, so a search from every span asks of each node and span once
 * at most.
 */
export class TreeEmbedding {
  readonly #stands: Stands;
  readonly #exact: boolean;
  readonly #ordered: Asked['ordered'];
  readonly #known = new Map<TreeNode, Map<Span, boolean>>();

  constructor(stands: Stands, { exact, ordered }: Asked) {
    this.#stands = stands;
    this.#exact = exact;
    this.#ordered = ordered;
  }

  /** Whether the tree can be laid with this node on this span. */
  fits(node: TreeNode, span: Span): boolean {
    if (this.#ordered === undefined) return this.#fits(node, span);
    // Where the order is not known a node is asked for twice, and so are all below it.
    const known = this.#known.get(node) ?? new Map<Span, boolean>();
    this.#known.set(node, known);
    const before = known.get(span);
    if (before !== undefined) return before;
    const fits = this.#fits(node, span);
    known.set(span, fits);
    return fits;
  }

  #fits(node: TreeNode, span: Span): boolean {
    const { children } = node;
    if (this.#exact && span.children.length !== children.length) return false;
    if (span.children.length < children.length || !this.#stands(node, span)) return false;
    const [only, ...others] = children;
    if (only === undefined) return true;
    if (others.length === 0) return span.children.some(child => this.fits(only, child));
    return this.#assign(children, span.children) !== undefined;
  }

  /** The span of every node, with the top node on this span, which it fits. */
  place(node: TreeNode, span: Span, placed: Map<TreeNode, Span> = new Map()): Map<TreeNode, Span> {
    placed.set(node, span);
    for (const [index, child] of (this.#assign(node.children, span.children) ?? []).entries()) {
      const childNode = node.children[index];
      if (childNode !== undefined) this.place(childNode, child, placed);
    }
    return placed;
  }

  /** A child for each of the nodes. Who has as many to choose from as there are nodes always finds one that is left. */
  #assign(nodes: readonly TreeNode[], children: readonly Span[]): Span[] | undefined {
    const fits = (node: TreeNode) => (child: Span) => this.fits(node, child);
    if (this.#ordered !== undefined && nodes.length > 1) {
      const open = nodes.map(node => fits(node));
      if (this.#ordered === 'surely' || isOrderKnown(children)) return placesInOrder(open, children);
      if (!mayBeInOrder(open, children)) return undefined;
    }
    const open = nodes.map(node => new FittingChildren(children, fits(node), nodes.length));
    return assignAll(open)?.flatMap(column => children[column] ?? []);
  }
}

/** The places of the children that fit, looked for one by one as they are asked for: most often the first will do. */
class FittingChildren implements Iterable<number> {
  readonly #children: readonly Span[];
  readonly #fits: (child: Span) => boolean;
  readonly #atMost: number;
  readonly #found: number[] = [];
  #next = 0;

  constructor(children: readonly Span[], fits: (child: Span) => boolean, atMost: number) {
    this.#children = children;
    this.#fits = fits;
    this.#atMost = atMost;
  }

  *[Symbol.iterator](): Generator<number, void> {
    for (let index = 0; index < this.#atMost; index++) {
      const column = this.#found[index] ?? this.#search();
      if (column === undefined) return;
      yield column;
    }
  }

  #search(): number | undefined {
    for (; this.#next < this.#children.length; this.#next++) {
      const child = this.#children[this.#next];
      if (child === undefined || !this.#fits(child)) continue;
      this.#found.push(this.#next);
      return this.#next++;
    }
    return undefined;
  }
}
