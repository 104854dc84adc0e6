import { steadyMs } from './clock.ts';
import type { SpanStore } from './span-store.ts';
import type { Waits } from './wait.ts';

/** How long nothing must have come for a wait to call it settled: as asked, or the largest export lag if longer. */
export function quietMs(store: SpanStore, askedMs: number): number {
  return Math.max(askedMs, store.largestLagMs);
}

/** The state of a trace together with the traces that link into it. */
export interface FamilyState {
  readonly spans: number;
  readonly services: ReadonlySet<string>;
  /** Every parent arrived, and no span is known to be open. */
  readonly knowsEveryParent: boolean;
  /** On the steady clock; 0 when nothing arrived. */
  readonly lastArrivalMs: number;
}

/** What is known, without building a trace, of a trace and those that link into it. */
export function familyState(store: SpanStore, traceId: string): FamilyState {
  const own = store.record(traceId);
  const services = new Set<string>();
  let knowsEveryParent = true;
  let lastArrivalMs = 0;
  for (const id of [traceId, ...store.linkedFrom(traceId)]) {
    const record = store.record(id);
    if (record === undefined) continue;
    for (const service of record.services) services.add(service);
    knowsEveryParent &&= record.knowsEveryParent(store.sentSpanIds(id)) && !store.openSpans.has(id);
    lastArrivalMs = Math.max(lastArrivalMs, record.lastArrivalMs);
  }
  return { spans: own?.size ?? 0, services, knowsEveryParent, lastArrivalMs };
}

/**
 * Resolves once nothing arrived for `forMs`, counted from now on, and after `atMostMs` in any case.
 *
 * @param lastArrivalMs on the steady clock; 0 when nothing arrived
 */
export function untilQuiet(waits: Waits, lastArrivalMs: () => number, forMs: number, atMostMs: number): Promise<void> {
  const startedMs = steadyMs();
  return waits.until<void>({
    deadlineMs: startedMs + atMostMs,
    ignoresOverflow: true,
    look: () => {
      const quietAtMs = Math.max(startedMs, lastArrivalMs()) + forMs;
      return steadyMs() < quietAtMs ? { lookAgainAtMs: quietAtMs } : { value: undefined };
    },
    timeUp: () => undefined,
  });
}
