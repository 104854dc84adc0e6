import { TracewrightError } from '../errors.ts';
import type { Trace } from '../model/trace.ts';
import type { UnendedSpan } from '../model/unended-span.ts';
import { alb } from '../propagation/formats/xray.ts';
import { nearMisses } from '../query/near-misses.ts';
import type { NearMisses } from '../query/verdict.ts';
import { earlyRootLines, lateRootLines } from '../report/late-root-text.ts';
import { quote } from '../report/quote.ts';
import { timeoutText } from '../report/timeout-text.ts';
import { unendedText } from '../report/unended-text.ts';
import { familyState } from '../store/quiet.ts';
import type { CaptureRun } from './capture-run.ts';
import { earlyRoot, lateRoot } from './late-root.ts';
import { meanwhile, restartedTrace } from './timeout-facts.ts';
import { untilBeside } from './until-beside.ts';

/** Why a capture came to nothing when its time was up. */
export function captureTimeout(run: CaptureRun, traceId: string): TracewrightError {
  const { state, plan } = run;
  const partial = state.snapshots.of(traceId);
  const empty = partial.spans.length === 0;
  const open = state.store.openSpans.of(traceId);
  const unread = !run.wasRead() && empty && plan.root === undefined;
  const late = empty ? lateRoot(run) : undefined;
  const early = empty && late === undefined ? earlyRoot(run) : undefined;
  const misses = (late ?? early) === undefined ? nearest(run, partial) : undefined;
  const beside = untilBeside(run, traceId);
  const sentHeaders = run.wasRead() && plan.root === undefined && empty ? Object.keys(run.context.headers) : [];
  const restarted = sentHeaders.length === 0 ? undefined : restartedTrace(state, run, traceId, run.running.shared);
  return new TracewrightError(
    'TRACE_TIMEOUT',
    timeoutText({
      ...meanwhile(state, run, traceId),
      missing: late === undefined ? missing(run, traceId) : 'the function caused no trace whose root matches `root`',
      timeoutMs: plan.quiet.timeoutMs,
      partial,
      silentServices: plan.services.filter(service => !Object.hasOwn(state.counters.snapshot().services, service)),
      oneTrace: plan.root === undefined,
      sentHeaders,
      rootAlone: plan.formats.every(format => format === alb),
      ...(restarted === undefined ? {} : { restarted }),
      ...(open.length > 0 ? { first: openLines(open) } : unread ? { first: UNREAD } : {}),
      ...(late === undefined ? {} : { first: lateRootLines(late) }),
      ...(early === undefined ? {} : { first: earlyRootLines(early) }),
      ...(beside === undefined ? {} : { beside }),
      ...(misses === undefined ? {} : { nearMisses: misses }),
    }),
  );
}

/** What came nearest to `until`, or to `root`. */
function nearest({ state, plan, startedMs }: CaptureRun, partial: Trace): NearMisses | undefined {
  const { root, untilCriteria } = plan;
  if (partial.spans.length > 0)
    return untilCriteria === undefined ? undefined : nearMisses(untilCriteria, partial.spans);
  if (root === undefined) return undefined;
  const fresh = state.store.recordsSince(startedMs).filter(record => record.firstArrivalMs >= startedMs);
  return nearMisses(
    root,
    fresh.flatMap(record => state.snapshots.of(record.traceId).roots),
  );
}

/** What is not exported because it has not ended. */
function openLines(open: readonly UnendedSpan[]): string[] {
  const lines = open.slice(0, MAX_OPEN).map(span => `${capitalised(unendedText(span))}.`);
  const more = open.length > MAX_OPEN ? [`So were ${open.length - MAX_OPEN} more spans of this trace.`] : [];
  return [...lines, ...more, 'An SDK exports a span when its end() is called.'];
}

const MAX_OPEN = 5;

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const UNREAD = [
  'The function never read headers, traceId or spanId, so nothing carried this trace to a service.',
  'Write capture(({ headers }) => fetch(url, { headers })), or give { root: criteria } for work that takes no headers.',
];

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
    const names = silent.map(name => quote(name, 60)).join(', ');
    return `trace ${id} arrived, but no span of ${silent.length === 1 ? 'service' : 'services'} ${names} did`;
  }
  return `trace ${id} arrived, but \`until\` did not hold`;
}
