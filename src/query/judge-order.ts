import { isEndKnown } from '../model/span-times.ts';
import type { Span } from '../model/trace.ts';
import { sequenceOf } from './happens-before.ts';
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
  const sequence = sequenceOf(span, other);
  const nesting = nestingOf(span, other);
  const facts = { span, target, other };
  if (sequence === 'times' && nesting !== 'same') {
    return { ...facts, outcome: 'incomplete', kind: 'no-times', impossible: isEndKnown(span) ? other : span };
  }
  const gapNano = other.startTimeUnixNano - span.endTimeUnixNano;
  const outcome = sequence === 'before' ? 'pass' : sequence === 'overlap' ? 'incomplete' : 'fail';
  return { ...facts, outcome, kind: 'ordered', gapNano, nesting };
}

function nestingOf(span: Span, other: Span): 'same' | 'above' | 'below' | undefined {
  if (isSameSpan(span, other)) return 'same';
  if (ancestorsOf(span).some(above => isSameSpan(above, other))) return 'above';
  return ancestorsOf(other).some(above => isSameSpan(above, span)) ? 'below' : undefined;
}
