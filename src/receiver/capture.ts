import { TracewrightError } from '../errors.ts';
import type { SentContext } from '../model/sent-context.ts';
import type { Trace } from '../model/trace.ts';
import { freshContext } from '../propagation/fresh-context.ts';
import { steadyMs, wallMs } from '../store/clock.ts';
import { familyState } from '../store/quiet.ts';
import { type LossWindow, NO_LOSS_COUNTS } from '../store/snapshot.ts';
import type { Look } from '../store/wait.ts';
import { deliveredAt, ownTraceId, quietOfTrace, settledAt, unmetCondition } from './capture-conditions.ts';
import { type CaptureArgument, type CaptureOptions, observed, planCapture } from './capture-options.ts';
import type { CaptureRun } from './capture-run.ts';
import { captureTimeout } from './capture-timeout.ts';
import { capturedTrace } from './captured-trace.ts';
import { runWithin } from './run-within.ts';
import type { ReceiverState } from './state.ts';
import { strayTest } from './strays.ts';
import { rememberTraceOf } from './trace-of.ts';

/** Runs `fn` with a fresh trace context and waits until the trace that it caused is complete. */
export async function capture<Result>(
  state: ReceiverState,
  fn: (context: CaptureArgument) => Result | PromiseLike<Result>,
  options: CaptureOptions | undefined,
): Promise<Trace<Result>> {
  if (typeof fn !== 'function') {
    throw new TracewrightError(
      'INVALID_OPTION',
      'capture() takes a function that drives the services: capture(({ headers }) => fetch(url, { headers })).',
    );
  }
  const plan = planCapture(options, state.defaults);
  const context = frozen(freshContext(plan));
  const { sent } = state.store;
  const { argument, wasRead } = observed(context, () => sent.noteRead(context.traceId, wallMs()));
  const startedWallMs = nextMillisecond();
  state.store.remember(context);
  const startedMs = steadyMs();
  const run: CaptureRun = {
    state,
    plan,
    context,
    running: state.captures.enter(),
    startedMs,
    startedWallMs,
    windowWallMs: startedWallMs,
    deadlineMs: startedMs + plan.quiet.timeoutMs,
    requestsBefore: state.counters.snapshot().requests,
    wasRead,
    done: undefined,
  };
  try {
    const outcome = await drive(run, () => fn(argument));
    run.done = { steadyMs: steadyMs(), wallMs: wallMs() };
    if ('error' in outcome) throw await withTrace(run, outcome.error);
    const trace = await settle(run, outcome.result);
    // Not before: until then, a look may be repeated, and a trace that is owned is nobody's to find.
    if (plan.root !== undefined) state.store.adopt(trace.traceId);
    return trace;
  } finally {
    state.captures.leave(run.running);
  }
}

/** Users get it as `trace.context`. */
function frozen(context: SentContext): SentContext {
  return Object.freeze({ ...context, headers: Object.freeze({ ...context.headers }) });
}

/**
 * Waits for the next millisecond of the clock, and returns it. Spans have starts of whole milliseconds: without this, what
 * began just before the capture could not be told from what began in it.
 */
function nextMillisecond(): number {
  const nowMs = Math.floor(wallMs());
  const startedMs = steadyMs();
  // A clock that stands still or goes back must not stop the test.
  while (Math.floor(wallMs()) === nowMs && steadyMs() - startedMs < 2);
  return wallMs();
}

type Outcome<Result> = { readonly result: Result } | { readonly error: unknown };

/** Runs the function, and flushes the SDKs of this process after it; fails when the time is up before it is done. */
async function drive<Result>(run: CaptureRun, fn: () => Result | PromiseLike<Result>): Promise<Outcome<Result>> {
  let over: Outcome<Result> | undefined;
  void runAndFlush(run, fn).then(outcome => {
    over = outcome;
    run.state.waits.nudge();
  });
  return run.state.waits.until<Outcome<Result>>({
    deadlineMs: run.deadlineMs,
    ignoresOverflow: true,
    look: () => (over === undefined ? undefined : { value: over }),
    timeUp: () => {
      throw captureTimeout(run, run.context.traceId);
    },
  });
}

