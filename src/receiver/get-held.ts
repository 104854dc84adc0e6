import { byStartTime, type Criteria, type Span } from '../model/trace.ts';
import { compileCriteria } from '../query/compile-criteria.ts';
import { onlyMatch } from '../query/verbs.ts';
import { getSpanTexts } from '../report/get-span-text.ts';
import { matchingSpans } from '../store/matching.ts';
import { nearMissesHeld } from '../store/nearest-rows.ts';
import type { ReceiverState } from './state.ts';

/**
 * The one span of all held that matches.
 *
 * @throws {TracewrightError} NO_MATCH, SEVERAL_MATCHES
 */
export function getHeld({ store, snapshots }: ReceiverState, criteria: Criteria): Span {
  const compiled = compileCriteria(criteria, 'get()');
  const matches = matchingSpans(store, snapshots, compiled);
  const traceOf = (span: Span) => store.table.traceRow(span.traceId) ?? 0;
  // Several are shown in the order of `receiver.spans`.
  if (matches.length > 1) matches.sort((a, b) => traceOf(a) - traceOf(b) || byStartTime(a, b));
  return onlyMatch(matches, compiled.wanted, () => nearMissesHeld(store, snapshots, compiled), getSpanTexts);
}
