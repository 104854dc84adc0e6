import { isStartKnown } from '../model/span-times.ts';
import type { Span, Trace } from '../model/trace.ts';
import type { Beside } from '../query/beside.ts';
import type { StraysVerdict } from '../query/verdict.ts';
import { type ExplainStray, otherWorkHints, whyRows } from './beside-text.ts';
import { durationText } from './duration-text.ts';
import { wantedLines } from './field-text.ts';
import { gapLines, gapSummary } from './gaps-text.ts';
import { page, type Style } from './page.ts';
import { shortId } from './quote.ts';
import { alignRows, count, list, type Row } from './rows.ts';
import { spanLabel } from './span-label.ts';

const MAX_STRAYS = 3;

/** Why `toHaveNoStrays`, or its negation, does not hold. */
export function straysText(verdict: StraysVerdict, style: Style, explain: ExplainStray): string {
  const { strays, except, gaps, outcome } = verdict;
  const { negated, palette } = style;
  const what = 'a trace that began during the capture and belongs to no capture';
  const rows: Row[] = [['Expected:', palette.expected(negated ? `a stray (${what})` : `no stray (${what})`)]];
  if (except.length > 0) rows.push(['Excepted:', ...except.flatMap(wanted => wantedLines(wanted))]);
  rows.push(['Received:', palette.received(receivedText(verdict))]);
  const missing = outcome === 'incomplete' ? gapLines(gaps) : [];
  if (missing.length > 0) rows.push(['Missing:', ...missing]);
  const shown = strays.slice(0, MAX_STRAYS);
  const marks = new Map<Span, string>(
    shown.flatMap(({ trace }) => trace.roots.map(root => [root, 'began the stray'] as const)),
  );
  return page(
    [headLines(verdict), alignRows(rows), ...shown.map(stray => alignRows(strayRows(stray, verdict, explain)))],
    { traces: shown.map(({ trace }) => trace), marks, hidden: strays.length - shown.length },
    hintsOf(verdict, negated),
    style,
  );
}

function headLines({ outcome, strays, gaps }: StraysVerdict): string[] {
  if (outcome !== 'incomplete') return [];
  if (strays.length === 0)
    return [`INCOMPLETE: no stray arrived, but ${gapSummary(gaps)}. There may be a stray in what is missing.`];
  const [these, belong] = strays.length === 1 ? ['this stray', 'belong'] : ['these strays', 'all belong'];
  return [`INCOMPLETE: other captures ran at the same time, so ${these} may ${belong} to one of them.`];
}

function hintsOf({ outcome, strays }: StraysVerdict, negated: boolean): string[] {
  const [first] = strays;
  if (first === undefined) return [];
  const alone = 'Hint: to find out, let no other capture run at the same time, or give each its own receiver.';
  return [...(outcome === 'incomplete' ? [alone] : []), ...(negated ? [] : otherWorkHints(first.trace))];
}

function receivedText({ strays, excepted, background }: StraysVerdict): string {
  const aside = [
    ...(excepted > 0 ? [`${excepted} that ${excepted === 1 ? 'matches' : 'match'} except`] : []),
    ...(background > 0
      ? [`${background} that also ${background === 1 ? 'begins' : 'begin'} while no capture runs`]
      : []),
  ];
  const found = strays.length === 0 ? 'no stray' : count(strays.length, 'stray');
  return aside.length === 0 ? found : `${found}, not counting ${list(aside)}`;
}

function strayRows(stray: Beside, { outcome }: StraysVerdict, explain: ExplainStray): Row[] {
  const { trace, captured } = stray;
  const root = trace.roots[0] ?? trace.spans[0];
  const began = root === undefined ? '' : `${spanLabel(root)} `;
  const row: Row = ['Stray:', `${began}began trace ${shortId(trace.traceId)}${sinceText(captured, root)}`];
  // Where the first line says that it may be another capture's, it need not be said again.
  const known = outcome === 'incomplete' ? { ...stray, shared: false } : stray;
  return [row, ...whyRows(known, explain)];
}

/** `, 60 ms after the captured trace`: by the clocks of their services. */
function sinceText({ spans }: Trace, root: Span | undefined): string {
  const first = spans.find(isStartKnown);
  if (first === undefined || root === undefined || !isStartKnown(root)) return '';
  const ms = Number(root.startTimeUnixNano - first.startTimeUnixNano) / 1e6;
  if (ms === 0) return ' at the same time as the captured trace';
  return `, ${durationText(Math.abs(ms))} ${ms > 0 ? 'after' : 'before'} the captured trace`;
}