/** Never rejects: what goes wrong is an outcome, also when nobody waits for it any more. */
async function runAndFlush<Result>(run: CaptureRun, fn: () => Result | PromiseLike<Result>): Promise<Outcome<Result>> {
  const { sdks } = run.state.attachments;
  if (sdks.size > 0) run.state.store.sent.noteRead(run.context.traceId, run.startedWallMs);
  const outcome = await attempt(async () => runWithin(sdks, run.context, fn));
  const flushed = await attempt(() => Promise.all(Array.from(sdks, sdk => sdk.flush())));
  return 'error' in flushed && !('error' in outcome) ? flushed : outcome;
}

async function attempt<Result>(work: () => Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { result: await work() };
  } catch (error) {
    return { error };
  }
}

/** Waits until the trace is there and settled; at the deadline, rejects unless only parents are missing. */
function settle<Result>(run: CaptureRun, result: Result): Promise<Trace<Result>> {
  if (!run.plan.sampled) return settleOrEmpty(run, result);
  return run.state.waits.until<Trace<Result>>({
    deadlineMs: run.deadlineMs,
    readsOutput: true,
    look: () => look(run, result),
    timeUp: () => {
      const traceId = ownTraceId(run);
      const unmet = traceId === undefined || unmetCondition(run, traceId);
      if (traceId === undefined || unmet) throw captureTimeout(run, traceId ?? run.context.traceId);
      return resolved(run, traceId, result);
    },
  });
}

/** Waits until nothing more comes of the trace, if anything came at all. */
function settleOrEmpty<Result>(run: CaptureRun, result: Result, ignoresOverflow?: true): Promise<Trace<Result>> {
  const { state, context } = run;
  return state.waits.until<Trace<Result>>({
    deadlineMs: run.deadlineMs,
    readsOutput: true,
    ...(ignoresOverflow && { ignoresOverflow }),
    look: () => {
      const settledAtMs =
        familyState(state.store, context.traceId).spans === 0 ? emptyAt(run) : settledAt(run, context.traceId);
      if (settledAtMs === undefined) return undefined;
      if (steadyMs() < settledAtMs) return { lookAgainAtMs: settledAtMs };
      return { value: resolved(run, context.traceId, result) };
    },
    timeUp: () => resolved(run, context.traceId, result),
  });
}

/** From when on it is clear that nothing comes of what the function did. */
function emptyAt(run: CaptureRun): number {
  return deliveredAt(run) + quietOfTrace(run, run.context.traceId).ms;
}

function look<Result>(run: CaptureRun, result: Result): Look<Trace<Result>> {
  const traceId = ownTraceId(run);
  if (traceId === undefined) return undefined;
  const settledAtMs = settledAt(run, traceId);
  if (settledAtMs === undefined || unmetCondition(run, traceId)) return undefined;
  if (steadyMs() < settledAtMs) return { lookAgainAtMs: settledAtMs };
  return { value: resolved(run, traceId, result) };
}

function resolved<Result>(run: CaptureRun, traceId: string, result: Result): Trace<Result> {
  const settledAtMs = settledAt(run, traceId);
  const { lateness } = quietOfTrace(run, traceId);
  const isEarly = settledAtMs !== undefined && steadyMs() < settledAtMs;
  const unsettled = isEarly || lateness?.isCut === true;
  return capturedTrace(run, traceId, lossWindow(run, traceId), { result, unsettled, lateness });
}

/** What was lost since the capture began may belong to its trace, to one that links to it, or to a stray of it. */
function lossWindow(run: CaptureRun, traceId: string): LossWindow {
  const { state, plan, startedMs } = run;
  if (plan.allowRejected) return NO_LOSS_COUNTS;
  const { store } = state;
  const linked = new Set(store.table.links.into(traceId));
  const mayBeStray = strayTest(run, traceId);
  return {
    sinceMs: startedMs,
    concernsTrace: (id, spans) => {
      if (store.owns(id)) return false;
      if (linked.has(id)) return true;
      if ((store.record(id)?.firstArrivalMs ?? startedMs) < startedMs) return false;
      return spans === undefined || mayBeStray(spans);
    },
  };
}

/** The function failed: waits until its trace settles, and lets `traceOf` find it. */
async function withTrace(run: CaptureRun, error: unknown): Promise<unknown> {
  rememberTraceOf(error, await settleOrEmpty(run, undefined, true), run.startedMs);
  return error;
}
