import { TracewrightError } from '../errors.ts';
import { familyState } from '../store/quiet.ts';
import { timeoutText } from '../report/timeout-text.ts';
import type { CaptureRun } from './capture-run.ts';
import { meanwhile } from './timeout-facts.ts';

/** Why a capture came to nothing when its time was up. */
export function captureTimeout(run: CaptureRun, traceId: string): TracewrightError {
  const { state, plan } = run;
  const partial = state.snapshots.of(traceId);
  const unread = !run.wasRead() && partial.spans.length === 0 && plan.root === undefined;
  const facts = {
    ...meanwhile(state, run, traceId),
    missing: missing(run, traceId),
    timeoutMs: plan.timeoutMs,
    partial,
    contextWasSent: run.wasRead() && plan.root === undefined && partial.spans.length === 0,
    ...(unread ? { first: UNREAD } : {}),
  };
  return new TracewrightError('TRACE_TIMEOUT', timeoutText(facts));
}

const UNREAD =
  'The function never read headers, traceId or spanId, so nothing carried this trace to a service:\n' +
  '  capture(({ headers }) => fetch(url, { headers })), or { root: criteria } for work that takes no headers.';

function missing(run: CaptureRun, traceId: string): string {
  const { state, plan } = run;
  const id = traceId.slice(0, 8);
  if (run.done === undefined) return 'the function given to capture was not done';
  const family = familyState(state.store, traceId);
  if (family.spans === 0) {
    return plan.root === undefined ? `no span of trace ${id} arrived` : 'no trace began whose root matches `root`';
  }
  const silent = plan.services.filter(service => !family.services.has(service));
  if (silent.length > 0) {
    const names = silent.map(name => JSON.stringify(name)).join(', ');
    return `trace ${id} arrived, but no span of ${silent.length === 1 ? 'service' : 'services'} ${names} did`;
  }
  return `trace ${id} arrived, but \`until\` did not hold`;
}
