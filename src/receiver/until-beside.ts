import type { Trace } from '../model/trace.ts';
import { explainStray } from '../propagation/explain-stray.ts';
import { besideOf, matchesBeside } from '../query/beside.ts';
import { type BesideText, besideText } from '../report/beside-text.ts';
import { unixNano, wallMs } from '../store/clock.ts';
import { NO_LOSS_COUNTS } from '../store/snapshot.ts';
import type { CaptureRun } from './capture-run.ts';
import { findStrays } from './strays.ts';

/** What `toHaveSpan` says too of spans that match `until` in traces beside the captured one; undefined without any. */
export function untilBeside(run: CaptureRun, traceId: string): BesideText | undefined {
  const { untilCriteria } = run.plan;
  if (untilCriteria === undefined) return undefined;
  const trace = captured(run, traceId);
  if (trace.spans.length === 0 || trace.spans.some(span => untilCriteria.matches(span))) return undefined;
  const matches = matchesBeside(besideOf([trace]), ({ spans }) => spans.filter(untilCriteria.matches));
  if (matches.length === 0) return undefined;
  const words = { none: 'No span of the trace matches `until`', some: 'has one that does', mark: 'matches', lead: '' };
  return besideText(matches, words, explainStray);
}

/** The trace as the capture would give it now. */
function captured(run: CaptureRun, traceId: string): Trace {
  const { state, context, plan, running, startedMs, startedWallMs } = run;
  const { store, snapshots, attachments } = state;
  const { ids, background } = findStrays(run, traceId);
  return snapshots.captured(
    traceId,
    {
      result: undefined,
      context: plan.root === undefined ? context : undefined,
      allowOrphans: plan.allowOrphans,
      unsettled: true,
      strays: snapshots.later(ids, NO_LOSS_COUNTS),
      background,
      isOfAnotherCapture: id => id !== traceId && store.owns(id),
      straysShared: running.shared,
      startedMs,
      crossings: attachments.crossings.between(unixNano(startedWallMs), unixNano(wallMs())),
    },
    NO_LOSS_COUNTS,
  );
}
