import { isEndKnown, isStartKnown } from '../model/span-times.ts';
import type { Span } from '../model/trace.ts';
import { padded, widthOf } from '../pii/masking/marks.ts';
import type { SequenceVerdict, WantedField } from '../query/verdict.ts';
import { besideText, type ExplainStray } from './beside-text.ts';
import { durationText } from './duration-text.ts';
import { fieldText, wantedLines } from './field-text.ts';
import { gapLines, notWholeText } from './gaps-text.ts';
import { hintLines } from './hint-text.ts';
import { differsText, nearMissLines } from './near-misses-text.ts';
import { page, type Style } from './page.ts';
import { plain } from './quote.ts';
import { alignRows, atMost, count, type Row } from './rows.ts';
import { spanLabel, spanName } from './span-label.ts';
import { impossibleSpanLines } from './times-text.ts';

const MAX_STEPS = 14;
const MAX_OTHERS = 6;
const MAX_STEP = 80;

/** Why `toHappenInOrder`, or its negation, does not hold. */
export function sequenceText(verdict: SequenceVerdict, style: Style, explain: ExplainStray): string {
  const { traces, placed, blocking, others, outcome, unknown, gaps } = verdict;
  const beside = besideText(
    unknown === 'beside' ? verdict.beside : [],
    { none: 'the steps do not happen in this order in the trace', some: 'has a span that matters', mark: 'matters' },
    explain,
  );
  const misses = verdict.nearMisses?.();
  const near = misses === undefined ? [] : nearMissLines(misses, 'Looked for:', style.palette);
  const marks = new Map<Span, string>();
  for (const [index, span] of placed.entries()) marks.set(span, `step ${index + 1}`);
  if (blocking !== undefined && !marks.has(blocking.span))
    marks.set(blocking.span, `step ${blocking.step + 1}, too early`);
  for (const span of others.slice(0, MAX_OTHERS)) if (!marks.has(span)) marks.set(span, 'not a step');
  for (const { span, comparisons } of misses?.nearest ?? [])
    if (!marks.has(span)) marks.set(span, differsText(comparisons));
  const shown = traces.filter(trace => trace.spans.some(span => marks.has(span)));
  const drawn = shown.length === 0 ? traces : shown;
  const hints = outcome === 'pass' ? [] : [...hintLines(misses?.hints ?? []), ...hintsOf(verdict), ...beside.hints];
  return page(
    [
      headLines(verdict),
      beside.head,
      [titleOf(verdict, style), ...stepLines(verdict, style)],
      othersRows(verdict, style),
      unknown === 'gaps' ? alignRows([['Missing:', ...gapLines(gaps)]]) : [],
      unknown === 'times' ? timesRows(verdict) : [],
      near,
      ...beside.blocks,
    ],
    {
      traces: [...drawn, ...beside.traces],
      marks: new Map([...marks, ...beside.marks]),
      hidden: traces.length - drawn.length,
    },
    hints,
    style,
  );
}

function titleOf({ exact, of, traces }: SequenceVerdict, { negated }: Style): string {
  const where = traces.length === 1 ? 'the trace' : `these ${traces.length.toLocaleString('en-US')} traces`;
  const counted =
    of === undefined ? 'no other span' : `no other span that matches ${plain(wantedLines(of).join(', '), MAX_STEP)}`;
  return `Expected ${negated ? 'not ' : ''}to happen one after the other in ${where}${exact ? `, and ${counted}` : ''}:`;
}

/** Each step on a line with the span that it is, or why there is none. */
function stepLines(verdict: SequenceVerdict, { palette }: Style): string[] {
  const { steps, placed } = verdict;
  const texts = steps.map((wanted, index) => plain(`${index + 1}. ${stepText(wanted)}`, MAX_STEP));
  const width = texts.reduce((max, text) => Math.max(max, widthOf(text)), 0);
  const lines = steps.map((_, index) => {
    const isPlaced = placed[index] !== undefined;
    const became = becameOf(verdict, index);
    return `  ${palette.expected(padded(texts[index] ?? '', width))}   ${isPlaced ? palette.dim(became) : palette.received(became)}`;
  });
  return lines.length <= MAX_STEPS ? lines : foldSteps(lines, placed.length);
}

