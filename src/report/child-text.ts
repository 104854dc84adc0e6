import type { Span } from '../model/trace.ts';
import type { ChildVerdict } from '../query/verdict.ts';
import { diffRows } from './near-misses-text.ts';
import { page, type Style } from './page.ts';
import { shortId } from './quote.ts';
import { alignRows, type Row } from './rows.ts';
import { spanLabel, spanName } from './span-label.ts';
import { renamedHints, targetLines } from './target-text.ts';

/** Why `toBeChildOf`, or its negation, does not hold. */
export function childText(verdict: ChildVerdict, style: Style): string {
  const { span } = verdict;
  const facts = factLines(verdict, style);
  return page(
    [headLines(verdict, style), facts],
    { traces: [span.trace], marks: marksOf(verdict) },
    hintsOf(verdict),
    style,
  );
}

function headLines({ unknown, span }: ChildVerdict, { negated }: Style): string[] {
  if (!negated) return [];
  if (unknown === 'orphan')
    return [`INCOMPLETE: the parent of ${spanName(span)} never arrived: it may be the one that is meant.`];
  if (unknown === 'dropped') return [`INCOMPLETE: the parent of ${spanName(span)} lost data: it may have matched.`];
  return [];
}

function factLines(verdict: ChildVerdict, { negated, palette }: Style): string[] {
  const { span, target, comparisons } = verdict;
  const label = `Expected ${spanName(span)} ${negated ? 'not ' : ''}to be a child of:`;
  const expected: Row = [label, ...targetLines(target, palette)];
  const differs = !negated && comparisons !== undefined && comparisons.length > 1;
  const parent: Row = ['Its parent is:', palette.received(parentText(verdict))];
  if (!differs) return alignRows([expected, parent]);
  return [...diffRows(expected, `Its parent ${spanName(span.parent ?? span)} has:`, comparisons, palette)];
}

function parentText({ span, target, unknown }: ChildVerdict): string {
  const { parent, parentSpanId } = span;
  if (parent === undefined) {
    if (parentSpanId === undefined) return 'none: it is a root';
    if (unknown === 'orphan' || span.trace.orphans.includes(span))
      return `${shortId(parentSpanId)}, a span that never arrived`;
    if (span.trace.roots.includes(span))
      return 'none: it is a root, the first span below the context that the test sent';
    return `${shortId(parentSpanId)}, cut because the parents form a cycle`;
  }
  const above = target.kind === 'span' ? target.span : undefined;
  const child = above !== undefined && parent.parentSpanId === above.spanId && parent.traceId === above.traceId;
  return child ? `${spanLabel(parent)}, itself a child of ${spanName(above)}` : spanLabel(parent);
}

function marksOf({ span, outcome, ancestor, target }: ChildVerdict): ReadonlyMap<Span, string> {
  const marks = new Map<Span, string>([[span, 'this span']]);
  if (span.parent !== undefined) marks.set(span.parent, outcome === 'pass' ? 'its parent, matches' : 'its parent');
  if (target.kind === 'span' && outcome !== 'pass') {
    const same = span.trace.spans.find(({ spanId }) => spanId === target.span.spanId);
    if (same !== undefined) marks.set(same, 'expected parent');
  } else if (ancestor !== undefined) marks.set(ancestor, 'matches');
  return marks;
}

function hintsOf({ span, target, ancestor, unknown, comparisons }: ChildVerdict): string[] {
  if (unknown === 'renamed') return renamedHints(comparisons ?? []);
  if (ancestor !== undefined)
    return [`Hint: it is a descendant of ${spanLabel(ancestor)}, not its child: toBeDescendantOf would hold.`];
  if (target.kind !== 'span') return [];
  if (target.span.traceId !== span.traceId) {
    return [`Hint: they are of two traces, ${shortId(span.traceId)} and ${shortId(target.span.traceId)}.`];
  }
  if (target.span.spanId === span.spanId) return ['Hint: that is the same span.'];
  return target.span.parentSpanId === span.spanId ? ['Hint: it is the other way round: it is the parent.'] : [];
}
