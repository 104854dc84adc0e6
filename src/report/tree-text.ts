import type { Span, Trace } from '../model/trace.ts';
import { padded, widthOf } from '../pii/masking/marks.ts';
import { type Palette, PLAIN } from './palette.ts';
import { plain, shortId } from './quote.ts';
import { count } from './rows.ts';
import { spansDurationText, traceDurationText } from './times-text.ts';

/** What to say beside a span: `<- differs in kind`. */
export type Marks = ReadonlyMap<Span, string>;

/** A span's place in the drawing. */
interface Row {
  readonly span: Span;
  readonly branch: string;
  /** The siblings that this row stands for, itself among them. */
  readonly twins?: readonly Span[];
}

/** Deeper than this the drawing goes no further to the right, and gives the depth as a number. */
const MAX_INDENT = 16;
const MAX_NAME = 60;
/** A tree that is folded at all is folded to this, for what is far from the marks says little. */
const FOLDED_LINES = 28;
const MAX_MARKED = 6;
const MAX_ABOVE = 6;
const FIRST_ROWS = 4;
/** So many siblings in a row that look alike are drawn as one. */
const TWINS = 3;
const NO_MARKS: Marks = new Map();

/** `trace 4bf92f35, 3 services, 14 spans, 212 ms` */
export function traceHeader(trace: Trace): string {
  const parts = [
    `trace ${shortId(trace.traceId)}`,
    count(trace.services.length, 'service'),
    count(trace.spans.length, 'span'),
    traceDurationText(trace),
  ];
  if (!trace.complete && !trace.allowsOrphans) parts.push('not complete');
  return parts.join(', ');
}

/**
 * The tree, one line a span, marked. With `maxLines`, siblings that look alike are one line, and the rest is folded around
 * the marks when it is longer.
 */
export function treeLines(
  trace: Trace,
  marks: Marks = NO_MARKS,
  maxLines = Number.POSITIVE_INFINITY,
  palette: Palette = PLAIN,
): string[] {
  const drawn = drawBranches(trace);
  const rows = Number.isFinite(maxLines) ? foldTwins(drawn, marks) : drawn;
  const tops = { orphans: new Set(trace.orphans), roots: new Set(trace.roots) };
  if (rows.length <= maxLines) return rowLines(rows, tops, marks, palette);
  const limit = Math.min(maxLines, FOLDED_LINES);
  for (let kept = limit; kept > 0; kept--) {
    const folded = fold(rows, chooseSpans(rows, marks, kept));
    if (folded.length <= limit) return rowLines(folded, tops, marks, palette);
  }
  return [foldLine(drawn.length)];
}

/** A line of the whole tree, the span that it is of, and the blanks that lead to its name. */
export interface DrawnSpan {
  readonly span: Span;
  readonly line: string;
  readonly indent: string;
}

/** The whole tree, with the span of each line: for what is to stand between the lines. */
export function drawnTree(trace: Trace): readonly DrawnSpan[] {
  const rows = drawBranches(trace);
  const lines = rowLines(rows, { orphans: new Set(trace.orphans), roots: new Set(trace.roots) }, NO_MARKS, PLAIN);
  const [first] = rows;
  const before =
    first === undefined ? 0 : (lines[0] ?? '').indexOf(`  ${first.branch}${plain(first.span.name, MAX_NAME)}`);
  return rows.map(({ span, branch }, index) => ({
    span,
    line: lines[index] ?? '',
    indent: ' '.repeat(Math.max(0, before) + 2 + branch.length),
  }));
}

/** All spans in the order of the drawing. Walks without recursion: a chain can be 10,000 deep. */
function drawBranches(trace: Trace): Row[] {
  const rows: Row[] = [];
  const tops = trace.spans.filter(span => span.parent === undefined);
  const stack = tops.map(span => ({ span, indent: '', elbow: '', depth: 0 })).reverse();
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const { span, indent, elbow, depth } = at;
    rows.push({ span, branch: depth > MAX_INDENT ? `${indent}${elbow}[${depth} deep] ` : `${indent}${elbow}` });
    const below = depth === 0 || depth >= MAX_INDENT ? indent : `${indent}${elbow === '├─ ' ? '│  ' : '   '}`;
    const { children } = span;
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      const childElbow = index === children.length - 1 ? '└─ ' : '├─ ';
      if (child !== undefined) stack.push({ span: child, indent: below, elbow: childElbow, depth: depth + 1 });
    }
  }
  return rows;
}

/** Childless siblings in a row of one service, kind and name, of which none is marked or failed, as one row. */
function foldTwins(rows: readonly Row[], marks: Marks): Row[] {
  const folded: Row[] = [];
  let run: Row[] = [];
  const close = () => {
    const last = run.at(-1);
    // The last one's branch: it is drawn as the end where the run ends the siblings.
    if (last !== undefined && run.length >= TWINS) folded.push({ ...last, twins: run.map(({ span }) => span) });
    else folded.push(...run);
    run = [];
  };
  for (const row of rows) {
    const first = run[0];
    if (first !== undefined && !areTwins(first.span, row.span)) close();
    if (isPlainLeaf(row.span, marks)) run.push(row);
    else {
      close();
      folded.push(row);
    }
  }
  close();
  return folded;
}

