import type { Trace } from '../../model/trace.ts';
import { gapsOf, mayLackSpans } from '../../query/gaps.ts';
import { answeredCalls, findAbsences } from './absence-facts.ts';
import { contextFacts, flagFacts } from './flag-facts.ts';
import type { ConsistencyVerdict, Inconsistency } from './inconsistency.ts';
import { thresholdFacts } from './threshold-facts.ts';

/**
 * Judges whether the services of each trace decided alike whether to record it. Only facts count: a service that was not
 * called, or never sends spans, is none. What rests on the absence of spans cannot be known where some may be missing.
 */
export function judgeConsistency(traces: readonly Trace[]): ConsistencyVerdict {
  const found: Inconsistency[] = [...flagFacts(traces)];
  const doubtful: Inconsistency[] = [];
  const answered = answeredCalls(traces);
  const strangers = traces.flatMap(trace => {
    const contexts = contextFacts(trace);
    found.push(...contexts, ...thresholdFacts(trace));
    const explained = new Set(contexts.map(({ span }) => span));
    const absences = findAbsences(trace, answered, explained);
    (mayLackSpans(gapsOf([trace])) ? doubtful : found).push(...absences.missing);
    return absences.strangers;
  });
  // Spans without a parent are told one by one.
  const gaps = { ...gapsOf(traces), orphans: [], dropped: [] };
  const isUnknown = doubtful.length > 0 || strangers.length > 0 || mayLackSpans(gaps);
  const outcome = found.length > 0 ? 'fail' : isUnknown ? 'incomplete' : 'pass';
  return { outcome, traces, found, doubtful, strangers, gaps };
}
