import type { Span } from '../model/trace.ts';
import type { BrokenHop } from './verdict.ts';

/**
 * Whether the spans that are there prove a hop to be broken. Otherwise spans seem to be absent, which says nothing when
 * some were lost: then no diagnosis holds either.
 */
export function isProvenBreak({ reason, diagnosis }: BrokenHop): boolean {
  const isDiagnosed = diagnosis !== undefined && diagnosis.kind !== 'cannot-tell';
  switch (reason.kind) {
    case 'silent':
    case 'orphan':
      return false;
    case 'new-trace':
    case 'elsewhere':
      return isDiagnosed;
    case 'detour':
    case 'unmet':
      return true;
    case 'not-every':
      return diagnosis === undefined ? reason.certain && hasEveryAncestor(reason.placed.span) : isDiagnosed;
  }
}

/** Whether all spans above it arrived, up to a root. */
function hasEveryAncestor(span: Span): boolean {
  const seen = new Set<Span>();
  let top = span;
  while (top.parent !== undefined && !seen.has(top)) {
    seen.add(top);
    top = top.parent;
  }
  return !top.trace.orphans.includes(top);
}
