import type { HopTerms } from '../../src/propagation/verdict.ts';

/** A path of which nothing is asked beside being there. */
export const NO_TERMS: HopTerms = {
  via: 'any',
  sameTrace: undefined,
  tracestate: undefined,
  baggage: undefined,
  sampled: undefined,
  timeoutMs: undefined,
};
