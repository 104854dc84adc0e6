import type { Crossing } from '../../model/crossing.ts';
import type { LogRecord } from '../../model/log-record.ts';
import { lossesBeside, mayHoldLogs, mayHoldMetrics, mayHoldSpans } from '../../model/loss.ts';
import type { Metric } from '../../model/metric.ts';
import type { Span, Trace } from '../../model/trace.ts';
import { allBeside, type Beside } from '../../query/beside.ts';
import { droppedFrom, type Gaps, gapsOf, lossesOf, NO_GAPS } from '../../query/gaps.ts';
import { crossingsOf } from './crossings.ts';

/** What is looked through, and what is known to be missing from it. */
export interface Looked {
  readonly traces: readonly Trace[];
  readonly spans: readonly Span[];
  readonly records: readonly LogRecord[];
  readonly metrics: readonly Metric[];
  /** The headers that were seen crossing while the traces were captured. */
  readonly crossings: readonly Crossing[];
  /** Traces beside captured ones: work that the capture may have caused. */
  readonly beside: readonly Beside[];
  readonly gaps: Gaps;
}

/**
 * Traces, and the log records of all. What did not arrive could hold anything.
 *
 * All that is linked to a trace is part of it, unless it was captured: then it stands beside it, as its strays do.
 */
export function lookAtTraces(traces: readonly Trace[]): Looked {
  const own = withLinked(traces);
  const beside = allBeside(traces);
  const records = own.flatMap(recordsOf);
  const judged = [...own, ...beside.filter(({ kind }) => kind === 'linked').map(({ trace }) => trace)];
  // A log record that was lost could hold anything as well.
  const gaps = { ...gapsOf(judged), losses: lossesOf(judged), cutRecords: cutOf(records) };
  const spans = own.flatMap(trace => trace.spans);
  return { ...NOTHING, traces, spans, records, crossings: crossingsOf(traces), beside, gaps };
}

/** Spans by themselves: what else belongs to their traces is not asked about, unless they are all spans of these. */
export function lookAtSpans(spans: readonly Span[]): Looked {
  const traces = [...new Set(spans.map(span => span.trace))];
  const losses = lossesBeside(spans).filter(mayHoldSpans);
  return { ...NOTHING, traces, spans, gaps: { ...NO_GAPS, losses, dropped: spans.flatMap(droppedFrom) } };
}

export function lookAtRecords(records: readonly LogRecord[]): Looked {
  const losses = lossesBeside(records).filter(mayHoldLogs);
  return { ...NOTHING, records, gaps: { ...NO_GAPS, losses, cutRecords: cutOf(records) } };
}

/** Metrics, with those of which something is missing. */
export function lookAtMetrics(metrics: readonly Metric[]): Looked {
  const losses = lossesBeside(metrics).filter(mayHoldMetrics);
  const cutMetrics = metrics.filter(
    ({ omitted, resource, scope }) => omitted + resource.droppedAttributesCount + scope.droppedAttributesCount > 0,
  );
  return { ...NOTHING, metrics, gaps: { ...NO_GAPS, losses, cutMetrics } };
}

const NOTHING: Looked = {
  traces: [],
  spans: [],
  records: [],
  metrics: [],
  crossings: [],
  beside: [],
  gaps: NO_GAPS,
};

/** A record that came over OTLP and stands in the output too may hold more there. */
export function recordsOf(trace: Trace): readonly LogRecord[] {
  return trace.logs.flatMap(record => {
    const line = trace.lineOf(record);
    return line === undefined ? [record] : [record, line];
  });
}

function cutOf(records: readonly LogRecord[]): readonly LogRecord[] {
  return records.filter(({ droppedAttributesCount }) => droppedAttributesCount > 0);
}

function withLinked(traces: readonly Trace[]): readonly Trace[] {
  const found = new Map(traces.map(trace => [trace.traceId, trace]));
  for (const trace of found.values()) {
    if (trace.isCaptured) continue;
    for (const linked of trace.linked) if (!found.has(linked.traceId)) found.set(linked.traceId, linked);
  }
  return [...found.values()];
}
