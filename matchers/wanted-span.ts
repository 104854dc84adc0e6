import { type Criteria, isSpan } from '../src/model/trace.ts';
import { compileCriteria } from '../src/query/compile-criteria.ts';
import type { Wanted } from '../src/query/relation.ts';
import { checkGiven } from './check-given.ts';

/**
 * The span that a relation is to, from a matcher's only argument: a Span, or criteria.
 *
 * @throws {TracewrightError} what {@link compileCriteria} throws
 */
export function wantedSpan(given: readonly unknown[], matcher: string): Wanted {
  checkGiven(given, ['the span or criteria'], 1, matcher);
  const [wanted] = given;
  return isSpan(wanted) ? wanted : compileCriteria(wanted as Criteria, matcher);
}
