import type { Span } from '../model/trace.ts';
import { assignAll } from './assignment.ts';
import type { TreeNode } from './tree-criteria.ts';

/** Whether a span may stand for a node, its children aside. */
export type Stands = (node: TreeNode, span: Span) => boolean;

/** A way to lay a tree over spans: each node on a span of its own, children on direct children. */
export class TreeEmbedding {
  readonly #stands: Stands;
  readonly #exact: boolean;
  /** Answers by node and span: of 20 nodes and 50,000 spans, each pair is judged once. */
  readonly #known = new Map<TreeNode, Map<Span, boolean>>();

  /** @param exact children have to be all of a span's children */
  constructor(stands: Stands, exact: boolean) {
    this.#stands = stands;
    this.#exact = exact;
  }

  /** Whether the tree can be laid with this node on this span. */
  fits(node: TreeNode, span: Span): boolean {
    if (node.children.length === 0) return this.#standsAlone(node, span);
    const known = this.#answersOf(node);
    const before = known.get(span);
    if (before !== undefined) return before;
    const answer = this.#standsAlone(node, span) && this.#assign(node.children, span.children) !== undefined;
    known.set(span, answer);
    return answer;
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

  #standsAlone(node: TreeNode, span: Span): boolean {
    if (this.#exact && span.children.length !== node.children.length) return false;
    return span.children.length >= node.children.length && this.#stands(node, span);
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

  #answersOf(node: TreeNode): Map<Span, boolean> {
    const known = this.#known.get(node) ?? new Map<Span, boolean>();
    this.#known.set(node, known);
    return known;
  }
}
