import type { Span } from '../model/trace.ts';
import { nearMisses } from './near-misses.ts';
import { ancestorsOf, isCriteria, isSameSpan, targetOf, type Wanted } from './relation.ts';
import type { OrderVerdict } from './verdict.ts';

/** Judges whether a span ended before, or as, another began. A criterion must name exactly one span of its trace. */
export function judgeOrder(span: Span, wanted: Wanted): OrderVerdict {
  const target = targetOf(wanted);
  const found = isCriteria(wanted) ? span.trace.spans.filter(wanted.matches) : [wanted];
  const [other, second] = found;
  if (other === undefined || second !== undefined) {
    const misses = isCriteria(wanted) ? () => nearMisses(wanted, span.trace.spans) : undefined;
    return { outcome: 'incomplete', span, target, kind: 'not-one', matched: found, nearMisses: misses };
  }
  if (!isSpanOfTime(span) || !isSpanOfTime(other)) {
    return {
      outcome: 'incomplete',
      span,
      target,
      kind: 'no-times',
      other,
      backwards: isSpanOfTime(span) ? other : span,
    };
  }
  const gapNano = other.startTimeUnixNano - span.endTimeUnixNano;
  const nesting = nestingOf(span, other);
  const holds = gapNano >= 0n && nesting !== 'same';
  return { outcome: holds ? 'pass' : 'fail', span, target, kind: 'ordered', other, gapNano, nesting };
}

/** A span without an end, or with one before its start, is before or after nothing. */
function isSpanOfTime(span: Span): boolean {
  return span.endTimeUnixNano >= span.startTimeUnixNano && span.startTimeUnixNano > 0n;
}

function nestingOf(span: Span, other: Span): 'same' | 'above' | 'below' | undefined {
  if (isSameSpan(span, other)) return 'same';
  if (ancestorsOf(span).some(above => isSameSpan(above, other))) return 'above';
  return ancestorsOf(other).some(above => isSameSpan(above, span)) ? 'below' : undefined;
}
