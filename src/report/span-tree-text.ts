import type { Span } from '../model/trace.ts';
import { padded, widthOf } from '../pii/masking/marks.ts';
import type { Misplaced, PlacedNode, TreeVerdict } from '../query/verdict.ts';
import { besideText, type ExplainStray } from './beside-text.ts';
import { fieldText } from './field-text.ts';
import { gapLines, notWholeText } from './gaps-text.ts';
import { hintLines } from './hint-text.ts';
import { differsText, fieldLines } from './near-misses-text.ts';
import { page, type Style } from './page.ts';
import type { Palette } from './palette.ts';
import { plain, shortId } from './quote.ts';
import { alignRows, atMost, count } from './rows.ts';
import { spanLabel, spanName } from './span-label.ts';

/** The expected tree is folded to this, around what does not hold. */
const MAX_NODES = 20;
const MAX_NODE = 90;
const MAX_EXTRA = 6;

/** Why `toHaveSpanTree`, or its negation, does not hold. */
export function spanTreeText(verdict: TreeVerdict, style: Style, explain: ExplainStray): string {
  const { trace, traces, outcome } = verdict;
  const { negated, palette } = style;
  const placed = verdict.placed();
  const nodes = listNodes(placed);
  const wrong = nodes.find(({ node }) => node.span !== undefined && !holds(node));
  const diff =
    wrong?.node.span === undefined || outcome === 'pass' ? [] : nodeDiff(wrong.node, wrong.node.span, palette);
  const beside = besideText(
    verdict.unknown === 'beside' ? verdict.beside : [],
    { none: 'the trace does not hold this tree', some: 'does', mark: 'the top of the tree' },
    explain,
  );
  return page(
    [
      headLines(verdict, style),
      beside.head,
      [titleOf(verdict, negated), ...nodeLines(nodes, palette)],
      diff,
      extraLines(verdict, palette),
      missingLines(verdict),
      ...beside.blocks,
    ],
    {
      traces: [trace, ...beside.traces],
      marks: new Map([...marksOf(verdict, nodes), ...beside.marks]),
      hidden: traces.length - 1,
    },
    outcome === 'pass' ? [] : [...hintsOf(verdict), ...beside.hints],
    style,
  );
}

function titleOf(verdict: TreeVerdict, negated: boolean): string {
  const title = treeTitle(verdict, negated);
  return verdict.ordered ? title.replace(/:$/, ', children in this order:') : title;
}

function treeTitle({ exact, traces: { length } }: TreeVerdict, negated: boolean): string {
  if (negated) return exact ? 'Expected the trace not to be exactly this tree:' : 'Expected not to find this tree:';
  if (length === 1) return exact ? 'Expected the whole trace to be this tree:' : 'Expected this tree in the trace:';
  const traces = `one of these ${length.toLocaleString('en-US')} traces`;
  return exact ? `Expected the whole of ${traces} to be this tree:` : `Expected this tree in ${traces}:`;
}

interface ListedNode {
  readonly node: PlacedNode;
  readonly branch: string;
}

/** The nodes in the order of drawing, with the lines before them. */
function listNodes(top: PlacedNode): ListedNode[] {
  const listed: ListedNode[] = [];
  const walk = (node: PlacedNode, indent: string, elbow: string): void => {
    listed.push({ node, branch: `${indent}${elbow}` });
    const below = elbow === '' ? indent : `${indent}${elbow === '├─ ' ? '│  ' : '   '}`;
    for (const [index, child] of node.children.entries()) {
      walk(child, below, index === node.children.length - 1 ? '└─ ' : '├─ ');
    }
  };
  walk(top, '', '');
  return listed;
}

function holds({ span, comparisons }: PlacedNode): boolean {
  return span !== undefined && comparisons.every(({ matched }) => matched);
}

/** Each node on a line with what became of it; folded around those that do not hold when there are many. */
function nodeLines(nodes: readonly ListedNode[], palette: Palette): string[] {
  const texts = nodes.map(({ node, branch }) => plain(`${branch}${nodeText(node)}`, MAX_NODE));
  const width = texts.reduce((max, text) => Math.max(max, widthOf(text)), 0);
  const kept = chooseNodes(nodes);
  const lines: string[] = [];
  let hidden = 0;
  const fold = () => {
    if (hidden > 0) lines.push(palette.dim(`  ... ${count(hidden, 'more node')}`));
    hidden = 0;
  };
  for (const [index, { node }] of nodes.entries()) {
    if (!kept.has(index)) {
      hidden++;
      continue;
    }
    fold();
    const becameOf = holds(node) ? palette.dim(outcomeText(node)) : palette.received(outcomeText(node));
    lines.push(`  ${palette.expected(padded(texts[index] ?? '', width))}   ${becameOf}`);
  }
  fold();
  return lines;
}

/** What does not hold first, then the rest from the top. */
function chooseNodes(nodes: readonly ListedNode[]): ReadonlySet<number> {
  const wrong = nodes.flatMap(({ node }, index) => (holds(node) ? [] : [index]));
  const order = [0, ...wrong, ...nodes.keys()];
  return new Set([...new Set(order)].slice(0, MAX_NODES));
}

function nodeText({ wanted }: PlacedNode): string {
  return wanted.length === 0 ? 'any span' : wanted.map(({ field, expected }) => fieldText(field, expected)).join(', ');
}

