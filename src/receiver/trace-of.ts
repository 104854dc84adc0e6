import type { Trace } from '../model/trace.ts';

/** `capture` and `traceOf` can come from two copies of the package (ESM and CommonJS). */
const FAILED = Symbol.for('tracewright.failedCaptures');

interface FailedCapture {
  readonly trace: Trace;
  /** When it began, on the steady clock. */
  readonly startedMs: number;
}

/** A longer chain of causes is not followed to its end. */
const MAX_CAUSES = 32;

/**
 * The trace that a failed `capture` recorded before its function threw this error.
 *
 * The error itself has no property that leads to the trace, so a runner that prints or reports the error cannot print
 * the values in the trace. If other code wrapped the error, `traceOf` finds it through `cause`.
 *
 * If captures are nested and each throws the same error, the trace is that of the innermost one.
 *
 * @param error what `capture` threw, or an error with that as its `cause`
 * @returns undefined for an error that no capture threw, and for thrown values that are not objects, such as strings.
 * @example
 * try {
 *   await receiver.capture(({ headers }) => checkout(headers));
 * } catch (error) {
 *   console.log(String(traceOf(error))); // the spans that arrived before it threw
 *   throw error;
 * }
 */
export function traceOf(error: unknown): Trace | undefined {
  const seen = new Set<object>();
  for (let at = error; isObject(at) && !seen.has(at) && seen.size < MAX_CAUSES; at = causeOf(at)) {
    const failed = failedCaptures().get(at);
    if (failed !== undefined) return failed.trace;
    seen.add(at);
  }
  return undefined;
}

/**
 * Lets `traceOf` find the trace of an error. Nothing is written to the error, which may be frozen.
 *
 * A capture that began later and failed earlier with the same error ran within this one: the error arose there, so its
 * trace stays. One that began earlier is over, and the error was thrown again.
 */
export function rememberTraceOf(error: unknown, trace: Trace, startedMs: number): void {
  if (!isObject(error)) return;
  const before = failedCaptures().get(error);
  if (before === undefined || before.startedMs < startedMs) failedCaptures().set(error, { trace, startedMs });
}

function failedCaptures(): WeakMap<object, FailedCapture> {
  const global = globalThis as { [FAILED]?: WeakMap<object, FailedCapture> };
  global[FAILED] ??= new WeakMap();
  return global[FAILED];
}

/** A getter of somebody else's error may throw. */
function causeOf(error: object): unknown {
  try {
    return (error as { readonly cause?: unknown }).cause;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
