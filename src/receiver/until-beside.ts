import { explainStray } from '../propagation/explain-stray.ts';
import { besideOf, matchesBeside } from '../query/beside.ts';
import { type BesideText, besideText } from '../report/beside-text.ts';
import { NO_LOSS_COUNTS } from '../store/snapshot.ts';
import type { CaptureRun } from './capture-run.ts';
import { capturedTrace } from './captured-trace.ts';

/** What `toHaveSpan` says too of spans that match `until` in traces beside the captured one; undefined without any. */
export function untilBeside(run: CaptureRun, traceId: string): BesideText | undefined {
  const { untilCriteria } = run.plan;
  if (untilCriteria === undefined) return undefined;
  const trace = capturedTrace(run, traceId, NO_LOSS_COUNTS, { result: undefined, unsettled: true });
  if (trace.spans.length === 0 || trace.spans.some(span => untilCriteria.matches(span))) return undefined;
  const matches = matchesBeside(besideOf([trace]), ({ spans }) => spans.filter(untilCriteria.matches));
  if (matches.length === 0) return undefined;
  const words = { none: 'No span of the trace matches `until`', some: 'has one that does', mark: 'matches', lead: '' };
  return besideText(matches, words, explainStray);
}
