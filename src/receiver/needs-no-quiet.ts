import { unixNano, wallMs } from '../store/clock.ts';
import type { CaptureRun } from './capture-run.ts';

/** Kinds of spans that call something, which may answer with spans of its own. */
const CALLS: readonly string[] = ['CLIENT', 'PRODUCER'];

/**
 * Whether everything of this trace is here, so that no quiet period has to show it.
 *
 * That is known where only an SDK in this process can have recorded spans, which has exported all that have ended: nobody
 * else has ever sent a request to the receiver, no service was started with it, nothing was seen that carries the trace to
 * another process (the function did not read the headers, no probe saw a call, no span is a call), and a quiet period was
 * not asked for.
 */
export function needsNoQuiet(run: CaptureRun, traceId: string): boolean {
  const { counters, attachments, snapshots, store } = run.state;
  const { sdks, sdkRequests, startedServices } = attachments;
  if (run.plan.asksForQuiet || run.done === undefined || sdks.size === 0 || startedServices.size > 0) return false;
  if (run.wasRead() || counters.requests !== sdkRequests || ![...sdks].every(sdk => sdk.isIdle())) return false;
  if (attachments.crossings.between(unixNano(run.startedWallMs), unixNano(wallMs())).length > 0) return false;
  const family = [traceId, ...store.linkedFrom(traceId)];
  return family.every(id => snapshots.of(id).spans.every(({ kind }) => !CALLS.includes(kind)));
}
