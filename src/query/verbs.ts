import { TracewrightError } from '../errors.ts';
import type { Criteria, Span } from '../model/trace.ts';
import { compileCriteria } from './compile-criteria.ts';
import { nearMisses } from './near-misses.ts';
import type { NearMisses, WantedField } from './verdict.ts';

/** How the errors of {@link getSpan} are worded. */
export interface GetSpanTexts {
  noMatch(misses: NearMisses): string;
  severalMatches(wanted: readonly WantedField[], matches: readonly Span[]): string;
}

/**
 * The one span that matches.
 *
 * @throws {TracewrightError} NO_MATCH, SEVERAL_MATCHES, and what {@link compileCriteria} throws.
 */
export function getSpan(spans: readonly Span[], criteria: Criteria, texts: GetSpanTexts, where = 'get'): Span {
  const compiled = compileCriteria(criteria, where);
  return onlyMatch(spans.filter(compiled.matches), compiled.wanted, () => nearMisses(compiled, spans), texts);
}

/**
 * The one match.
 *
 * @throws {TracewrightError} NO_MATCH, SEVERAL_MATCHES
 */
export function onlyMatch(
  matches: readonly Span[],
  wanted: readonly WantedField[],
  misses: () => NearMisses,
  texts: GetSpanTexts,
): Span {
  const [first, second] = matches;
  if (first === undefined) throw new TracewrightError('NO_MATCH', texts.noMatch(misses()));
  if (second !== undefined) throw new TracewrightError('SEVERAL_MATCHES', texts.severalMatches(wanted, matches));
  return first;
}

/** The first of `spans` that matches, or undefined. */
export function findSpan(spans: readonly Span[], criteria: Criteria, where = 'find'): Span | undefined {
  return spans.find(compileCriteria(criteria, where).matches);
}

/** Those of `spans` that match. */
export function filterSpans(spans: readonly Span[], criteria: Criteria, where = 'filter'): Span[] {
  return spans.filter(compileCriteria(criteria, where).matches);
}