function isPlainLeaf(span: Span, marks: Marks): boolean {
  return span.parent !== undefined && span.children.length === 0 && span.status.code !== 'ERROR' && !marks.has(span);
}

function areTwins(a: Span, b: Span): boolean {
  return a.parent === b.parent && a.name === b.name && a.kind === b.kind && a.service === b.service;
}

/** The spans that are worth a line: those marked, what is above them and right beside, and the first few of all. */
function chooseSpans(rows: readonly Row[], marks: Marks, max: number): ReadonlySet<Span> {
  const kept = new Set<Span>();
  const keep = (span: Span | undefined) => {
    if (span !== undefined && kept.size < max) kept.add(span);
  };
  const marked = [...marks.keys()].filter(span => rows[0]?.span.trace === span.trace).slice(0, MAX_MARKED);
  for (const span of marked) keep(span);
  for (const span of marked) for (const above of nearestAbove(span)) keep(above);
  for (const span of marked) for (const beside of besides(span)) keep(beside);
  for (const { span } of rows.slice(0, FIRST_ROWS)) keep(span);
  return kept;
}

function nearestAbove(span: Span): Span[] {
  const above: Span[] = [];
  for (let at = span.parent; at !== undefined && above.length < MAX_ABOVE; at = at.parent) above.push(at);
  return above;
}

/** Its first children, and its neighbours under the same parent. */
function besides(span: Span): readonly Span[] {
  const siblings = span.parent?.children ?? [];
  const at = siblings.indexOf(span);
  return [...span.children.slice(0, 2), ...siblings.slice(Math.max(0, at - 1), at + 2)];
}

function fold(rows: readonly Row[], kept: ReadonlySet<Span>): (Row | number)[] {
  const folded: (Row | number)[] = [];
  for (const row of rows) {
    const last = folded.at(-1);
    const { length } = row.twins ?? [row.span];
    if (kept.has(row.span)) folded.push(row);
    else if (typeof last === 'number') folded[folded.length - 1] = last + length;
    else folded.push(length);
  }
  return folded;
}

function foldLine(hidden: number): string {
  return `... ${hidden.toLocaleString('en-US')} more ${hidden === 1 ? 'span' : 'spans'}`;
}

function rowLines(rows: readonly (Row | number)[], tops: Tops, marks: Marks, palette: Palette): string[] {
  const cells = rows.map(row => (typeof row === 'number' ? row : cellsOf(row, tops)));
  const shown = cells.filter(cell => typeof cell !== 'number');
  const widest = (read: (cell: Cells) => string) => shown.reduce((max, cell) => Math.max(max, widthOf(read(cell))), 0);
  const service = widest(cell => cell.service);
  const kind = widest(cell => cell.kind);
  const name = widest(cell => cell.name);
  const duration = widest(cell => cell.duration);
  return cells.map(cell => {
    if (typeof cell === 'number') return palette.dim(`${' '.repeat(service + kind + 4)}${foldLine(cell)}`);
    const columns = [padded(cell.service, service), cell.kind.padEnd(kind), padded(cell.name, name)];
    const line = `${columns.join('  ')}  ${cell.duration.padStart(duration)}`;
    const mark = marks.get(cell.span);
    const notes = [...cell.notes, ...(mark === undefined ? [] : [palette.received(`<- ${mark}`)])];
    return notes.length === 0 ? line : `${line}  ${notes.join('  ')}`;
  });
}

/** Spans that hang below nothing; what is neither was cut out of a cycle. */
interface Tops {
  readonly orphans: ReadonlySet<Span>;
  readonly roots: ReadonlySet<Span>;
}

interface Cells {
  readonly span: Span;
  readonly service: string;
  readonly kind: string;
  readonly name: string;
  readonly duration: string;
  readonly notes: readonly string[];
}

function cellsOf({ span, branch, twins = [span] }: Row, { orphans, roots }: Tops): Cells {
  const notes: string[] = [];
  const alike = twins.length > 1 ? ` (x${twins.length.toLocaleString('en-US')})` : '';
  if (span.status.code === 'ERROR') notes.push('ERROR');
  if (orphans.has(span)) notes.push(`(parent ${shortId(span.parentSpanId ?? '')} never arrived)`);
  else if (span.parent === undefined && !roots.has(span)) notes.push('(its parents form a cycle)');
  return {
    span,
    service: plain(span.service, 24),
    kind: span.kind,
    name: `${branch}${plain(span.name, MAX_NAME)}${alike}`,
    duration: spansDurationText(twins),
    notes,
  };
}
