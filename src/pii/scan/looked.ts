import type { LogRecord } from '../../model/log-record.ts';
import type { Span, Trace } from '../../model/trace.ts';
import { droppedFrom, type Gaps, gapsOf } from '../../query/gaps.ts';

/** What is looked through, and what is known to be missing from it. */
export interface Looked {
  readonly traces: readonly Trace[];
  readonly spans: readonly Span[];
  readonly records: readonly LogRecord[];
  readonly gaps: Gaps;
}

/** Traces, with all that is linked to them and the log records of all. What did not arrive could hold anything. */
export function lookAtTraces(traces: readonly Trace[]): Looked {
  const all = withLinked(traces);
  const records = all.flatMap(trace => trace.logs);
  const gaps = { ...gapsOf(all), cutRecords: cutOf(records) };
  return { traces, spans: all.flatMap(trace => trace.spans), records, gaps };
}

/** Spans by themselves: what else belongs to their traces is not asked about. */
export function lookAtSpans(spans: readonly Span[]): Looked {
  const traces = [...new Set(spans.map(span => span.trace))];
  return { traces, spans, records: [], gaps: { ...NO_GAPS, dropped: spans.flatMap(droppedFrom) } };
}

export function lookAtRecords(records: readonly LogRecord[]): Looked {
  return { traces: [], spans: [], records, gaps: { ...NO_GAPS, cutRecords: cutOf(records) } };
}

const NO_GAPS: Gaps = { orphans: [], unsettled: [], dropped: [] };

function cutOf(records: readonly LogRecord[]): readonly LogRecord[] {
  return records.filter(({ droppedAttributesCount }) => droppedAttributesCount > 0);
}

function withLinked(traces: readonly Trace[]): readonly Trace[] {
  const found = new Map(traces.map(trace => [trace.traceId, trace]));
  for (const trace of found.values()) {
    for (const linked of trace.linked) if (!found.has(linked.traceId)) found.set(linked.traceId, linked);
  }
  return [...found.values()];
}
