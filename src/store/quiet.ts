import type { Lateness } from '../model/lateness.ts';
import { steadyMs } from './clock.ts';
import type { SpanStore } from './span-store.ts';
import type { Waits } from './wait.ts';

/** What a wait was told of quiet, and what bounds it. In milliseconds. */
export interface QuietPlan {
  /** How long nothing must have come. */
  readonly quietMs: number;
  /** Whether the wait itself was told so: then nothing makes it longer. */
  readonly isQuietExplicit: boolean;
  readonly timeoutMs: number;
  /** How long something between the services and this receiver holds spans back. */
  readonly upstreamDelayMs: number;
}

/** How long nothing must have come for a wait to call it settled. */
export interface Quiet {
  /** In milliseconds. */
  readonly ms: number;
  /** Which service made it longer than asked; undefined when none did. */
  readonly lateness: Lateness | undefined;
}

/** The part of its timeout that a wait spends on a service that exports late. */
const LARGEST_PART = 1 / 4;

/** The larger of what was asked for and how late these services export, of which a wait takes a part of its timeout. */
export function quietOf(store: SpanStore, plan: QuietPlan, services: Iterable<string>): Quiet {
  const { quietMs, timeoutMs } = plan;
  const latest = plan.isQuietExplicit ? undefined : latestOf(store, services);
  const lagMs = (latest?.lagMs ?? 0) - plan.upstreamDelayMs;
  if (latest === undefined || lagMs <= quietMs) return { ms: quietMs, lateness: undefined };
  const ms = Math.max(quietMs, Math.min(lagMs, timeoutMs * LARGEST_PART));
  return { ms, lateness: { ...latest, quietMs: ms, isCut: ms < lagMs, timeoutMs } };
}

function latestOf({ lags }: SpanStore, services: Iterable<string>): { service: string; lagMs: number } | undefined {
  const nowMs = steadyMs();
  let latest: { service: string; lagMs: number } | undefined;
  for (const service of services) {
    const lagMs = lags.of(service, nowMs);
    if (lagMs > (latest?.lagMs ?? 0)) latest = { service, lagMs };
  }
  return latest;
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
