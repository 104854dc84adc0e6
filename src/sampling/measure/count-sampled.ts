import type { Span, Trace } from '../../model/trace.ts';
import type { CompiledCriteria } from '../../query/compile-criteria.ts';
import type { SamplingDoubts } from '../sampling-report.ts';
import type { RequestWindow } from './send-requests.ts';

/** The traces that requests began, each by its root. */
export interface Sampled {
  /** By start time. */
  readonly roots: readonly Span[];
  /** Roots that do not match, of traces that a request may have begun. By start time. */
  readonly others: readonly Span[];
  readonly doubts: SamplingDoubts;
}

/** By how much the start of a span and that of its request may seem to be apart, in milliseconds: clocks have a grain. */
const GRAIN_MS = 5;

/**
 * Counts the traces that requests began: those with a root that matches.
 *
 * A SERVER span is recorded while its request is under way. So where the clock of its service is known, one that began at
 * another time was caused by somebody else and is not counted, and one that finds no request of its own is surplus. Other
 * kinds, such as a CONSUMER of what the request wrote to a queue, begin at any time.
 *
 * @param beganMs when a span began by our clock, in milliseconds since the epoch; undefined where that is not known
 */
export function countSampled(
  traces: readonly Trace[],
  root: CompiledCriteria,
  windows: readonly RequestWindow[],
  beganMs: (span: Span) => number | undefined,
): Sampled {
  const found: Span[] = [];
  const others: Span[] = [];
  const timed: Timed[] = [];
  let [severalRoots, outside, withParent, rootless] = [0, 0, 0, 0];
  const busy = busyTimes(windows);
  const serverBeganMs = (span: Span): number | undefined => (span.kind === 'SERVER' ? beganMs(span) : undefined);
  const isDuring = (span: Span): boolean => {
    const atMs = serverBeganMs(span);
    return atMs === undefined || isBusy(busy, atMs);
  };
  for (const trace of traces) {
    const [first, ...more] = trace.roots.filter(root.matches);
    if (first === undefined) {
      const other = trace.roots.find(span => beginsHere(span) && isDuring(span));
      if (trace.spans.some(root.matches)) withParent += 1;
      else if (other !== undefined) others.push(other);
      else if (trace.orphans.length > 0) rootless += 1;
      continue;
    }
    const atMs = serverBeganMs(first);
    if (!isDuring(first)) {
      outside += 1;
      continue;
    }
    if (more.length > 0) severalRoots += 1;
    if (atMs !== undefined) timed.push({ atMs });
    found.push(first);
  }
  const surplus = Math.max(unmatched(timed, windows), found.length - windows.length);
  return {
    roots: found.sort(byStart),
    others: others.sort(byStart),
    doubts: { surplus, severalRoots, outside, withParent, rootless },
  };
}

/** A request that comes from outside begins no trace in a span that calls or sends. */
function beginsHere({ kind }: Span): boolean {
  return kind !== 'CLIENT' && kind !== 'PRODUCER';
}

function byStart(a: Span, b: Span): number {
  return a.startTimeUnixNano < b.startTimeUnixNano ? -1 : 1;
}

interface Timed {
  readonly atMs: number;
}

/** How many of these began when every request that was under way had one of its own already. */
function unmatched(began: readonly Timed[], windows: readonly RequestWindow[]): number {
  const waiting = [...windows].sort((a, b) => a.startMs - b.startMs);
  // Requests that are under way at the moment, by their end: the one that ends first has to take the next root.
  const open: RequestWindow[] = [];
  let [next, none] = [0, 0];
  for (const { atMs } of [...began].sort((a, b) => a.atMs - b.atMs)) {
    for (
      let window = waiting[next];
      window !== undefined && window.startMs - GRAIN_MS <= atMs;
      window = waiting[next]
    ) {
      open.push(window);
      next += 1;
    }
    open.sort((a, b) => a.endMs - b.endMs);
    while (open[0] !== undefined && open[0].endMs + GRAIN_MS < atMs) open.shift();
    if (open.shift() === undefined) none += 1;
  }
  return none;
}

/** The times at which some request was under way, in order, without overlaps. */
function busyTimes(windows: readonly RequestWindow[]): readonly RequestWindow[] {
  const merged: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of [...windows].sort((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1);
    if (last !== undefined && startMs - GRAIN_MS <= last.endMs + GRAIN_MS) last.endMs = Math.max(last.endMs, endMs);
    else merged.push({ startMs, endMs });
  }
  return merged;
}

function isBusy(busy: readonly RequestWindow[], atMs: number): boolean {
  const at = busy.findLast(({ startMs }) => startMs - GRAIN_MS <= atMs);
  return at !== undefined && atMs <= at.endMs + GRAIN_MS;
}