function outcomeText(node: PlacedNode): string {
  const { span, comparisons } = node;
  if (span === undefined) return 'missing';
  return holds(node) ? 'matches' : `nearest: ${spanLabel(span)}, ${differsText(comparisons)}`;
}

/** Field by field, where more than one was asked for. */
function nodeDiff({ comparisons }: PlacedNode, span: Span, palette: Palette): string[] {
  return fieldLines(`Nearest is ${spanName(span)}:`, comparisons, palette);
}

function headLines({ outcome, exact, unknown, gaps }: TreeVerdict, { negated }: Style): string[] {
  if (outcome !== 'incomplete' || unknown === 'beside') return [];
  if (exact && unknown === 'gaps')
    return [`INCOMPLETE: the trace ${notWholeText(gaps)}: it cannot be compared with a whole tree.`];
  if (unknown === 'times')
    return ['INCOMPLETE: the tree is there, but the times of its spans do not tell the order of children.'];
  if (!negated) return [];
  if (unknown === 'gaps') return [`INCOMPLETE: the tree is not there, but the trace ${notWholeText(gaps)}: it may be.`];
  if (unknown === 'dropped')
    return ['INCOMPLETE: spans of the tree lost data, or have times that cannot be right: they may have matched.'];
  return ['The tree is there but for the names of attributes, which differ between the semantic conventions.'];
}

function missingLines({ unknown, gaps }: TreeVerdict): string[] {
  const lines = unknown === 'gaps' ? gapLines(gaps) : [];
  return lines.length === 0 ? [] : alignRows([['Missing:', ...lines]]);
}

function extraLines(verdict: TreeVerdict, palette: Palette): string[] {
  const extra = verdict.extra();
  if (extra.length === 0) return [];
  const lines = atMost(extra.map(spanLabel), MAX_EXTRA, 'span').map(line => palette.received(line));
  return alignRows([[`Not in the tree (${extra.length}):`, ...lines]]);
}

function marksOf(verdict: TreeVerdict, nodes: readonly ListedNode[]): ReadonlyMap<Span, string> {
  const marks = new Map<Span, string>();
  const misplaced = verdict.misplaced();
  // What does not hold first: where not all can be marked, these are.
  for (const { node } of nodes) {
    if (node.span !== undefined && !holds(node)) marks.set(node.span, differsText(node.comparisons));
  }
  for (const { node, under } of misplaced)
    if (node.span === undefined && !marks.has(under)) marks.set(under, 'a child is missing');
  for (const { span, where } of misplaced)
    if (where !== 'taken' && !marks.has(span)) marks.set(span, 'would match, but not here');
  for (const { node } of nodes) {
    if (node.span === undefined) continue;
    const lacks = node.children.some(child => child.span === undefined);
    if (lacks && !marks.has(node.span)) marks.set(node.span, 'a child is missing');
  }
  for (const span of verdict.extra().slice(0, MAX_EXTRA)) if (!marks.has(span)) marks.set(span, 'not in the tree');
  for (const { node } of nodes) if (node.span !== undefined && !marks.has(node.span)) marks.set(node.span, 'matches');
  return marks;
}

function hintsOf(verdict: TreeVerdict): string[] {
  const unordered = verdict.unordered();
  if (unordered !== undefined) return verdict.unknown === 'times' ? [] : orderHints(unordered.node);
  return [...new Set([...verdict.misplaced().map(misplacedText), ...hintLines(verdict.hints())])].slice(0, 3);
}

/** The first children that began in another order than the tree has them. */
function orderHints(top: PlacedNode): string[] {
  const lines = listNodes(top).flatMap(({ node }) =>
    node.children.flatMap((child, index) => {
      const before = node.children[index - 1]?.span;
      const { span } = child;
      const isLate = before !== undefined && span !== undefined && span.startTimeUnixNano < before.startTimeUnixNano;
      return isLate ? [`Hint: ${spanLabel(span)} began before ${spanLabel(before)}.`] : [];
    }),
  );
  return ['Hint: the tree is there, but its children are in another order.', ...lines].slice(0, 3);
}

function misplacedText({ node, under, span, where }: Misplaced): string {
  const what = plain(nodeText(node), 60);
  switch (where) {
    case 'deeper': {
      const parent = span.parent === undefined ? '' : `, under ${spanLabel(span.parent)}`;
      return `Hint: ${what} is below ${spanName(under)}, but not a direct child of it: it is ${depthBelow(span, under)} levels down${parent}.`;
    }
    case 'elsewhere':
      return `Hint: ${what} is there, but ${whereText(span, under)}.`;
    case 'taken':
      return `Hint: ${what} is there, but not as often as the tree has it under ${spanName(under)}.`;
  }
}

/** Where a span is that is not under the one that is meant. */
function whereText(span: Span, meant: Span): string {
  const { parent, parentSpanId, trace } = span;
  if (parent === undefined) {
    return trace.orphans.includes(span)
      ? `its parent ${shortId(parentSpanId ?? '')} never arrived: that may be the one that is meant`
      : `without a parent, not under ${spanName(meant)}`;
  }
  if (parent.name === meant.name) return `under another ${spanLabel(parent)}`;
  return `under ${spanLabel(parent)}, not under ${spanName(meant)}`;
}

function depthBelow(span: Span, ancestor: Span): number {
  let depth = 0;
  for (let at: Span | undefined = span; at !== undefined && at !== ancestor; at = at.parent) depth++;
  return depth;
}
