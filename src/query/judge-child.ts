import type { Span } from '../model/trace.ts';
import type { CompiledCriteria } from './compile-criteria.ts';
import { ancestorsOf, hasUnknownParent, isCriteria, isSameSpan, meets, targetOf, type Wanted } from './relation.ts';
import type { ChildVerdict } from './verdict.ts';

/** Judges whether a span is a direct child of another: of one span, by its ids, or of any that matches. */
export function judgeChild(span: Span, target: Wanted): ChildVerdict {
  return isCriteria(target) ? judgeByCriteria(span, target) : judgeById(span, target);
}

function judgeById(span: Span, target: Span): ChildVerdict {
  const isChild = span.traceId === target.traceId && span.parentSpanId === target.spanId;
  const unknown = !isChild && hasUnknownParent(span) ? 'orphan' : undefined;
  return {
    outcome: isChild ? 'pass' : unknown === undefined ? 'fail' : 'incomplete',
    span,
    target: targetOf(target),
    comparisons: undefined,
    ancestor: isChild ? undefined : ancestorsOf(span).find((above, index) => index > 0 && isSameSpan(above, target)),
    unknown,
  };
}

function judgeByCriteria(span: Span, criteria: CompiledCriteria): ChildVerdict {
  const { parent } = span;
  const { outcome, unknown } = parent === undefined ? withoutParent(span) : judgeParent(parent, criteria);
  return {
    outcome,
    span,
    target: targetOf(criteria),
    comparisons: parent === undefined ? undefined : criteria.compare(parent),
    ancestor:
      outcome === 'pass' ? undefined : ancestorsOf(span).find((above, index) => index > 0 && criteria.matches(above)),
    unknown,
  };
}

type Judged = Pick<ChildVerdict, 'outcome' | 'unknown'>;

function withoutParent(span: Span): Judged {
  return hasUnknownParent(span)
    ? { outcome: 'incomplete', unknown: 'orphan' }
    : { outcome: 'fail', unknown: undefined };
}

function judgeParent(parent: Span, criteria: CompiledCriteria): Judged {
  const answer = meets(parent, criteria);
  if (answer === true) return { outcome: 'pass', unknown: undefined };
  return answer === false ? { outcome: 'fail', unknown: undefined } : { outcome: 'incomplete', unknown: answer };
}
