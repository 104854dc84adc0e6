import { mayHoldSpans } from '../model/loss.ts';
import type { Span, Trace } from '../model/trace.ts';
import { type BesideMatch, besideOf, matchesBeside } from './beside.ts';
import { type Stands, TreeEmbedding } from './embed-tree.ts';
import { gapsOf, hasGaps, NO_GAPS } from './gaps.ts';
import { hintsFor } from './hints.ts';
import { findMisplaced } from './misplaced.ts';
import { placeTree } from './place-tree.ts';
import { meets } from './relation.ts';
import type { TreeNode } from './tree-criteria.ts';
import type { Hint, PlacedNode, TreeVerdict, Unordered } from './verdict.ts';

/** So many spans are tried for the top node before it is asked whether the other nodes are there at all. */
const FIRST_TOPS = 1_000;

/** How spans have to form a tree. */
export interface TreeTerms {
  /** The tree is the whole trace: its top is the only root, and no span is without a node. */
  readonly exact: boolean;
  /** Children begin in the order in which the tree has them. */
  readonly ordered: boolean;
}

/** Judges whether spans of one of these traces form the tree: each node a span of its own, children direct ones. */
export function judgeTree(traces: readonly Trace[], tree: TreeNode, { exact, ordered }: TreeTerms): TreeVerdict {
  const sure = new TreeEmbedding((node, span) => node.criteria?.matches(span) ?? true, {
    exact,
    ordered: ordered ? 'surely' : undefined,
  });
  const may = new TreeEmbedding((node, span) => node.criteria === undefined || meets(span, node.criteria) !== false, {
    exact,
    ordered: ordered ? 'possibly' : undefined,
  });
  let mayBe = false;
  for (const trace of traces) {
    // Where it may not be it is not: a tree that is not there is searched for once.
    for (const [index, span] of topsOf(trace, tree, exact).entries()) {
      if (index === FIRST_TOPS && !everyNodeMayStand(tree, trace)) break;
      if (!may.fits(tree, span)) continue;
      mayBe = true;
      // An exact tree may yet lack what is still arriving.
      if (sure.fits(tree, span) && !(exact && mayLackSpans(trace)))
        return passed(traces, tree, { exact, ordered }, trace, sure.place(tree, span));
    }
  }
  const beside = matchesBeside(besideOf(traces), trace =>
    topsOf(trace, tree, exact)
      .filter(span => sure.fits(tree, span))
      .slice(0, 1),
  );
  return notPassed(traces, tree, { exact, ordered }, { mayBe, beside });
}

/** Whether a span may be missing that no other span tells of. */
function mayLackSpans({ unsettled, unended, losses }: Trace): boolean {
  return unsettled || unended.length > 0 || losses.some(mayHoldSpans);
}

/** Whether there is a span for every node, wherever: where one has none, no search of a large trace will find the tree. */
function everyNodeMayStand({ criteria, children }: TreeNode, trace: Trace): boolean {
  return (
    (criteria === undefined || trace.spans.some(span => meets(span, criteria) !== false)) &&
    children.every(child => everyNodeMayStand(child, trace))
  );
}

/** The spans that the top node may stand on. */
function topsOf(trace: Trace, tree: TreeNode, exact: boolean): readonly Span[] {
  if (!exact) return trace.spans;
  return trace.roots.length === 1 && trace.spans.length === tree.size ? trace.roots : [];
}

function passed(
  traces: readonly Trace[],
  tree: TreeNode,
  { exact, ordered }: TreeTerms,
  trace: Trace,
  spans: ReadonlyMap<TreeNode, Span>,
): TreeVerdict {
  return {
    outcome: 'pass',
    traces,
    exact,
    ordered,
    size: tree.size,
    trace,
    placed: () => matchedNode(tree, spans),
    extra: () => [],
    misplaced: () => [],
    unordered: () => undefined,
    hints: () => [],
    gaps: NO_GAPS,
    beside: [],
    unknown: undefined,
  };
}

function matchedNode(node: TreeNode, spans: ReadonlyMap<TreeNode, Span>): PlacedNode {
  const span = spans.get(node);
  return {
    wanted: node.criteria?.wanted ?? [],
    span,
    comparisons: span === undefined ? [] : (node.criteria?.compare(span) ?? []),
    children: node.children.map(child => matchedNode(child, spans)),
  };
}

