import type { Trace } from '../model/trace.ts';
import type { TimeoutFacts } from '../report/timeout-text.ts';
import { INJECTED } from './fault-injection.ts';
import type { ReceiverState } from './state.ts';

/** An export lag that no schedule delay of `receiver.env()` explains, in milliseconds. */
const LATE_MS = 1_000;

/** When a wait began, on both clocks, and how many requests there had been. */
export interface WaitStart {
  readonly startedMs: number;
  readonly startedWallMs: number;
  readonly requestsBefore: number;
}

/** What came while a wait waited for something else. */
export function meanwhile(
  state: ReceiverState,
  start: WaitStart,
  awaitedTraceId: string | undefined,
): Pick<
  TimeoutFacts,
  'startedMs' | 'others' | 'requests' | 'receivedBefore' | 'refused' | 'endpoint' | 'lateServices' | 'startedServices'
> {
  const others: Trace[] = [];
  for (const { traceId } of state.store.recordsSince(start.startedMs)) {
    if (traceId !== awaitedTraceId) others.push(state.snapshots.of(traceId));
  }
  const stats = state.counters.snapshot();
  return {
    startedMs: start.startedWallMs,
    others,
    requests: stats.requests - start.requestsBefore,
    receivedBefore: stats.spans > 0,
    refused: stats.rejections.filter(
      ({ spans, reason, atMs }) => (spans === 0 || reason.startsWith(INJECTED)) && atMs >= start.startedWallMs,
    ),
    endpoint: state.urls.http ?? state.urls.grpc ?? '',
    startedServices: state.attachments.startedServices,
    lateServices: new Map([...state.store.lagMs].filter(([, lagMs]) => lagMs >= LATE_MS)),
  };
}
