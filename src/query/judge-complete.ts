import type { Trace } from '../model/trace.ts';
import { gapsOf } from './gaps.ts';
import type { CompleteVerdict } from './verdict.ts';

/** Judges whether all of these traces arrived whole and sound: no orphans, no problems, nothing dropped. */
export function judgeComplete(traces: readonly Trace[]): CompleteVerdict {
  // Here orphans count even where their capture allows for them: this is the question whether there are any.
  const gaps = { ...gapsOf(traces), orphans: traces.flatMap(trace => trace.orphans) };
  const problems = traces.flatMap(trace => trace.problems);
  const flawed = traces.filter(
    trace =>
      trace.problems.length > 0 || !trace.complete || gaps.dropped.some(({ span }) => span.traceId === trace.traceId),
  );
  return { outcome: flawed.length === 0 ? 'pass' : 'fail', traces, flawed, gaps, problems };
}
