import { mayHoldSpans } from '../model/loss.ts';
import type { Trace } from '../model/trace.ts';
import type { UnsampledVerdict } from './verdict.ts';

/** Judges whether a capture that sent an unsampled context got no span of it. */
export function judgeUnsampled(trace: Trace): UnsampledVerdict {
  const why = reasonOf(trace);
  const unknown = why === 'unread' || why === 'unsettled' || why === 'lost';
  return { outcome: why === 'stayed-empty' ? 'pass' : unknown ? 'incomplete' : 'fail', trace, why };
}

function reasonOf(trace: Trace): UnsampledVerdict['why'] {
  if (trace.unsampled === undefined) return trace.context === undefined ? 'not-captured' : 'sampled';
  if (trace.spans.length > 0) return 'spans';
  if (trace.unsampled === 'unread') return 'unread';
  if (trace.unsettled) return 'unsettled';
  return trace.losses.some(mayHoldSpans) ? 'lost' : 'stayed-empty';
}
