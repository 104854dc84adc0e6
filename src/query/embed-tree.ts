import type { Span } from '../model/trace.ts';
import { assignAll } from './assignment.ts';
import type { TreeNode } from './tree-criteria.ts';

/** Whether a span may stand for a node, its children aside. */
export type Stands = (node: TreeNode, span: Span) => boolean;

/**
 * A way to lay a tree over spans: each node on a span of its own, children on direct children.
 *
 * Nothing is remembered: a span has one parent, so a search from every span asks of each node and span once at most.
 */
export class TreeEmbedding {
  readonly #stands: Stands;
  readonly #exact: boolean;

  /** @param exact children have to be all of a span's children */
  constructor(stands: Stands, exact: boolean) {
    this.#stands = stands;
    this.#exact = exact;
  }

  /** Whether the tree can be laid with this node on this span. */
  fits(node: TreeNode, span: Span): boolean {
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
    const open: number[][] = [];
    for (const node of nodes) {
      const columns: number[] = [];
      for (let index = 0; index < children.length && columns.length < nodes.length; index++) {
        const child = children[index];
        if (child !== undefined && this.fits(node, child)) columns.push(index);
      }
      if (columns.length === 0) return undefined;
      open.push(columns);
    }
    return assignAll(open)?.flatMap(column => children[column] ?? []);
  }
}
