import { isDurationKnown } from '../model/span-times.ts';
import type { Span } from '../model/trace.ts';
import type { NearMisses, PresenceVerdict, RenamedSpan, Times } from '../query/verdict.ts';
import { besideText, type ExplainStray } from './beside-text.ts';
import { wantedLines } from './field-text.ts';
import { arrivedText, gapLines, notWholeText } from './gaps-text.ts';
import { hintLines, renamedText } from './hint-text.ts';
import { differsText, fieldLines, nearMissLines } from './near-misses-text.ts';
import { page, type Style, type Trees } from './page.ts';
import { alignRows, atMost, count, type Row } from './rows.ts';
import { spanLabel } from './span-label.ts';

/** A tree of a few spans says more than their names alone. */
const SMALL = 12;
const MAX_DOUBTFUL = 5;

/** Why `toHaveSpan`, or its negation, does not hold. */
export function presenceText(verdict: PresenceVerdict, style: Style, explain: ExplainStray): string {
  const isUnknown = verdict.outcome === 'incomplete' && verdict.beside.length > 0 && !hasGaps(verdict);
  if (isUnknown) return besideCountText(verdict, style, explain);
  const tooFew = !style.negated && verdict.matched.length < (verdict.times?.min ?? 1);
  return tooFew ? tooFewText(verdict, style) : countText(verdict, style);
}

/** Enough spans match only when those of traces beside are counted. */
function besideCountText(verdict: PresenceVerdict, style: Style, explain: ExplainStray): string {
  const { matched, times, traces, beside } = verdict;
  const own =
    matched.length === 0
      ? 'no span of the trace matches'
      : `${thatMatch(matched.length)} ${matched.length === 1 ? 'is' : 'are'} in the trace`;
  const text = besideText(
    beside,
    { none: own, some: matched.length === 0 ? 'has one that does' : 'has more', mark: 'matches' },
    explain,
  );
  const marks = new Map<Span, string>([...matched.map(span => [span, 'matches'] as const), ...text.marks]);
  const marked = traces.filter(trace => trace.spans.some(span => marks.has(span)));
  const isSmall = traces.reduce((sum, trace) => sum + trace.spans.length, 0) <= SMALL;
  const shown = [...(marked.length > 0 ? marked : isSmall ? traces : []), ...text.traces];
  const rows: Row[] = [
    [expectedLabel(times, style.negated), ...wantedLines(verdict.wanted).map(line => style.palette.expected(line))],
    ['Received:', style.palette.received(`${receivedText(verdict)} in the trace`)],
  ];
  return page([text.head, alignRows(rows), ...text.blocks], { traces: shown, marks }, text.hints, style);
}

/** One more span would have done: shows what comes nearest. */
function tooFewText(verdict: PresenceVerdict, style: Style): string {
  const misses = verdict.nearMisses();
  const expected = expectedLabel(verdict.times, false);
  const facts =
    verdict.matched.length === 0
      ? nearMissLines(misses, expected, style.palette)
      : [...countLines(verdict, style), ...nearestOfRest(misses, style)];
  const unknown = verdict.doubtful.filter(span => !isDurationKnown(span));
  const doubts = unknown.length === 0 ? [] : alignRows([['Not known:', ...doubtfulLines(unknown)]]);
  return page([facts, missingNote(verdict), doubts], nearTrees(verdict, misses), hintLines(misses.hints), style);
}

function nearestOfRest({ nearest, spanCount }: NearMisses, { palette }: Style): string[] {
  const [first] = nearest;
  if (first === undefined) return [];
  return ['', ...fieldLines(`Nearest of the other ${spanCount.toLocaleString('en-US')}:`, first.comparisons, palette)];
}

function hasGaps({ gaps }: PresenceVerdict): boolean {
  return gapLines(gaps).length > 0;
}

function missingNote({ gaps }: PresenceVerdict): string[] {
  const lines = gapLines(gaps).map(line => `  ${line}`);
  return lines.length === 0 ? [] : [`The trace ${arrivedText(gaps)}; the span may be among what is missing:`, ...lines];
}

