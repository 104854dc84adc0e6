import type { Trace } from '../model/trace.ts';
import { numberMarks } from '../pii/masking/marks.ts';
import { type Palette, PLAIN } from './palette.ts';
import { plain } from './quote.ts';
import { type Marks, traceHeader, treeLines } from './tree-text.ts';

/** However large the trace, a failure has 60 lines at most: these, and the runner's hint line and what leads in. */
const MAX_LINES = 56;
const MAX_TREES = 3;
const LEAST_TREE = 6;

/** Trees to show in a text, and what to mark in them. */
export interface Trees {
  readonly traces: readonly Trace[];
  readonly marks: Marks;
  /** How many more traces were judged. */
  readonly hidden?: number;
}

/** How a text is to be made. */
export interface Style {
  /** The assertion was negated. */
  readonly negated: boolean;
  readonly palette: Palette;
}

export const PLAIN_STYLE: Style = { negated: false, palette: PLAIN };

/** What was expected and received, where, hints, the whole ids: blocks with a blank line between, bounded in all. */
export function page(
  facts: readonly (readonly string[])[],
  trees: Trees,
  hints: readonly string[],
  { palette }: Style,
): string {
  const before = facts.filter(block => block.length > 0);
  const after = [hints, linkLines(trees)].filter(block => block.length > 0);
  const taken = [...before, ...after].reduce((lines, block) => lines + block.length + 1, 0);
  const drawn = drawTrees(trees, Math.max(LEAST_TREE, MAX_LINES - taken), palette);
  const lines = [...before, ...drawn, ...after].flatMap((block, index) => (index === 0 ? block : ['', ...block]));
  return numberMarks(clip(lines).join('\n'));
}

/** The ids in full, to look them up elsewhere: of the traces that are drawn, and of the span that is marked first. */
function linkLines({ traces, marks }: Trees): string[] {
  const [first] = marks.keys();
  const ids = new Set(traces.slice(0, MAX_TREES).map(({ traceId }) => traceId));
  return Array.from(ids, traceId => {
    const span = first?.traceId === traceId ? `, span ${plain(first.spanId, 16)}` : '';
    return `trace ${plain(traceId, 32)}${span}`;
  });
}

function drawTrees({ traces, marks, hidden = 0 }: Trees, budget: number, palette: Palette): string[][] {
  const shown = traces.slice(0, MAX_TREES);
  const each = Math.floor(budget / Math.max(1, shown.length)) - 2;
  const blocks = shown.map(trace => [traceHeader(trace), ...treeLines(trace, marks, each, palette)]);
  const rest = traces.length - shown.length + hidden;
  if (rest > 0 && blocks.length > 0)
    blocks.push([`... and ${rest.toLocaleString('en-US')} more ${rest === 1 ? 'trace' : 'traces'}`]);
  return blocks;
}

function clip(lines: readonly string[]): readonly string[] {
  if (lines.length <= MAX_LINES) return lines;
  return [...lines.slice(0, MAX_LINES - 1), `... ${lines.length - MAX_LINES + 1} more lines`];
}
