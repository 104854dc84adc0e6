import type { Span } from '../model/trace.ts';
import type { CompiledCriteria } from './compile-criteria.ts';
import type { Target } from './verdict.ts';

/** Which span a relation is to: one, by its ids, or any that matches. */
export type Wanted = Span | CompiledCriteria;

/** Why it cannot be known whether a span is the one that is meant. */
export type Doubt = 'renamed' | 'dropped';

/** Whether a span is the one that is meant; a doubt where only a renamed or a dropped attribute speaks against it. */
export function meets(span: Span, wanted: Wanted): boolean | Doubt {
  if (!isCriteria(wanted)) return isSameSpan(span, wanted);
  if (wanted.matches(span)) return true;
  if (wanted.matchesRenamed(span) !== undefined) return 'renamed';
  return wanted.mayHaveMatched(span) ? 'dropped' : false;
}

export function isCriteria(wanted: Wanted): wanted is CompiledCriteria {
  return 'matches' in wanted;
}

/** Two snapshots of one trace hold two objects for one span: its ids are what it is. */
export function isSameSpan(a: Span, b: Span): boolean {
  return a.spanId === b.spanId && a.traceId === b.traceId;
}

/** What was asked for, as verdicts tell it. */
export function targetOf(wanted: Wanted): Target {
  return isCriteria(wanted) ? { kind: 'criteria', wanted: wanted.wanted } : { kind: 'span', span: wanted };
}

/** An orphan's parent is not known, unless its capture said that orphans are expected. */
export function hasUnknownParent(span: Span): boolean {
  if (span.parent !== undefined || span.parentSpanId === undefined) return false;
  return !span.trace.allowsOrphans && span.trace.orphans.includes(span);
}

/** The spans above one, nearest first. */
export function ancestorsOf(span: Span): Span[] {
  const above: Span[] = [];
  for (let at = span.parent; at !== undefined; at = at.parent) above.push(at);
  return above;
}