function notPassed(
  traces: readonly Trace[],
  tree: TreeNode,
  { exact, ordered }: TreeTerms,
  { mayBe, beside }: { readonly mayBe: boolean; readonly beside: readonly BesideMatch[] },
): TreeVerdict {
  const gaps = gapsOf(traces);
  const late = exact && traces.some(mayLackSpans);
  const doubt = late || !mayBe ? undefined : doubtOf(traces, tree, { exact, ordered });
  // An exact tree certainly is not there where there are more spans than it has nodes.
  const mayCome = hasGaps(gaps) && !(exact && traces.every(({ spans }) => spans.length > tree.size));
  const unknown = doubt ?? (mayCome ? 'gaps' : beside.length > 0 ? 'beside' : undefined);
  // Where the tree is there in another order, that is what is shown.
  const unordered = once(() => (ordered ? unorderedPlaces(traces, tree, exact) : undefined));
  const placement = once(
    () =>
      unordered() ??
      traces
        .map(trace => ({ trace, ...placeTree(tree, trace) }))
        .reduce((best, one) => (one.cost < best.cost ? one : best)),
  );
  const misplaced = once(() => findMisplaced(tree, placement().node, placement().trace));
  return {
    outcome: unknown === undefined ? 'fail' : 'incomplete',
    traces,
    exact,
    ordered,
    size: tree.size,
    get trace() {
      return placement().trace;
    },
    placed: () => placement().node,
    extra: () => (exact ? extraSpans(placement().node, placement().trace) : []),
    misplaced,
    unordered,
    hints: () => hintsOf(tree, placement().node),
    gaps,
    beside,
    unknown,
  };
}

/** Which doubt it is, of a tree that may be there: of attributes by their other name alone, of what was dropped, or of times that do not tell the order. */
function doubtOf(
  traces: readonly Trace[],
  tree: TreeNode,
  { exact, ordered }: TreeTerms,
): 'times' | 'renamed' | 'dropped' {
  const asked = { exact, ordered: ordered ? 'possibly' : undefined } as const;
  const isThere = (stands: Stands) => {
    const embedding = new TreeEmbedding(stands, asked);
    return traces.some(trace => topsOf(trace, tree, exact).some(span => embedding.fits(tree, span)));
  };
  if (ordered && isThere((node, span) => node.criteria?.matches(span) ?? true)) return 'times';
  const isRenamed = isThere((node, span) => {
    const answer = node.criteria === undefined || meets(span, node.criteria);
    return answer === true || answer === 'renamed';
  });
  return isRenamed ? 'renamed' : 'dropped';
}

/** The tree laid over a trace that holds it in any order. */
function unorderedPlaces(traces: readonly Trace[], tree: TreeNode, exact: boolean): Unordered | undefined {
  const embedding = new TreeEmbedding((node, span) => node.criteria?.matches(span) ?? true, {
    exact,
    ordered: undefined,
  });
  for (const trace of traces) {
    const top = topsOf(trace, tree, exact).find(span => embedding.fits(tree, span));
    if (top !== undefined) return { trace, node: matchedNode(tree, embedding.place(tree, top)), cost: 0 };
  }
  return undefined;
}

function extraSpans(placed: PlacedNode, trace: Trace): Span[] {
  const used = new Set<Span>();
  const pending = [placed];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at.span !== undefined) used.add(at.span);
    pending.push(...at.children);
  }
  return trace.spans.filter(span => !used.has(span));
}

/** What is certain of the first node that differs. */
function hintsOf(tree: TreeNode, placed: PlacedNode): readonly Hint[] {
  const pending: [TreeNode, PlacedNode][] = [[tree, placed]];
  for (let at = pending.shift(); at !== undefined; at = pending.shift()) {
    const [node, place] = at;
    const { span, comparisons } = place;
    if (span !== undefined && node.criteria !== undefined && comparisons.some(({ matched }) => !matched)) {
      return hintsFor(node.criteria, { span, comparisons }, []);
    }
    for (const [index, child] of place.children.entries()) {
      const childNode = node.children[index];
      if (childNode !== undefined) pending.push([childNode, child]);
    }
  }
  return [];
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
