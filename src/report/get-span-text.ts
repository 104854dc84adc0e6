import type { Span, Trace } from '../model/trace.ts';
import type { NearMisses, WantedField } from '../query/verdict.ts';
import { wantedLines } from './field-text.ts';
import { hintLines } from './hint-text.ts';
import { differsText, nearMissLines } from './near-misses-text.ts';
import { PLAIN_STYLE, page } from './page.ts';
import { alignRows, count } from './rows.ts';

/** The texts of `get(criteria)` when it finds none, or more than one. */
export const getSpanTexts = { noMatch, severalMatches };

function noMatch(misses: NearMisses): string {
  const marks = new Map(misses.nearest.map(({ span, comparisons }) => [span, differsText(comparisons)]));
  const text = page(
    [nearMissLines(misses)],
    { traces: tracesOf([...marks.keys()]), marks },
    hintLines(misses.hints),
    PLAIN_STYLE,
  );
  return `no span matches.\n\n${text}`;
}

function severalMatches(wanted: readonly WantedField[], matches: readonly Span[]): string {
  const marks = new Map(matches.map(span => [span, 'matches']));
  const facts = alignRows([
    ['Expected one span:', ...wantedLines(wanted)],
    ['Received:', count(matches.length, 'span')],
  ]);
  const hint = 'Hint: name more fields (service, kind, attributes), or take filter(criteria) for all of them.';
  const text = page([facts], { traces: tracesOf(matches), marks }, [hint], PLAIN_STYLE);
  return `${matches.length} spans match.\n\n${text}`;
}

function tracesOf(spans: readonly Span[]): Trace[] {
  return [...new Set(spans.map(span => span.trace))];
}
