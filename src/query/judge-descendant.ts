import type { Span } from '../model/trace.ts';
import { ancestorsOf, type Doubt, hasUnknownParent, isCriteria, meets, targetOf, type Wanted } from './relation.ts';
import type { DescendantVerdict, NearMiss } from './verdict.ts';

/** Judges whether a span has another anywhere above it. */
export function judgeDescendant(span: Span, wanted: Wanted): DescendantVerdict {
  const above = ancestorsOf(span);
  const ancestor = above.find(one => meets(one, wanted) === true);
  const doubtful = ancestor === undefined ? firstDoubt(above, wanted) : undefined;
  const top = above.at(-1) ?? span;
  const lost = ancestor === undefined && doubtful === undefined && hasUnknownParent(top) && !isElsewhere(span, wanted);
  const unknown = doubtful?.doubt ?? (lost ? 'orphan' : undefined);
  return {
    outcome: ancestor !== undefined ? 'pass' : unknown === undefined ? 'fail' : 'incomplete',
    span,
    target: targetOf(wanted),
    ancestor: ancestor ?? doubtful?.span,
    above,
    orphan: unknown === 'orphan' ? top : undefined,
    unknown,
    nearest: () => (ancestor === undefined ? nearestAbove(above, wanted) : undefined),
  };
}

function firstDoubt(above: readonly Span[], wanted: Wanted): { span: Span; doubt: Doubt } | undefined {
  for (const span of above) {
    const answer = meets(span, wanted);
    if (typeof answer === 'string') return { span, doubt: answer };
  }
  return undefined;
}

/** What is missing above an orphan is of the orphan's trace: a span of another trace cannot be there. */
function isElsewhere(span: Span, wanted: Wanted): boolean {
  return !isCriteria(wanted) && wanted.traceId !== span.traceId;
}

/** Of the spans above, the one that differs in the fewest fields. */
function nearestAbove(above: readonly Span[], wanted: Wanted): NearMiss | undefined {
  if (!isCriteria(wanted)) return undefined;
  let best: { readonly span: Span; readonly differing: number } | undefined;
  for (const span of above) {
    const { differing } = wanted.differences(span);
    if (best === undefined || differing < best.differing) best = { span, differing };
  }
  return best === undefined ? undefined : { span: best.span, comparisons: wanted.compare(best.span) };
}
