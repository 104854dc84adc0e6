import type { ATTACHMENTS, Attachments } from './attachments.ts';

/** All of a receiver that others need to attach to it. */
interface Attachable {
  readonly [ATTACHMENTS]: Attachments;
}

// The receiver and what asks for it can come from two copies of the package (ESM and CommonJS).
const RUNNING = Symbol.for('tracewright.runningReceivers');

/** The receivers of this process (in Jest, of this test file) that have not been stopped. Their data stays their own. */
export function runningReceivers(): Set<Attachable> {
  const global = globalThis as { [RUNNING]?: Set<Attachable> };
  global[RUNNING] ??= new Set();
  return global[RUNNING];
}
