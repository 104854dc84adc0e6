import type { Trace } from '../model/trace.ts';
import { gapsOf } from './gaps.ts';
import type { CompleteVerdict } from './verdict.ts';

/**
 * Judges whether all of these traces arrived whole and sound: no orphans, no problems, nothing dropped or lost. Where only
 * something was lost that may belong to them, it cannot be known.
 */
export function judgeComplete(traces: readonly Trace[]): CompleteVerdict {
  // Here orphans count even where their capture allows for them: this is the question whether there are any.
  const gaps = { ...gapsOf(traces), orphans: traces.flatMap(trace => trace.orphans) };
  const problems = traces.flatMap(trace => trace.problems);
  const flawed = traces.filter(
    trace =>
      trace.problems.length > 0 || !trace.complete || gaps.dropped.some(({ span }) => span.traceId === trace.traceId),
  );
  const isSound = problems.length + gaps.orphans.length + gaps.unsettled.length + gaps.dropped.length === 0;
  const outcome = !isSound ? 'fail' : gaps.losses.length > 0 ? 'incomplete' : 'pass';
  return { outcome, traces, flawed, gaps, problems };
}
