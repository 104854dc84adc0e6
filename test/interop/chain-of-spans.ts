import type { SpanTree } from '../../matchers/types.ts';

/** The tree in which each of these spans is a child of the one before it. */
export function chainOfSpans(...spans: readonly (SpanTree & object)[]): SpanTree {
  return spans.reduceRight((child, span) => ({ ...span, children: [child] }));
}
