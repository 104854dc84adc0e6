import type { Problem } from '../model/problem.ts';
import type { Trace } from '../model/trace.ts';
import { gapsOf } from './gaps.ts';
import type { CompleteVerdict } from './verdict.ts';

/**
 * Judges whether all of these traces arrived whole and sound: no orphans, no problems, nothing dropped or lost. Where only
 * something was lost that may belong to them, it cannot be known.
 */
export function judgeComplete(traces: readonly Trace[]): CompleteVerdict {
  // Here orphans count even where their capture allows for them: this is the question whether there are any.
  const gaps = {
    ...gapsOf(traces),
    orphans: traces.flatMap(trace => trace.orphans),
    unended: traces.flatMap(trace => trace.unended),
  };
  const problems = traces.flatMap(problemsOf);
  const flawed = traces.filter(
    trace =>
      problemsOf(trace).length > 0 ||
      !trace.complete ||
      gaps.dropped.some(({ span }) => span.traceId === trace.traceId),
  );
  const { orphans, unsettled, unended, dropped } = gaps;
  const isSound = problems.length + orphans.length + unsettled.length + unended.length + dropped.length === 0;
  const outcome = !isSound ? 'fail' : gaps.losses.length > 0 ? 'incomplete' : 'pass';
  return { outcome, traces, flawed, gaps, problems };
}

/** Its problems, but for those of spans that were rejected, where these are known as lost. */
function problemsOf({ problems, losses, spans }: Trace): readonly Problem[] {
  if (losses.length === 0 || problems.length === 0) return problems;
  const stored = new Set(spans.map(({ spanId }) => spanId));
  return problems.filter(({ field, spanId }) => field.startsWith('logRecord') || stored.has(spanId));
}