/** The steps around the one that is not there. */
function foldSteps(lines: readonly string[], at: number): string[] {
  const from = Math.max(0, Math.min(at - Math.floor(MAX_STEPS / 2), lines.length - MAX_STEPS));
  const rest = (hidden: number) => (hidden === 0 ? [] : [`  ... ${count(hidden, 'more step')}`]);
  return [...rest(from), ...lines.slice(from, from + MAX_STEPS), ...rest(lines.length - from - MAX_STEPS)];
}

function stepText(wanted: readonly WantedField[]): string {
  return wanted.map(({ field, expected }) => fieldText(field, expected)).join(', ');
}

function becameOf({ matching, placed, blocking }: SequenceVerdict, index: number): string {
  const span = placed[index];
  const before = placed[index - 1];
  if (span !== undefined) return before === undefined ? spanLabel(span) : `${spanLabel(span)}${gapText(before, span)}`;
  const candidates = matching[index] ?? [];
  if (candidates.length === 0) return 'missing: no span matches';
  if (blocking?.step !== index || before === undefined)
    return `${count(candidates.length, 'span')} ${candidates.length === 1 ? 'matches' : 'match'}`;
  const others = candidates.length === 1 ? '' : `, the last of ${candidates.length.toLocaleString('en-US')} that match`;
  return `${spanLabel(blocking.span)}${others}${gapText(before, blocking.span)}`;
}

/** `, 2.0 ms after step 1` */
function gapText(before: Span, span: Span): string {
  if (!isEndKnown(before) || !isStartKnown(span)) return '';
  const ms = Number(span.startTimeUnixNano - before.endTimeUnixNano) / 1e6;
  return ms < 0 ? `, begins ${durationText(-ms)} before ${spanName(before)} ends` : `, ${durationText(ms)} later`;
}

function othersRows({ others, exact, unknown }: SequenceVerdict, { palette }: Style): string[] {
  if (!exact || others.length === 0) return [];
  const label = unknown === 'other-may-count' ? `May count too (${others.length}):` : `Not a step (${others.length}):`;
  return alignRows([[label, ...atMost(others.map(spanLabel), MAX_OTHERS, 'span').map(palette.received)]]);
}

function timesRows({ matching }: SequenceVerdict): string[] {
  const wrong = impossibleSpanLines([...new Set(matching.flat())]);
  const rows: Row[] = wrong.length === 0 ? [] : [['Wrong times:', ...atMost(wrong, MAX_OTHERS, 'span')]];
  return rows.length === 0 ? [] : alignRows(rows);
}

function headLines({ unknown, missing, gaps, matching }: SequenceVerdict): string[] {
  switch (unknown) {
    case 'missing-step':
      return [`No span matches step ${(missing ?? 0) + 1}, so there is no order to judge.`];
    case 'gaps':
      return [`INCOMPLETE: the trace ${notWholeText(gaps)}: what is missing may change the result.`];
    case 'doubt':
      return ['INCOMPLETE: spans that lost data, or have an attribute under its other name, may be steps.'];
    case 'other-may-count':
      return [
        'INCOMPLETE: the steps are in order, but other spans may count that lost data or have an attribute under its other name.',
      ];
    case 'times':
      return impossibleSpanLines(matching.flat()).length > 0
        ? ['INCOMPLETE: the order cannot be known, because a time cannot be right.']
        : [
            'INCOMPLETE: spans overlap by less than 1 ms, and the SDK cuts start times to whole milliseconds:',
            'each span may have happened up to 1 ms later, and the order of export does not show which ended first.',
          ];
    default:
      return [];
  }
}

function hintsOf({ exact, of, others, outcome }: SequenceVerdict): string[] {
  if (outcome !== 'fail' || !exact || of !== undefined || others.length === 0) return [];
  return ['Hint: without of, every span of the trace counts. Name what must not occur: { of: criteria, exact: true }.'];
}
