import type { Span, Trace } from '../model/trace.ts';

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
  readonly dropped: readonly Dropped[];
}

/** What is known to be missing from these traces. */
export function gapsOf(traces: readonly Trace[]): Gaps {
  return {
    orphans: traces.flatMap(trace => (trace.allowsOrphans ? [] : trace.orphans)),
    unsettled: traces.filter(trace => trace.unsettled),
    dropped: traces.flatMap(trace => trace.spans.flatMap(droppedFrom)),
  };
}

/** Whether anything is missing. */
export function hasGaps({ orphans, unsettled, dropped }: Gaps): boolean {
  return orphans.length > 0 || unsettled.length > 0 || dropped.length > 0;
}

/** What was dropped from this span, its resource and its scope. */
export function droppedFrom(span: Span): Dropped[] {
  const sum = (entries: readonly { readonly droppedAttributesCount: number }[]) =>
    entries.reduce((total, entry) => total + entry.droppedAttributesCount, 0);
  const counts: readonly Dropped[] = [
    { span, what: 'attributes', count: span.droppedAttributesCount },
    { span, what: 'events', count: span.droppedEventsCount },
    { span, what: 'links', count: span.droppedLinksCount },
    { span, what: 'resource attributes', count: span.resource.droppedAttributesCount },
    { span, what: 'scope attributes', count: span.scope.droppedAttributesCount },
    { span, what: 'event attributes', count: sum(span.events) },
    { span, what: 'link attributes', count: sum(span.links) },
  ];
  return counts.filter(({ count }) => count > 0);
}
