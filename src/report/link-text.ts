import type { Span } from '../model/trace.ts';
import type { LinkedTo, LinkVerdict } from '../query/verdict.ts';
import { renamedText } from './hint-text.ts';
import { page, type Style } from './page.ts';
import { shortId } from './quote.ts';
import { alignRows, atMost, count, type Row } from './rows.ts';
import { spanLabel, spanName } from './span-label.ts';
import { targetLines } from './target-text.ts';

const MAX_LINKS = 8;
/** Bit 0 of the flags: the span was sampled. Bit 8: the flags say whether it is remote, so the sender did fill them in. */
const SAMPLED = 0x1;
const FILLED_IN = 0x100;

/** Why `toBeLinkedTo`, or its negation, does not hold. */
export function linkText(verdict: LinkVerdict, style: Style): string {
  const { span, target, links, unknown } = verdict;
  const { negated, palette } = style;
  const label = `Expected ${spanName(span)} ${negated ? 'not ' : ''}to be linked to:`;
  const lines = links.map(link => palette.received(linkedText(link, span)));
  const rows: Row[] = [
    [label, ...targetLines(target, palette)],
    ['It has:', ...(lines.length === 0 ? [palette.received('no links')] : atMost(lines, MAX_LINKS, 'link'))],
  ];
  if (unknown === 'dropped-links')
    rows.push(['Missing:', `${count(span.droppedLinksCount, 'link')}, dropped by its SDK`]);
  const marks = new Map<Span, string>([[span, 'this span']]);
  for (const { target: other } of links) if (other !== undefined) marks.set(other, 'linked');
  const traces = [span.trace, ...links.flatMap(({ target: other }) => (other === undefined ? [] : [other.trace]))];
  const distinct = [...new Map(traces.map(trace => [trace.traceId, trace])).values()];
  return page([headLines(verdict, style), alignRows(rows)], { traces: distinct, marks }, hintsOf(verdict), style);
}

function headLines({ unknown, span }: LinkVerdict, { negated }: Style): string[] {
  if (!negated) return [];
  if (unknown === 'not-arrived')
    return [`INCOMPLETE: ${spanName(span)} links to a span that did not arrive: it may be the one.`];
  if (unknown === 'dropped-links') return [`INCOMPLETE: ${spanName(span)} lost links: one of them may be the one.`];
  if (unknown === 'dropped') return ['INCOMPLETE: the span that it links to lost data: it may have matched.'];
  return [];
}

function linkedText({ link, target, meets }: LinkedTo, span: Span): string {
  const where = link.traceId === span.traceId ? '' : ` of trace ${shortId(link.traceId)}`;
  if (target === undefined) return `a link to ${shortId(link.spanId)}${where}, a span that did not arrive`;
  return `a link to ${spanLabel(target)}${where}${meets === true ? ', which matches' : ''}`;
}

function hintsOf({ outcome, unknown, links, renamed, isParent, isReversed }: LinkVerdict): string[] {
  if (outcome === 'pass') return [];
  const unsampled = links.some(
    ({ link, target }) => target === undefined && (link.flags & FILLED_IN) !== 0 && (link.flags & SAMPLED) === 0,
  );
  const hints: string[] = [];
  if (unknown === 'not-arrived' && unsampled)
    hints.push('Hint: unsampled upstream: the link says that the span it names was not sampled, so it was never sent.');
  if (unknown === 'renamed') for (const one of renamed) hints.push(`Hint: ${renamedText(one)}`);
  if (isParent) hints.push('Hint: it is its parent, not linked: toBeChildOf would hold.');
  if (isReversed()) hints.push('Hint: it is the other way round: that span links to this one.');
  return hints;
}
