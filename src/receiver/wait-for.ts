import { TracewrightError } from '../errors.ts';
import { checkOptions } from '../misuse.ts';
import { byStartTime, type Criteria, type Span, type Trace } from '../model/trace.ts';
import { type CompiledCriteria, compileCriteria } from '../query/compile-criteria.ts';
import { steadyMs, wallMs } from '../store/clock.ts';
import { firstMatch, matchingSpans } from '../store/matching.ts';
import { familyState, type Quiet, type QuietPlan, quietOf } from '../store/quiet.ts';
import { Beginning } from '../store/since.ts';
import { type Awaited, type LossWindow, NO_LOSS_COUNTS } from '../store/snapshot.ts';
import type { ReceiverState } from './state.ts';
import type { WaitStart } from './timeout-facts.ts';
import {
  allowsRejected,
  checkSince,
  planQuiet,
  type QuietOptions,
  type RejectedOptions,
  type SinceOptions,
  type WaitOptions,
} from './wait-options.ts';
import { waitTimeout } from './wait-timeout.ts';

/** What `waitForSpan` can be told. */
export interface WaitForSpanOptions extends WaitOptions, SinceOptions {}

/** What `waitForTrace` and `settled` can be told. */
export interface SettleOptions extends WaitForSpanOptions, QuietOptions, RejectedOptions {}

interface Plan extends WaitStart {
  readonly beginning: Beginning;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly quiet: QuietPlan;
  readonly allowRejected: boolean;
}

/** The first matching span by start time, as soon as it is there. */
export function waitForSpan(state: ReceiverState, criteria: Criteria, options?: WaitForSpanOptions): Promise<Span> {
  const compiled = compileCriteria(criteria, 'waitForSpan()');
  const plan = planWait(state, options, 'waitForSpan()', ['timeout', 'since']);
  return state.waits.until<Span>({
    deadlineMs: plan.deadlineMs,
    look: touched => {
      const { beginning } = plan;
      const traceIds = touched === undefined ? undefined : withLinked(state, touched);
      const found = firstMatch(state.store, state.snapshots, compiled, { beginning, traceIds });
      return found === undefined ? undefined : { value: found };
    },
    timeUp: () => {
      throw waitTimeout(state, plan, 'waitForSpan()', criteria, compiled);
    },
  });
}

/** The trace that holds a matching span, once it has settled. */
export function waitForTrace(state: ReceiverState, criteria: Criteria, options?: SettleOptions): Promise<Trace> {
  const compiled = compileCriteria(criteria, 'waitForTrace()');
  const plan = planWait(state, options, 'waitForTrace()', ['timeout', 'since', 'quiet', 'rejected']);
  const traceIds = (): string[] => [...new Set(matches(state, plan, compiled).map(span => span.traceId))];
  return state.waits.until<Trace>({
    deadlineMs: plan.deadlineMs,
    readsOutput: true,
    look: () => {
      const [traceId] = traceIds();
      if (traceId === undefined) return undefined;
      const settledAtMs = settledAt(state, plan, [traceId], familyState(state.store, traceId).lastArrivalMs);
      if (settledAtMs === undefined) return undefined;
      if (steadyMs() < settledAtMs) return { lookAgainAtMs: settledAtMs };
      return { value: onlyTrace(state, plan, traceIds()) };
    },
    timeUp: () => {
      const ids = traceIds();
      if (ids.length === 0) throw waitTimeout(state, plan, 'waitForTrace()', criteria, compiled);
      return onlyTrace(state, plan, ids);
    },
  });
}

/** All traces that count, once nothing came for a while and each is complete. */
export function settled(state: ReceiverState, options?: SettleOptions): Promise<Trace[]> {
  const plan = planWait(state, options, 'settled()', ['timeout', 'since', 'quiet', 'rejected']);
  const traceIds = (): string[] => plan.beginning.traceIds();
  return state.waits.until<Trace[]>({
    deadlineMs: plan.deadlineMs,
    readsOutput: true,
    look: () => {
      const ids = traceIds();
      if (ids.length === 0) return undefined;
      const settledAtMs = settledAt(state, plan, ids, state.store.lastArrivalMs);
      if (settledAtMs === undefined) return undefined;
      if (steadyMs() < settledAtMs) return { lookAgainAtMs: settledAtMs };
      return { value: allTraces(state, plan, ids) };
    },
    timeUp: () => {
      const ids = traceIds();
      if (ids.length === 0) throw waitTimeout(state, plan, 'settled()', undefined, undefined);
      return allTraces(state, plan, ids);
    },
  });
}

