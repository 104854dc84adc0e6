import type { Span } from '../model/trace.ts';
import type { CompiledCriteria } from './compile-criteria.ts';
import type { ChildVerdict, Outcome } from './verdict.ts';

/** Judges whether a span is a direct child of another: of one span, by its ids, or of any that matches. */
export function judgeChild(span: Span, target: Span | CompiledCriteria): ChildVerdict {
  return isCompiled(target) ? judgeByCriteria(span, target) : judgeById(span, target);
}

function isCompiled(target: Span | CompiledCriteria): target is CompiledCriteria {
  return 'matches' in target;
}

/** Two snapshots of one trace hold two objects for one span: its ids are what it is. */
function isSame(a: Span, b: Span): boolean {
  return a.spanId === b.spanId && a.traceId === b.traceId;
}

function judgeById(span: Span, target: Span): ChildVerdict {
  const isChild = span.traceId === target.traceId && span.parentSpanId === target.spanId;
  const unknown = !isChild && isOrphan(span) ? 'orphan' : undefined;
  return {
    outcome: isChild ? 'pass' : unknown === undefined ? 'fail' : 'incomplete',
    span,
    target: { kind: 'span', span: target },
    comparisons: undefined,
    ancestor: isChild ? undefined : ancestorOf(span, above => isSame(above, target)),
    unknown,
  };
}

function judgeByCriteria(span: Span, criteria: CompiledCriteria): ChildVerdict {
  const { parent } = span;
  const { outcome, unknown } = parent === undefined ? withoutParent(span) : judgeParent(parent, criteria);
  return {
    outcome,
    span,
    target: { kind: 'criteria', wanted: criteria.wanted },
    comparisons: parent === undefined ? undefined : criteria.compare(parent),
    ancestor: outcome === 'pass' ? undefined : ancestorOf(span, criteria.matches),
    unknown,
  };
}

interface Judged {
  readonly outcome: Outcome;
  readonly unknown: ChildVerdict['unknown'];
}

function withoutParent(span: Span): Judged {
  return isOrphan(span) ? { outcome: 'incomplete', unknown: 'orphan' } : { outcome: 'fail', unknown: undefined };
}

function judgeParent(parent: Span, criteria: CompiledCriteria): Judged {
  if (criteria.matches(parent)) return { outcome: 'pass', unknown: undefined };
  if (criteria.matchesRenamed(parent) !== undefined) return { outcome: 'incomplete', unknown: 'renamed' };
  if (criteria.mayHaveMatched(parent)) return { outcome: 'incomplete', unknown: 'dropped' };
  return { outcome: 'fail', unknown: undefined };
}

/** An orphan's parent is not known, unless its capture said that orphans are expected. */
function isOrphan(span: Span): boolean {
  if (span.parent !== undefined || span.parentSpanId === undefined) return false;
  return !span.trace.allowsOrphans && span.trace.orphans.includes(span);
}

function ancestorOf(span: Span, matches: (span: Span) => boolean): Span | undefined {
  let at = span.parent?.parent;
  while (at !== undefined && !matches(at)) at = at.parent;
  return at;
}
