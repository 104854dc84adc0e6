import { isReadinessTrace } from '../model/readiness-agent.ts';
import { steadyMs } from '../store/clock.ts';
import { lossesIn } from '../store/loss-log.ts';
import { matchingSpans } from '../store/matching.ts';
import { familyState, quietOf } from '../store/quiet.ts';
import { Beginning } from '../store/since.ts';
import type { ArrivedSince, Drive } from './drive.ts';
import type { ReceiverState } from './state.ts';
import { isNamedBackground } from './strays.ts';
import { planQuiet } from './wait-options.ts';

/** Spans that begin this long after the last request are not of it, in milliseconds: clocks have a grain. */
const GRAIN_MS = 5;

/**
 * Waits until nothing more comes of the traces that a number of requests began, which may be none, and gives all traces
 * that arrived since the first. Those of captures, of background work that `startReceiver` named and of requests for
 * readiness are left out.
 *
 * @throws {TracewrightError} RECEIVER_OVERFLOW, RECEIVER_STOPPED
 */
export async function arrivedSince(state: ReceiverState, drive: Drive, where: string): Promise<ArrivedSince> {
  const { store, waits, attachments, snapshots } = state;
  await Promise.all(Array.from(attachments.sdks, sdk => sdk.flush()));
  const plan = planQuiet(drive.quiet === undefined ? {} : { quiet: drive.quiet }, state.defaults, where);
  const startedMs = steadyMs();
  const beginning = new Beginning(store, drive.since);
  const hasRoot = (id: string): boolean => snapshots.of(id).spans.some(drive.root.matches);
  const settle = () => {
    const ids = beginning.traceIds().filter(id => !store.owns(id));
    // What began after the last request, such as work that goes on by itself, is not waited for.
    const awaited = ids.filter(id => mayHaveBegunUntil(state, id, drive.until.wallMs + GRAIN_MS) || hasRoot(id));
    const families = awaited.map(id => familyState(store, id));
    const services = new Set(families.flatMap(family => [...family.services]));
    // Where nothing came, any service that exported before may be the one that will.
    const quiet = quietOf(store, plan, ids.length === 0 ? store.lags.services : services);
    const lastMs = families.reduce((latest, { lastArrivalMs }) => Math.max(latest, lastArrivalMs), 0);
    const isWhole = awaited.every((id, index) => families[index]?.knowsEveryParent === true || hasRoot(id));
    return { ids, quiet, isWhole, atMs: Math.max(lastMs, startedMs + plan.upstreamDelayMs) + quiet.ms };
  };
  const give = ({ ids, quiet, atMs }: ReturnType<typeof settle>): ArrivedSince => ({
    ...arrived(state, drive, ids),
    unsettled: quiet.lateness?.isCut === true || steadyMs() < atMs,
    lateness: quiet.lateness,
  });
  return waits.until<ArrivedSince>({
    deadlineMs: startedMs + plan.timeoutMs,
    look: () => {
      const settled = settle();
      if (!settled.isWhole) return undefined;
      return steadyMs() < settled.atMs ? { lookAgainAtMs: settled.atMs } : { value: give(settled) };
    },
    timeUp: () => give(settle()),
  });
}

/** Whether a span of a trace began at this time or before, as far as the clock of its service is known. */
function mayHaveBegunUntil({ store }: ReceiverState, traceId: string, atMs: number): boolean {
  const { table, clocks } = store;
  return (store.record(traceId)?.rows() ?? []).some(row => {
    const clock = clocks.of(table.originOf(row).resource);
    return !clock.isComparable || table.startMs(row) - clock.offset <= atMs;
  });
}

function arrived(
  { store, snapshots, defaults }: ReceiverState,
  { since, root }: Drive,
  ids: readonly string[],
): Omit<ArrivedSince, 'unsettled' | 'lateness'> {
  const traces = ids
    .map(id => snapshots.of(id))
    .filter(
      trace => !isReadinessTrace(trace) && !isNamedBackground(defaults.background, [...trace.roots, ...trace.orphans]),
    );
  const stored = new Set(ids);
  const scope = { traceId: undefined, sinceMs: since.steadyMs, concernsTrace: () => true };
  return {
    traces,
    losses: lossesIn(store.losses.view(), scope).filter(
      ({ signal, traceId }) =>
        signal !== 'logs' && (traceId === undefined || !(stored.has(traceId) || store.owns(traceId))),
    ),
    beganMs: span => {
      const clock = store.clocks.of(span.resource);
      return clock.isComparable ? Number(span.startTimeUnixNano / 1_000n) / 1_000 - clock.offset : undefined;
    },
    holdsMatch: matchingSpans(store, snapshots, root).length > 0,
  };
}
