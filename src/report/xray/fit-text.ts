import type { Span } from '../../model/trace.ts';
import type { XRayFitVerdict, XRayMisfit } from '../../xray/verdict.ts';
import { wantedLines } from '../field-text.ts';
import { gapLines, notWholeText } from '../gaps-text.ts';
import { page, type Style } from '../page.ts';
import { plain } from '../quote.ts';
import { alignRows, count, type Row } from '../rows.ts';
import { indexedText } from './indexed-text.ts';
import { misfitLines, misfitMark } from './misfit-text.ts';

const MAX_MISFITS = 6;

/** Why `toFitXRay`, or its negation, does not hold. */
export function xrayFitText(verdict: XRayFitVerdict, style: Style): string {
  const { traces, misfits, unknown, gaps, except } = verdict;
  const { negated, palette } = style;
  const what = traces.length === 1 ? 'the trace' : count(traces.length, 'trace');
  const rows: Row[] = [
    ['Expected:', palette.expected(expectedText(what, verdict, negated))],
    ['Received:', palette.received(receivedText(verdict))],
  ];
  if (unknown === 'gaps') rows.push(['Missing:', ...gapLines(gaps)]);
  if (except.length > 0) rows.push(['Not judged:', ...except.flatMap(wanted => wantedLines(wanted))]);
  rows.push(['Indexed:', indexedText(verdict.indexing)]);
  const head = unknown === 'gaps' ? [`INCOMPLETE: ${what} ${notWholeText(gaps)}: what is missing may not fit.`] : [];
  const listed = misfits.slice(0, MAX_MISFITS).map((misfit, index) => misfitLines(misfit, index + 1));
  const rest = misfits.length - listed.length;
  if (rest > 0) listed.push([`... and ${rest.toLocaleString('en-US')} more`]);
  const { shown, hidden, marks } = drawn(verdict);
  return page([head, alignRows(rows), ...listed], { traces: shown, hidden, marks }, [], style);
}

function expectedText(what: string, { epoch }: XRayFitVerdict, negated: boolean): string {
  const ids = epoch ? ', with ids that begin with the time' : '';
  return negated
    ? `${what} not to fit into X-Ray${ids}`
    : `${what} to fit into X-Ray: nothing cut off, changed or dropped${ids}`;
}

function receivedText({ misfits, documents, unknown, excepted }: XRayFitVerdict): string {
  if (misfits.length > 0) return `${count(misfits.length, 'thing')} that X-Ray or the exporter would not keep`;
  const left = excepted === 0 ? '' : `, ${count(excepted, 'span')} excepted`;
  if (unknown === 'nothing-judged') return `no span that is judged${left}`;
  return `${count(documents, 'document')} that ${documents === 1 ? 'fits' : 'fit'}${left}`;
}

function drawn({ traces, misfits }: XRayFitVerdict): {
  readonly shown: XRayFitVerdict['traces'];
  readonly hidden: number;
  readonly marks: ReadonlyMap<Span, string>;
} {
  const marks = new Map<Span, string>();
  for (const misfit of misfits)
    for (const span of misfit.spans) if (!marks.has(span)) marks.set(span, plain(misfitMark(misfit), 40));
  const ids = new Set(misfits.flatMap(misfit => traceIds(misfit)));
  const shown = ids.size === 0 ? traces : traces.filter(({ traceId }) => ids.has(traceId));
  return { shown, hidden: traces.length - shown.length, marks };
}

function traceIds(misfit: XRayMisfit): string[] {
  return 'trace' in misfit ? [misfit.trace.traceId] : misfit.spans.map(({ traceId }) => traceId);
}
