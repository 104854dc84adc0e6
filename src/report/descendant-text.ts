import type { Span } from '../model/trace.ts';
import type { DescendantVerdict, NearMiss } from '../query/verdict.ts';
import { differsText, fieldLines } from './near-misses-text.ts';
import { page, type Style } from './page.ts';
import { shortId } from './quote.ts';
import { alignRows, atMost, type Row } from './rows.ts';
import { spanLabel, spanName } from './span-label.ts';
import { renamedHints, targetLines } from './target-text.ts';

const MAX_ABOVE = 8;

/** Why `toBeDescendantOf`, or its negation, does not hold. */
export function descendantText(verdict: DescendantVerdict, style: Style): string {
  const { span, target, above, ancestor, unknown } = verdict;
  const { negated, palette } = style;
  const label = `Expected ${spanName(span)} ${negated ? 'not ' : ''}to be a descendant of:`;
  const rows: Row[] = [[label, ...targetLines(target, palette)]];
  const lines = above.map(one => palette.received(spanLabel(one)));
  rows.push([
    'Above it are:',
    ...(lines.length === 0 ? [palette.received(nothingText(verdict))] : atMost(lines, MAX_ABOVE, 'span')),
  ]);
  if (unknown === 'orphan') rows.push(['Missing:', missingText(verdict)]);
  const nearest = verdict.nearest();
  const facts = [headLines(verdict, style), alignRows(rows), negated ? [] : nearestLines(nearest, style)];
  const marks = new Map<Span, string>([[span, 'this span']]);
  if (ancestor !== undefined) marks.set(ancestor, unknown === undefined ? 'matches' : 'may match');
  else if (nearest !== undefined) marks.set(nearest.span, differsText(nearest.comparisons));
  if (target.kind === 'span' && ancestor === undefined) markTarget(span, target.span, marks);
  return page(facts, { traces: [span.trace], marks }, hintsOf(verdict, nearest), style);
}

function headLines({ unknown, span }: DescendantVerdict, { negated }: Style): string[] {
  if (!negated) return [];
  if (unknown === 'orphan') return [`INCOMPLETE: not all that is above ${spanName(span)} arrived: it may be there.`];
  if (unknown === 'dropped') return [`INCOMPLETE: a span above ${spanName(span)} lost data: it may have matched.`];
  return [];
}

function nothingText({ span, orphan }: DescendantVerdict): string {
  if (orphan !== undefined) return 'none that arrived';
  return span.trace.roots.includes(span) ? 'none: it is a root' : 'none that arrived';
}

function missingText({ orphan, span }: DescendantVerdict): string {
  const parent = `parent ${shortId(orphan?.parentSpanId ?? '')}`;
  return orphan === undefined || orphan === span ? `its ${parent}` : `the ${parent} of ${spanLabel(orphan)}`;
}

function nearestLines(nearest: NearMiss | undefined, { palette }: Style): string[] {
  if (nearest === undefined || nearest.comparisons.length < 2) return [];
  return fieldLines(`Nearest is ${spanName(nearest.span)}:`, nearest.comparisons, palette);
}

function markTarget(span: Span, target: Span, marks: Map<Span, string>): void {
  const same = span.trace.spans.find(({ spanId, traceId }) => spanId === target.spanId && traceId === target.traceId);
  if (same !== undefined && same !== span) marks.set(same, 'expected above it');
}

function hintsOf({ span, target, unknown, outcome }: DescendantVerdict, nearest: NearMiss | undefined): string[] {
  if (outcome === 'pass') return [];
  if (unknown === 'renamed') return renamedHints(nearest?.comparisons ?? []);
  if (target.kind !== 'span') return [];
  if (target.span.traceId !== span.traceId) {
    return [`Hint: they are of two traces, ${shortId(span.traceId)} and ${shortId(target.span.traceId)}.`];
  }
  if (target.span.spanId === span.spanId) return ['Hint: that is the same span.'];
  return isAbove(span, target.span) ? ['Hint: it is the other way round: it is above that span.'] : [];
}

function isAbove(span: Span, other: Span): boolean {
  for (let at = other.parent; at !== undefined; at = at.parent) if (at.spanId === span.spanId) return true;
  return false;
}
