import type { Span, Trace } from '../model/trace.ts';
import { type Gaps, gapsOf, hasGaps, NO_GAPS } from '../query/gaps.ts';
import type { PropagatedContext } from './formats/format.ts';
import type { ReadHeader } from './read-header.ts';
import { sampledFlagOf } from './sampled-flag.ts';
import type { ContinueVerdict, NotContinued } from './verdict.ts';

/** The context that is to be continued: one that was read from a header, or the one that a capture sent. */
export interface WantedContext {
  readonly header: ReadHeader | undefined;
  readonly context: PropagatedContext;
}

/** Judges whether a span continues the context: it is a direct child of the span that the context names. */
export function judgeSpanContinues(span: Span, wanted: WantedContext): ContinueVerdict {
  const broken = differenceOf(span, wanted.context);
  return {
    outcome: broken === undefined ? 'pass' : 'fail',
    ...wanted,
    trace: span.trace,
    entries: [span],
    broken: broken === undefined ? [] : [{ span, why: broken }],
    gaps: NO_GAPS,
  };
}

/** Judges whether every root of a trace continues the context. */
export function judgeTraceContinues(trace: Trace, wanted: WantedContext): ContinueVerdict {
  const { spanId } = wanted.context;
  // The span that the context names is never sent: to the trace, those below it look like orphans.
  const continuing = trace.orphans.filter(({ parentSpanId }) => parentSpanId === spanId);
  const entries = [...trace.roots, ...continuing];
  const broken = entries.flatMap(span => {
    const why = differenceOf(span, wanted.context);
    return why === undefined ? [] : [{ span, why }];
  });
  const gaps = withoutDropped(gapsOf([trace]), new Set(continuing));
  const unknown = entries.length === 0 || hasGaps(gaps);
  const outcome = broken.length > 0 ? 'fail' : unknown ? 'incomplete' : 'pass';
  return { outcome, ...wanted, trace, entries, broken, gaps };
}

/** What was dropped from spans says nothing of their parents. */
function withoutDropped(gaps: Gaps, continuing: ReadonlySet<Span>): Gaps {
  return { ...gaps, orphans: gaps.orphans.filter(span => !continuing.has(span)), dropped: [] };
}

function differenceOf(span: Span, { traceId, spanId, sampled }: PropagatedContext): NotContinued['why'] | undefined {
  if (span.traceId !== traceId) return 'trace';
  if (spanId !== undefined && span.parentSpanId !== spanId)
    return span.parentSpanId === undefined ? 'no-parent' : 'parent';
  const actual = sampledFlagOf(span);
  return sampled === undefined || actual === undefined || actual === sampled ? undefined : 'sampled';
}
