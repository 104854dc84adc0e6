import { isDurationKnown, knownDurationMs, spansOfImpossibleTimes } from '../model/span-times.ts';
import type { Span, Trace } from '../model/trace.ts';
import type { DurationVerdict, TraceDurationVerdict } from '../query/verdict.ts';
import { durationText } from './duration-text.ts';
import { gapLines, gapSummary, notWholeText } from './gaps-text.ts';
import { page, type Style } from './page.ts';
import { shortId } from './quote.ts';
import { alignRows, atMost, count, list, type Row } from './rows.ts';
import { spanLabel, spanName } from './span-label.ts';
import { impossibleSpanLines, impossibleTimeLines } from './times-text.ts';

const MAX_LISTED = 5;

/** Why `toTakeLessThan`, or its negation, does not hold for a span. */
export function spanTookText({ span, maxMs, impossible }: DurationVerdict, style: Style): string {
  const { negated, palette } = style;
  const expected: Row = [`Expected ${spanName(span)} to take:`, palette.expected(limitText(maxMs, negated))];
  if (impossible.length > 0) {
    const head = ['INCOMPLETE: how long the span took cannot be known, because a time cannot be right.'];
    const rows = alignRows([expected, ['Wrong times:', ...impossibleTimeLines(span).map(palette.received)]]);
    return page([head, rows], { traces: [span.trace], marks: new Map([[span, 'this span']]) }, [], style);
  }
  const rows: Row[] = [expected, ['Received:', palette.received(exactText(span.durationMs))]];
  const slowest = negated ? [] : slowestBelow(span);
  if (slowest.length > 0) rows.push(['Of that:', ...slowest.map(childText)]);
  const marks = new Map<Span, string>([[span, 'this span'], ...slowest.map(one => [one, 'slow'] as const)]);
  return page([alignRows(rows)], { traces: [span.trace], marks }, [], style);
}

/** Why `toTakeLessThan`, or its negation, does not hold for traces. */
export function traceTookText(verdict: TraceDurationVerdict, style: Style): string {
  const { traces, maxMs, slow, impossible, gaps, outcome } = verdict;
  const { negated, palette } = style;
  const one = traces.length === 1;
  const label = one
    ? 'Expected the trace to take:'
    : `Expected ${negated ? 'one of' : 'each of'} ${traces.length} traces to take:`;
  const shown = slow.length > 0 ? slow : traces;
  const received = shown.map(
    trace =>
      `${exactText(knownDurationMs(trace))}${isKnown(trace) ? '' : ' by the times that are possible'}${one ? '' : `, trace ${shortId(trace.traceId)}`}`,
  );
  const rows: Row[] = [
    [label, palette.expected(limitText(maxMs, negated))],
    ['Received:', ...atMost(received, MAX_LISTED, 'trace').map(palette.received)],
  ];
  const slowest = slow[0] === undefined ? [] : slowestOf(slow[0]);
  if (slowest.length > 0)
    rows.push(['Slowest:', ...slowest.map(({ span, ownMs }) => `${durationText(ownMs)} in ${spanLabel(span)} itself`)]);
  if (outcome === 'incomplete') {
    rows.push([
      impossible.length === 0 ? 'Missing:' : 'Missing or wrong:',
      ...gapLines(gaps),
      ...atMost(impossibleSpanLines(impossible), MAX_LISTED, 'span'),
    ]);
  }
  const wrongTimes =
    impossible.length === 0
      ? []
      : [`${count(impossible.length, 'span')} ${impossible.length === 1 ? 'has' : 'have'} impossible times`];
  const isWhole = gapSummary(gaps) === '';
  const why = list([...(isWhole ? [] : [`the trace ${notWholeText(gaps)}`]), ...wrongTimes]);
  const head =
    outcome === 'incomplete' ? [`INCOMPLETE: what is known took less, but ${why}: it may have taken longer.`] : [];
  const marks = new Map<Span, string>(slowest.map(({ span }) => [span, 'slow']));
  return page([head, alignRows(rows)], { traces: shown, marks, hidden: traces.length - shown.length }, [], style);
}

function isKnown(trace: Trace): boolean {
  return spansOfImpossibleTimes(trace).length === 0;
}

function limitText(maxMs: number, negated: boolean): string {
  return `${negated ? 'at least' : 'less than'} ${exactText(maxMs)}`;
}

/** Two durations that would read alike when rounded still have to differ in the text. */
function exactText(ms: number): string {
  return Number.isInteger(ms) || Math.abs(ms) >= 1_000
    ? `${Number(ms.toFixed(3)).toLocaleString('en-US', { maximumFractionDigits: 3 })} ms`
    : `${Number(ms.toPrecision(6))} ms`;
}

function childText(span: Span): string {
  return `${durationText(span.durationMs)} in ${spanLabel(span)}`;
}

/** The children that took most of a span's time: those of at least a fifth of it. */
function slowestBelow(span: Span): Span[] {
  return [...span.children]
    .filter(child => isDurationKnown(child) && child.durationMs * 5 >= span.durationMs)
    .sort((a, b) => b.durationMs - a.durationMs)
    .slice(0, 3);
}

/** The spans of a trace that took longest in themselves, their children aside; and how long that was. */
function slowestOf(trace: Trace): { readonly span: Span; readonly ownMs: number }[] {
  const least = knownDurationMs(trace) / 10;
  return trace.spans
    .filter(isDurationKnown)
    .map(span => ({ span, ownMs: ownTime(span) }))
    .filter(({ ownMs }) => ownMs >= least)
    .sort((a, b) => b.ownMs - a.ownMs)
    .slice(0, 3);
}

/** A span's time without the time in which at least one of its children ran. */
function ownTime({ startTimeUnixNano, endTimeUnixNano, children }: Span): number {
  let covered = 0n;
  let at = startTimeUnixNano;
  for (const child of children.filter(isDurationKnown)) {
    if (child.startTimeUnixNano > at) at = child.startTimeUnixNano;
    if (at >= endTimeUnixNano) break;
    if (child.endTimeUnixNano <= at) continue;
    const to = child.endTimeUnixNano < endTimeUnixNano ? child.endTimeUnixNano : endTimeUnixNano;
    covered += to - at;
    at = to;
  }
  return Number(endTimeUnixNano - startTimeUnixNano - covered) / 1e6;
}
