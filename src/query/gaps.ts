import type { LogRecord } from '../model/log-record.ts';
import { type Loss, mayHoldSpans } from '../model/loss.ts';
import type { Metric } from '../model/metric.ts';
import type { Span, Trace } from '../model/trace.ts';
import type { UnendedSpan } from '../model/unended-span.ts';

/** Something that a sender or an SDK's limit dropped from a span. */
export interface Dropped {
  readonly span: Span;
  readonly what:
    | 'attributes'
    | 'events'
    | 'links'
    | 'resource attributes'
    | 'scope attributes'
    | 'event attributes'
    | 'link attributes';
  readonly count: number;
}

/** What is known to be missing from traces. */
export interface Gaps {
  /** Spans whose parent never arrived, unless their capture allowed for that. */
  readonly orphans: readonly Span[];
  /** Traces to which spans were still arriving. */
  readonly unsettled: readonly Trace[];
  /** Spans that were started in this process and never ended. */
  readonly unended: readonly UnendedSpan[];
  readonly dropped: readonly Dropped[];
  /** What was sent to the receiver, is not stored, and may belong to the traces. */
  readonly losses: readonly Loss[];
  /** Log records of which attributes were dropped; undefined where none were looked at. */
  readonly cutRecords?: readonly LogRecord[];
  /** Metrics of which something was not kept, or attributes were dropped; undefined where none were looked at. */
  readonly cutMetrics?: readonly Metric[];
}

export const NO_GAPS: Gaps = { orphans: [], unsettled: [], unended: [], dropped: [], losses: [] };

/** What is known to be missing from these traces. */
export function gapsOf(traces: readonly Trace[]): Gaps {
  return {
    orphans: traces.flatMap(trace => (trace.allowsOrphans ? [] : trace.orphans)),
    unsettled: traces.filter(trace => trace.unsettled),
    unended: traces.flatMap(unexpectedlyOpen),
    dropped: traces.flatMap(trace => trace.spans.flatMap(droppedFrom)),
    losses: lossesOf(traces).filter(mayHoldSpans),
  };
}

/** A parent that never arrives is expected where the capture allowed for that, and one that never ends is such a parent. */
function unexpectedlyOpen({ unended, allowsOrphans, orphans }: Trace): readonly UnendedSpan[] {
  if (!allowsOrphans || unended.length === 0) return unended;
  const expected = new Set(orphans.map(({ parentSpanId }) => parentSpanId));
  return unended.filter(({ spanId }) => !expected.has(spanId));
}

/** What was lost that may belong to one of these traces, each loss once. */
export function lossesOf(traces: readonly Trace[]): readonly Loss[] {
  return [...new Set(traces.flatMap(trace => trace.losses))];
}

/** Whether anything is missing. */
export function hasGaps({
  orphans,
  unsettled,
  unended,
  dropped,
  losses,
  cutRecords = [],
  cutMetrics = [],
}: Gaps): boolean {
  return [orphans, unsettled, unended, dropped, losses, cutRecords, cutMetrics].some(({ length }) => length > 0);
}

/** Whether spans may be missing of which nothing else tells. Any span that seems to be absent may be one of them. */
export function mayLackSpans({ unsettled, unended, losses }: Gaps): boolean {
  return unsettled.length + unended.length + losses.length > 0;
}

/** What was dropped from this span, its resource and its scope. */
export function droppedFrom(span: Span): readonly Dropped[] {
  if (!lostSomething(span)) return NOTHING;
  const counts: readonly Dropped[] = [
    { span, what: 'attributes', count: span.droppedAttributesCount },
    { span, what: 'events', count: span.droppedEventsCount },
    { span, what: 'links', count: span.droppedLinksCount },
    { span, what: 'resource attributes', count: span.resource.droppedAttributesCount },
    { span, what: 'scope attributes', count: span.scope.droppedAttributesCount },
    { span, what: 'event attributes', count: droppedInAll(span.events) },
    { span, what: 'link attributes', count: droppedInAll(span.links) },
  ];
  return counts.filter(({ count }) => count > 0);
}

const NOTHING: readonly Dropped[] = [];

/** Asked of every span of a trace, of which nearly all lost nothing. */
function lostSomething(span: Span): boolean {
  return (
    span.droppedAttributesCount > 0 ||
    span.droppedEventsCount > 0 ||
    span.droppedLinksCount > 0 ||
    span.resource.droppedAttributesCount > 0 ||
    span.scope.droppedAttributesCount > 0 ||
    span.events.some(({ droppedAttributesCount }) => droppedAttributesCount > 0) ||
    span.links.some(({ droppedAttributesCount }) => droppedAttributesCount > 0)
  );
}

function droppedInAll(entries: readonly { readonly droppedAttributesCount: number }[]): number {
  return entries.reduce((total, entry) => total + entry.droppedAttributesCount, 0);
}
