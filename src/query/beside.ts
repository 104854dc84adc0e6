import type { Span, Trace } from '../model/trace.ts';

/** A trace that a capture may have caused beside its own. */
export interface Beside {
  /** The captured trace. */
  readonly captured: Trace;
  readonly trace: Trace;
  /** It links into the captured trace; or it began during the capture, and no capture owns it. */
  readonly kind: 'linked' | 'stray';
  /** Other captures ran at the same time: a stray may be theirs. */
  readonly shared: boolean;
}

/** Spans of a trace beside a captured one that would decide what was asserted. */
export interface BesideMatch {
  readonly beside: Beside;
  readonly spans: readonly Span[];
}

/**
 * The traces beside captured ones in which a match casts doubt: those linked to them and to no other capture, and their
 * strays, but for work that also begins while no capture runs.
 */
export function besideOf(traces: readonly Trace[]): readonly Beside[] {
  return allBeside(traces).filter(({ captured, trace, kind }) =>
    kind === 'linked' ? !linksElsewhere(captured, trace) : !captured.backgroundStrays.includes(trace),
  );
}

/** All traces that are linked to captured ones, and all their strays; those that are judged themselves aside. */
export function allBeside(traces: readonly Trace[]): readonly Beside[] {
  const seen = new Set(traces.map(({ traceId }) => traceId));
  const isNew = ({ traceId }: Trace): boolean => !seen.has(traceId) && seen.add(traceId) !== undefined;
  return traces
    .filter(({ isCaptured }) => isCaptured)
    .flatMap(captured => [
      ...linkedTo(captured)
        .filter(isNew)
        .map(trace => ({ captured, trace, kind: 'linked', shared: false }) as const),
      ...captured.strays
        .filter(isNew)
        .map(trace => ({ captured, trace, kind: 'stray', shared: captured.straysShared }) as const),
    ]);
}

/** Whether a trace also links to the trace of another capture, as a batch consumer's does. */
export function linksElsewhere(captured: Trace, linked: Trace): boolean {
  return linked.spans.some(({ links }) => links.some(({ traceId }) => captured.isOfAnotherCapture(traceId)));
}

/** The matches among spans of the traces beside. */
export function matchesBeside(besides: readonly Beside[], find: (trace: Trace) => readonly Span[]): BesideMatch[] {
  return besides.map(beside => ({ beside, spans: find(beside.trace) })).filter(({ spans }) => spans.length > 0);
}

/** The traces that are linked to one, directly or not. */
function linkedTo(trace: Trace): readonly Trace[] {
  const found = new Map([[trace.traceId, trace]]);
  for (const member of found.values()) {
    for (const linked of member.linked) if (!found.has(linked.traceId)) found.set(linked.traceId, linked);
  }
  return [...found.values()].slice(1);
}
