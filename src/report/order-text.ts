import { isDurationKnown } from '../model/span-times.ts';
import type { Span } from '../model/trace.ts';
import type { OrderVerdict } from '../query/verdict.ts';
import { durationText, timeOfDay } from './duration-text.ts';
import { hintLines } from './hint-text.ts';
import { differsText, nearMissLines } from './near-misses-text.ts';
import { page, type Style, type Trees } from './page.ts';
import { alignRows, count, type Row } from './rows.ts';
import { spanName } from './span-label.ts';
import { targetLines } from './target-text.ts';
import { impossibleTimeLines } from './times-text.ts';

const CUT_TIMES = [
  'INCOMPLETE: the spans overlap by less than 1 ms, and the SDK cuts start times to whole milliseconds:',
  'each span may have happened up to 1 ms later. The order of export does not show which of them ended first.',
];

/** Why `toHappenBefore`, or its negation, does not hold. */
export function orderText(verdict: OrderVerdict, style: Style): string {
  const { span, target } = verdict;
  const { negated, palette } = style;
  const expected: Row = [
    `Expected ${spanName(span)} ${negated ? 'not ' : ''}to happen before:`,
    ...targetLines(target, palette),
  ];
  switch (verdict.kind) {
    case 'not-one':
      return notOneText(verdict, expected, style);
    case 'no-times':
      return noTimesText(verdict, expected, style);
    case 'ordered':
      return orderedText(verdict, expected, style);
  }
}

function orderedText(verdict: OrderVerdict & { kind: 'ordered' }, expected: Row, style: Style): string {
  const { span, other, gapNano, outcome } = verdict;
  const { palette } = style;
  const gap = Number(gapNano) / 1e6;
  const isKnown = isDurationKnown(span) && isDurationKnown(other);
  const apart = gap >= 0 ? `, ${durationText(gap)} later` : `, ${durationText(-gap)} before it ended`;
  const rows: Row[] = [
    expected,
    ['It ended:', palette.received(timeOfDay(span.endTimeUnixNano))],
    ['That began:', palette.received(`${timeOfDay(other.startTimeUnixNano)}${isKnown ? apart : ''}`)],
  ];
  const head = outcome === 'incomplete' ? CUT_TIMES : [];
  return page([head, alignRows(rows)], treesOf(span, other), orderHints(verdict), style);
}

/** The trace of the one span, and of the other where it is another. */
function treesOf(span: Span, other: Span): Trees {
  const traces = span.traceId === other.traceId ? [span.trace] : [span.trace, other.trace];
  const drawn = traces[0]?.spans.find(({ spanId }) => spanId === other.spanId) ?? other;
  return {
    traces,
    marks: new Map([
      [span, 'this span'],
      [traces.length === 1 ? drawn : other, 'the other'],
    ]),
  };
}

function orderHints({ span, other, gapNano, nesting, outcome }: OrderVerdict & { kind: 'ordered' }): string[] {
  if (nesting === 'same') return ['Hint: that is the same span.'];
  if (gapNano >= 0n || outcome !== 'fail') return [];
  if (nesting === 'above') return ['Hint: that span is above it, and lasts while it runs.'];
  if (nesting === 'below') return ['Hint: that span is below it, and runs while it lasts.'];
  const hints: string[] = [];
  if (other.endTimeUnixNano <= span.startTimeUnixNano)
    hints.push('Hint: it is the other way round: that span ended before this one began.');
  else hints.push('Hint: the two overlap.');
  if (span.service !== other.service) hints.push(`Hint: the times are of two services' clocks, which may differ.`);
  return hints;
}

function noTimesText(
  { span, impossible, other }: OrderVerdict & { kind: 'no-times' },
  expected: Row,
  style: Style,
): string {
  const { palette } = style;
  const rows = alignRows([expected, ['Wrong times:', ...impossibleTimeLines(impossible).map(palette.received)]]);
  const head = ['INCOMPLETE: the order cannot be known, because a time cannot be right.'];
  return page([head, rows], treesOf(span, other), [], style);
}

function notOneText(
  { span, matched, nearMisses }: OrderVerdict & { kind: 'not-one' },
  expected: Row,
  style: Style,
): string {
  const { palette } = style;
  const misses = matched.length === 0 ? nearMisses?.() : undefined;
  const rows = alignRows([
    expected,
    [
      'Matching it:',
      palette.received(
        `${matched.length === 0 ? 'no span' : count(matched.length, 'span')} of the trace; it must be exactly one`,
      ),
    ],
  ]);
  const marks = new Map<Span, string>([[span, 'this span']]);
  for (const one of matched) marks.set(one, 'matches');
  for (const { span: near, comparisons } of misses?.nearest ?? []) marks.set(near, differsText(comparisons));
  const near = misses === undefined ? [] : nearMissLines(misses, 'Looked for:', palette);
  const hints =
    misses === undefined
      ? [`Hint: name more fields, or pass the span itself: toHappenBefore(trace.filter(...)[0]).`]
      : hintLines(misses.hints);
  return page([rows, near], { traces: [span.trace], marks }, hints, style);
}
