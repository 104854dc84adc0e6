import type { Trace } from '../model/trace.ts';

/** `capture` and `traceOf` can come from two copies of the package (ESM and CommonJS). */
const TRACES = Symbol.for('tracewright.tracesOfErrors');

/** A longer chain of causes is not followed to its end. */
const MAX_CAUSES = 32;

/**
 * The trace that a failed `capture` recorded before its function threw this error.
 *
 * The error itself has no property that leads to the trace, so a runner that prints or reports the error cannot print
 * the values in the trace. If other code wrapped the error, `traceOf` finds it through `cause`.
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
    const trace = traces().get(at);
    if (trace !== undefined) return trace;
    seen.add(at);
  }
  return undefined;
}

/** Lets `traceOf` find the trace of an error. Nothing is written to the error, which may be frozen. */
export function rememberTraceOf(error: unknown, trace: Trace): void {
  if (isObject(error)) traces().set(error, trace);
}

function traces(): WeakMap<object, Trace> {
  const global = globalThis as { [TRACES]?: WeakMap<object, Trace> };
  global[TRACES] ??= new WeakMap();
  return global[TRACES];
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
