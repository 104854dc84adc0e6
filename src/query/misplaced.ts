import type { Span, Trace } from '../model/trace.ts';
import type { TreeNode } from './tree-criteria.ts';
import type { Misplaced, PlacedNode } from './verdict.ts';

const MAX_MISPLACED = 3;
/** Of very many nodes that are missing, so many are looked for in the whole trace. */
const MAX_LOOKED_FOR = 20;

/** For nodes that stand on no span that matches: a span of the trace that would, but stands elsewhere. */
export function findMisplaced(tree: TreeNode, placed: PlacedNode, trace: Trace): Misplaced[] {
  const found: Misplaced[] = [];
  const taken = new Set<Span>();
  let lookedFor = 0;
  collectTaken(placed, taken);
  const pending: { readonly node: TreeNode; readonly place: PlacedNode; readonly under: Span | undefined }[] = [
    { node: tree, place: placed, under: undefined },
  ];
  for (let at = pending.shift(); at !== undefined && found.length < MAX_MISPLACED; at = pending.shift()) {
    const { node, place, under } = at;
    const misses = under !== undefined && !holds(place) && ++lookedFor <= MAX_LOOKED_FOR;
    const misplaced = misses ? lookFor(node, place, under, trace, taken) : undefined;
    if (misplaced !== undefined) {
      found.push(misplaced);
      if (misplaced.where !== 'taken') taken.add(misplaced.span);
    }
    for (const [index, child] of place.children.entries()) {
      const childNode = node.children[index];
      if (childNode !== undefined && place.span !== undefined) {
        pending.push({ node: childNode, place: child, under: place.span });
      }
    }
  }
  return found;
}

function holds({ span, comparisons }: PlacedNode): boolean {
  return span !== undefined && comparisons.every(({ matched }) => matched);
}

/** Spans that stand for a node that they match. */
function collectTaken(place: PlacedNode, taken: Set<Span>): void {
  if (place.span !== undefined && holds(place)) taken.add(place.span);
  for (const child of place.children) collectTaken(child, taken);
}

function lookFor(
  { criteria }: TreeNode,
  node: PlacedNode,
  under: Span,
  trace: Trace,
  taken: ReadonlySet<Span>,
): Misplaced | undefined {
  if (criteria === undefined) return undefined;
  const matching = trace.spans.filter(criteria.matches);
  const free = new Set(matching.filter(span => !taken.has(span)));
  const below = free.size === 0 ? undefined : firstBelow(under, free);
  if (below !== undefined) return { node, under, span: below, where: 'deeper' };
  const twin = matching.find(span => taken.has(span) && span.parent === under);
  if (twin !== undefined) return { node, under, span: twin, where: 'taken' };
  const [elsewhere] = free;
  return elsewhere === undefined ? undefined : { node, under, span: elsewhere, where: 'elsewhere' };
}

/** The nearest of these below a span, its direct children aside. */
function firstBelow(top: Span, spans: ReadonlySet<Span>): Span | undefined {
  let level = top.children.flatMap(child => child.children);
  while (level.length > 0) {
    const found = level.find(span => spans.has(span));
    if (found !== undefined) return found;
    level = level.flatMap(span => span.children);
  }
  return undefined;
}