/** The traces of the spans that match or are near, and those that a matching span began for itself. */
function nearTrees({ traces, matched }: PresenceVerdict, { nearest, hints, spanCount }: NearMisses): Trees {
  const marks = new Map<Span, string>(nearest.map(({ span, comparisons }) => [span, differsText(comparisons)]));
  for (const span of matched) marks.set(span, 'matches');
  const marked = traces.filter(trace => trace.spans.some(span => marks.has(span)));
  const beside = hints.flatMap(hint => (hint.kind === 'in-stray' || hint.kind === 'in-linked' ? [hint] : []));
  for (const { kind, span } of beside) {
    marks.set(span, kind === 'in-stray' ? 'matches, in a trace of its own' : 'matches, in a linked trace');
  }
  const own = marked.length > 0 ? marked : spanCount <= SMALL ? traces : [];
  return {
    traces: [...own, ...beside.map(({ span }) => span.trace)],
    hidden: own.length > 0 ? traces.length - own.length : 0,
    marks,
  };
}

/** The number of matches is not, or may not be, what it should be. */
function countText(verdict: PresenceVerdict, style: Style): string {
  const { matched, gaps, traces, outcome } = verdict;
  const renamed = outcome === 'incomplete' ? verdict.renamed : [];
  const doubtful = outcome === 'incomplete' ? verdict.doubtful : [];
  const missing = outcome === 'incomplete' ? [...gapLines(gaps), ...doubtfulLines(doubtful)] : [];
  const head = missing.length > 0 ? [`INCOMPLETE: ${incompleteText(verdict)}`] : [];
  const rows: Row[] = missing.length > 0 ? [['Missing:', ...missing]] : [];
  const marks = new Map<Span, string>(matched.map(span => [span, 'matches']));
  for (const span of doubtful) marks.set(span, 'may match');
  for (const one of renamed) marks.set(one.span, `matches as ${one.renamed.map(({ found }) => found).join(', ')}`);
  const marked = traces.filter(trace => trace.spans.some(span => marks.has(span)));
  const shown = marked.length > 0 ? marked : traces;
  const trees = { traces: shown, hidden: traces.length - shown.length, marks };
  return page([head, countLines(verdict, style, rows)], trees, renamedHints(renamed), style);
}

function countLines(verdict: PresenceVerdict, { negated, palette }: Style, more: readonly Row[] = []): string[] {
  return alignRows([
    [expectedLabel(verdict.times, negated), ...wantedLines(verdict.wanted).map(line => palette.expected(line))],
    ['Received:', palette.received(receivedText(verdict))],
    ...more,
  ]);
}

function incompleteText({ matched, doubtful, gaps }: PresenceVerdict): string {
  const found = matched.length === 0 ? 'no span matches' : thatMatch(matched.length).replace('that ', '');
  const missing = matched.length === 0 ? 'one that matches may be missing' : 'there may be more';
  if (doubtful.length > 0) return `${found}, but what decides it is not known.`;
  return `${found}, but the trace ${notWholeText(gaps)}: ${missing}.`;
}

function doubtfulLines(spans: readonly Span[]): string[] {
  return atMost(
    spans.map(span =>
      isDurationKnown(span)
        ? `what tells whether ${spanLabel(span)} matches, such as a span that it links to`
        : `how long ${spanLabel(span)} took: a time of it cannot be right`,
    ),
    MAX_DOUBTFUL,
    'span',
  );
}

function receivedText({ matched, renamed, outcome }: PresenceVerdict): string {
  const found = matched.length === 0 ? 'no span that matches' : thatMatch(matched.length);
  if (outcome !== 'incomplete' || renamed.length === 0) return found;
  const other = `${thatMatch(renamed.length)} under the other name of an attribute`;
  return matched.length === 0 ? other : `${found}, and ${other}`;
}

function thatMatch(number: number): string {
  return `${count(number, 'span')} that ${number === 1 ? 'matches' : 'match'}`;
}

function renamedHints(spans: readonly RenamedSpan[]): string[] {
  const hints = spans.flatMap(({ renamed }) => renamed.map(name => `Hint: ${renamedText(name)}`));
  return [...new Set(hints)].slice(0, 3);
}

function expectedLabel(times: Times | undefined, negated: boolean): string {
  if (times === undefined) return negated ? 'Expected no span:' : 'Expected a span:';
  const { min, max } = times;
  const number = max === undefined ? `at least ${min}` : min === max ? String(min) : `${min} to ${max}`;
  if (negated) return `Expected any number of spans but ${number}:`;
  return `Expected ${number} ${(max ?? min) === 1 ? 'span' : 'spans'}:`;
}
