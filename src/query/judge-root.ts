import type { Span } from '../model/trace.ts';
import type { RootVerdict } from './verdict.ts';

/** Judges whether a span has no parent, or the captured context as its parent. An orphan has one: it is no root. */
export function judgeRoot(span: Span): RootVerdict {
  const { trace, parentSpanId } = span;
  const isRoot = span.parent === undefined && trace.roots.includes(span);
  const isSent = isRoot && parentSpanId !== undefined;
  const why = isRoot
    ? isSent
      ? 'sent'
      : 'no-parent'
    : span.parent !== undefined
      ? 'has-parent'
      : noParentArrived(span);
  return { outcome: isRoot ? 'pass' : 'fail', span, why };
}

function noParentArrived(span: Span): 'orphan' | 'cycle' {
  return span.trace.orphans.includes(span) ? 'orphan' : 'cycle';
}
