import { mayHoldSpans } from '../model/loss.ts';
import { isReadinessRequest } from '../model/readiness-agent.ts';
import type { StartedService } from '../model/started-service.ts';
import type { Span, Trace } from '../model/trace.ts';
import { compileCriteria } from '../query/compile-criteria.ts';
import type { Refusals, Restart, SilentService } from '../report/timeout-hints.ts';
import type { TimeoutFacts } from '../report/timeout-text.ts';
import { steadyMs, unixNano } from '../store/clock.ts';
import { matchingSpans } from '../store/matching.ts';
import type { ReceiverState } from './state.ts';

/** An export lag that no schedule delay of `receiver.env()` explains, in milliseconds. */
const LATE_MS = 1_000;

/** When a wait began, on both clocks, and how many requests there had been. */
export interface WaitStart {
  readonly startedMs: number;
  readonly startedWallMs: number;
  readonly requestsBefore: number;
  /** From when on what was refused is listed, in milliseconds since the epoch: a wait can look back. */
  readonly windowWallMs: number;
}

/** What arrived while a wait waited for something else, and what is known about who sends. */
export function meanwhile(
  state: ReceiverState,
  start: WaitStart,
  awaitedTraceId: string | undefined,
): Omit<
  TimeoutFacts,
  | 'missing'
  | 'timeoutMs'
  | 'oneTrace'
  | 'sentHeaders'
  | 'rootAlone'
  | 'restarted'
  | 'silentServices'
  | 'first'
  | 'nearMisses'
  | 'partial'
> {
  const others: Trace[] = [];
  for (const { traceId } of state.store.recordsSince(start.startedMs)) {
    if (traceId !== awaitedTraceId) others.push(state.snapshots.of(traceId));
  }
  const stats = state.counters.snapshot();
  const refused = [...stats.rejections, ...state.counters.unknown].filter(({ atMs }) => atMs >= start.windowWallMs);
  return {
    startedMs: start.startedWallMs,
    others,
    owned: new Set(others.map(trace => trace.traceId).filter(traceId => state.store.owns(traceId))),
    requests: stats.requests - start.requestsBefore,
    sendingServices: Object.keys(stats.services),
    refused,
    refusals: refusalsOf(state, start, refused),
    endpoint: state.urls.http ?? state.urls.grpc ?? '',
    startedServices: state.attachments.startedServices,
    neverSent: neverSent(state.attachments.startedServices, stats.services),
    lateServices: lateServices(state),
    collector: state.counters.senders.collector,
    upstreamDelayMs: state.defaults.upstreamDelay,
    silentTlsClients: state.counters.senders.silentTlsSince(start.startedWallMs),
  };
}

function lateServices({ store: { lags }, defaults }: ReceiverState): ReadonlyMap<string, number> {
  const nowMs = steadyMs();
  return new Map(
    Array.from(lags.services, service => [service, lags.of(service, nowMs)] as const).filter(
      ([, lagMs]) => lagMs >= defaults.upstreamDelay + LATE_MS,
    ),
  );
}

/** A connection that failed before a request could be read has no path. */
function refusalsOf(state: ReceiverState, start: WaitStart, refused: readonly { readonly path: string }[]): Refusals {
  const losses = state.snapshots.lossesSinceCleared().filter(mayHoldSpans);
  const isUnread = losses.some(({ services, atMs }) => services.length === 0 && atMs >= start.windowWallMs);
  const services = new Set(losses.flatMap(loss => loss.services));
  for (const { name, serviceName } of state.attachments.startedServices.values())
    if (serviceName !== undefined && services.has(serviceName)) services.add(name);
  return {
    services,
    ofAnyone: isUnread || refused.some(({ path }) => path === ''),
  };
}

/** The services that were started with the receiver and of which no span has arrived, whatever name they carry. */
function neverSent(
  started: ReadonlyMap<string, StartedService>,
  seen: Readonly<Record<string, unknown>>,
): SilentService[] {
  return [...started.values()]
    .filter(({ name, serviceName }) => !Object.hasOwn(seen, name) && !Object.hasOwn(seen, serviceName ?? name))
    .map(({ name, missingInstrumentation }) => ({ name, missing: missingInstrumentation?.() }));
}

/**
 * A request that a service answered in a new trace while a capture waited for its own: the capture's request, perhaps.
 * Traces of other captures are not considered, nor traces that link to one.
 *
 * @param sideBySide whether other captures ran at the same time
 */
export function restartedTrace(
  state: ReceiverState,
  start: WaitStart,
  traceId: string,
  sideBySide: boolean,
): Restart | undefined {
  const { store, snapshots } = state;
  const first = unixNano(Math.floor(start.startedWallMs));
  const found: Restart[] = [];
  for (const record of store.recordsSince(start.startedMs)) {
    if (store.owns(record.traceId) || record.traceId === traceId) continue;
    if (record.linksTo.some(id => id === traceId || store.owns(id))) continue;
    const root = snapshots.of(record.traceId).roots.find(({ kind, parentSpanId, startTimeUnixNano }) => {
      return kind === 'SERVER' && parentSpanId === undefined && startTimeUnixNano >= first;
    });
    if (root === undefined) continue;
    const isOngoing = state.background.includes(root) || beganBefore(state, root, first);
    const doubt = sideBySide ? 'side-by-side' : isOngoing ? 'came-before' : undefined;
    found.push({ service: root.service, doubt });
  }
  return found.find(({ doubt }) => doubt === undefined) ?? found[0];
}

/** Whether the same service also began such a trace before: a health check or a poller does that regularly. */
function beganBefore({ store, snapshots }: ReceiverState, { service, name, kind }: Span, first: bigint): boolean {
  const criteria = compileCriteria({ service, name, kind }, 'capture()');
  return matchingSpans(store, snapshots, criteria).some(
    span => span.parentSpanId === undefined && span.startTimeUnixNano < first && !isReadinessRequest(span),
  );
}
