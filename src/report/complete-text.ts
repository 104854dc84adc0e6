import type { Span } from '../model/trace.ts';
import type { CompleteVerdict } from '../query/verdict.ts';
import { gapLines, gapSummary } from './gaps-text.ts';
import { mayBelong } from './loss-text.ts';
import { page, type Style } from './page.ts';
import { problemText } from './problem-text.ts';
import { plain } from './quote.ts';
import { alignRows, atMost, count, type Row } from './rows.ts';

const MAX_PROBLEMS = 8;

/** Why `toBeComplete`, or its negation, does not hold. */
export function completeText(verdict: CompleteVerdict, style: Style): string {
  const { traces, flawed, gaps, problems, outcome } = verdict;
  const { negated, palette } = style;
  const what = traces.length === 1 ? 'the trace' : `${count(traces.length, 'trace')}`;
  const expected = negated
    ? `${what} to lack something`
    : `${what} to be complete: no orphans, no problems, nothing dropped or lost`;
  const rows: Row[] = [['Expected:', palette.expected(expected)]];
  const missing = gapLines(gaps);
  if (missing.length > 0) rows.push(['Missing:', ...missing.map(palette.received)]);
  if (problems.length > 0)
    rows.push(['Problems:', ...atMost(problems.map(problemText), MAX_PROBLEMS, 'problem').map(palette.received)]);
  if (rows.length === 1) rows.push(['Received:', palette.received('nothing is missing, and nothing is wrong')]);
  const marks = new Map<Span, string>();
  const wrong = new Map(problems.map(problem => [`${problem.traceId} ${problem.spanId}`, problem.field]));
  for (const trace of flawed) {
    for (const span of trace.spans) {
      const field = wrong.get(`${span.traceId} ${span.spanId}`);
      if (field !== undefined) marks.set(span, `${plain(field, 40)} is wrong`);
    }
  }
  for (const { span, what: lost } of gaps.dropped) if (!marks.has(span)) marks.set(span, `${lost} dropped`);
  const shown = flawed.length === 0 ? traces : flawed;
  const head =
    outcome === 'incomplete'
      ? [
          `INCOMPLETE: nothing is missing or wrong in what arrived, but ${gapSummary(gaps)}. ${mayBelong(gaps.losses)} to ${traces.length === 1 ? 'the trace' : 'one of the traces'}.`,
        ]
      : [];
  return page([head, alignRows(rows)], { traces: shown, marks, hidden: traces.length - shown.length }, [], style);
}