function planWait(
  state: ReceiverState,
  options: SettleOptions | undefined,
  where: string,
  valid: readonly string[],
): Plan {
  checkOptions(options, valid, where);
  const quiet = planQuiet(options, state.defaults, where);
  const startedMs = steadyMs();
  const { timeoutMs } = quiet;
  const beginning = new Beginning(state.store, checkSince(options?.since, where));
  return {
    startedMs,
    startedWallMs: wallMs(),
    requestsBefore: state.counters.snapshot().requests,
    beginning,
    windowWallMs: beginning.sinceWallMs,
    timeoutMs,
    deadlineMs: startedMs + timeoutMs,
    quiet,
    allowRejected: allowsRejected(options?.rejected, where),
  };
}

/** These traces, and those that they share links with: a span may match only once the one that it links to is there. */
function withLinked({ store }: ReceiverState, traceIds: ReadonlySet<string>): ReadonlySet<string> {
  const ids = new Set(traceIds);
  for (const id of traceIds) {
    for (const other of store.linkedFrom(id)) ids.add(other);
    for (const other of store.record(id)?.linksTo ?? []) ids.add(other);
  }
  return ids;
}

/** Matching spans that count, by start time. */
function matches({ store, snapshots }: ReceiverState, { beginning }: Plan, criteria: CompiledCriteria): Span[] {
  return matchingSpans(store, snapshots, criteria, { beginning }).sort(byStartTime);
}

/** From when on these traces count as settled if nothing more comes; undefined while a parent is missing. */
function settledAt(
  state: ReceiverState,
  plan: Plan,
  traceIds: readonly string[],
  lastArrivalMs: number,
): number | undefined {
  if (!traceIds.every(id => familyState(state.store, id).knowsEveryParent)) return undefined;
  let lastMs = Math.max(lastArrivalMs, deliveredAt(plan));
  for (const id of traceIds) lastMs = Math.max(lastMs, state.logs.lastArrivalMs(id));
  return lastMs + quietOfTraces(state, plan, traceIds).ms;
}

/** When what was caused just before the call can be here, as far as is known beforehand. */
function deliveredAt({ startedMs, quiet }: Plan): number {
  return startedMs + quiet.upstreamDelayMs;
}

function quietOfTraces({ store }: ReceiverState, { quiet }: Plan, traceIds: readonly string[]): Quiet {
  return quietOf(store, quiet, new Set(traceIds.flatMap(id => [...familyState(store, id).services])));
}

/** Whether more may come of these traces, and which service makes that so. */
function unrest(state: ReceiverState, plan: Plan, traceIds: readonly string[]): Omit<Awaited, 'window'> {
  const { ms, lateness } = quietOfTraces(state, plan, traceIds);
  const lastMs = Math.max(...traceIds.map(id => familyState(state.store, id).lastArrivalMs), deliveredAt(plan));
  return { unsettled: lateness?.isCut === true || steadyMs() < lastMs + ms, lateness };
}

function onlyTrace(state: ReceiverState, plan: Plan, traceIds: readonly string[]): Trace {
  const [only, ...others] = traceIds;
  if (only !== undefined && others.length === 0) {
    const window = lossWindow(plan, () => false);
    return state.snapshots.awaited(only, { window, ...unrest(state, plan, traceIds) });
  }
  const ids = traceIds.slice(0, 10).map(id => id.slice(0, 8));
  throw new TracewrightError(
    'SEVERAL_MATCHES',
    `waitForTrace() found a matching span in ${traceIds.length} traces: ${ids.join(', ')}. Narrow the criteria, or use settled().`,
  );
}

/** All that arrived was asked for: a trace of which nothing is stored would have been among them. */
function allTraces(state: ReceiverState, plan: Plan, traceIds: readonly string[]): Trace[] {
  const given = new Set(traceIds);
  const window = lossWindow(plan, id => !given.has(id));
  const awaited = { window, ...unrest(state, plan, traceIds) };
  return traceIds.map(id => state.snapshots.awaited(id, awaited));
}

function lossWindow({ allowRejected, beginning }: Plan, concernsTrace: LossWindow['concernsTrace']): LossWindow {
  return allowRejected ? NO_LOSS_COUNTS : { sinceMs: beginning.sinceMs, concernsTrace };
}
