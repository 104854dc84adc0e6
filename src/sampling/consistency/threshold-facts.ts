import type { Span, Trace } from '../../model/trace.ts';
import type { Inconsistency } from './inconsistency.ts';
import { probabilityOf, randomnessOfId } from './probability.ts';

/**
 * What the thresholds of a trace's spans say. A child may have a lower threshold than its parent, from a sampler of its own,
 * or none, where a sampler does not know its probability.
 *
 * @see https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/#tracestate-handling-requirements
 */
export function thresholdFacts({ spans }: Trace): Inconsistency[] {
  return spans.flatMap(factsOf);
}

function factsOf(span: Span): Inconsistency[] {
  const { threshold, randomness, malformed } = probabilityOf(span);
  const parent = span.parent === undefined ? undefined : probabilityOf(span.parent);
  if (malformed !== undefined)
    return parent?.malformed?.value === malformed.value ? [] : [{ kind: 'malformed', span, ...malformed }];
  const found: Inconsistency[] = [];
  // Without a threshold, a randomness that is absent may only not be recorded.
  const isTold = threshold !== undefined || randomness !== undefined;
  if (isTold && parent?.randomness !== undefined && parent.randomness !== randomness)
    found.push({ kind: 'randomness-changed', span, randomness, parent: parent.randomness });
  if (threshold === undefined) return found;
  if (parent?.threshold !== undefined && threshold > parent.threshold)
    found.push({ kind: 'threshold-raised', span, threshold, parent: parent.threshold });
  const own = randomness ?? randomnessOfId(span);
  // What was inherited is told of the parent.
  const isInherited = parent?.threshold === threshold && parent.randomness === randomness;
  if (own < threshold && !isInherited)
    found.push({ kind: 'below-threshold', span, threshold, randomness: own, isExplicit: randomness !== undefined });
  return found;
}
