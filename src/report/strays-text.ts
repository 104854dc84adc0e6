import type { Span } from '../model/trace.ts';
import type { Beside } from '../query/beside.ts';
import type { StraysVerdict } from '../query/verdict.ts';
import { type ExplainStray, whyRows } from './beside-text.ts';
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
  const rows: Row[] = [['Expected:', palette.expected(negated ? 'a stray' : 'no stray')]];
  if (except.length > 0) rows.push(['Excepted:', ...except.flatMap(wanted => wantedLines(wanted))]);
  rows.push(['Received:', palette.received(receivedText(verdict))]);
  const missing = outcome === 'incomplete' ? gapLines(gaps) : [];
  if (missing.length > 0) rows.push(['Missing:', ...missing]);
  const shown = strays.slice(0, MAX_STRAYS);
  const marks = new Map<Span, string>(
    shown.flatMap(({ trace }) => trace.roots.map(root => [root, 'began it'] as const)),
  );
  const hidden = strays.length - shown.length;
  const hints =
    negated || strays.length === 0
      ? []
      : [
          'Hint: work that goes on by itself is named in startReceiver({ background }), capture(fn, { background }) or { except }.',
        ];
  return page(
    [headLines(verdict), alignRows(rows), ...shown.map(stray => alignRows(strayRows(stray, explain)))],
    { traces: shown.map(({ trace }) => trace), marks, hidden },
    hints,
    style,
  );
}

function headLines({ outcome, strays, gaps }: StraysVerdict): string[] {
  if (outcome !== 'incomplete') return [];
  return strays.length > 0
    ? ['INCOMPLETE: captures ran at the same time, and each of these strays may belong to another of them.']
    : [`INCOMPLETE: no stray is stored, but ${gapSummary(gaps)}.`];
}

function receivedText({ strays, excepted, background }: StraysVerdict): string {
  const more = [
    ...(excepted > 0 ? [`${excepted} excepted`] : []),
    ...(background > 0
      ? [`${background} that also ${background === 1 ? 'begins' : 'begin'} while no capture runs`]
      : []),
  ];
  const found = strays.length === 0 ? 'no stray' : count(strays.length, 'stray');
  return more.length === 0 ? found : `${found}, besides ${list(more)}`;
}

function strayRows(stray: Beside, explain: ExplainStray): Row[] {
  const { trace, captured } = stray;
  const root = trace.roots[0] ?? trace.spans[0];
  const first = captured.spans[0];
  const after =
    root === undefined || first === undefined
      ? ''
      : `, ${durationText(Number(root.startTimeUnixNano - first.startTimeUnixNano) / 1e6)} after the first span of the capture`;
  return [
    ['Stray:', `${root === undefined ? '' : `${spanLabel(root)} `}began trace ${shortId(trace.traceId)}${after}`],
    ...whyRows(stray, explain),
  ];
}
