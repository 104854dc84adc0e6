import type { LogRecordData } from '../model/log-record.ts';
import type { MetricData } from '../model/metric.ts';
import type { ShownTexts } from '../model/shown-text.ts';
import { type SpanData, serviceOf } from '../model/span-data.ts';
import type { Trace } from '../model/trace.ts';
import { metricFieldsText } from './metric-fields-text.ts';
import { plain, quote, shortId } from './quote.ts';
import { count } from './rows.ts';
import { logRecordFieldsText, spanFieldsText } from './sent-fields-text.ts';
import { traceHeader, treeLines } from './tree-text.ts';

/** In the diff of a larger trace, only the tree is shown. */
const MAX_DETAILED_SPANS = 50;
const MAX_TREES = 3;
const MAX_TREE_LINES = 12;

/** How a trace is printed by whatever serialises it: as its tree. In a diff, its spans follow, field by field. */
export const shownTraces: ShownTexts<Trace> = {
  text: trace => String(trace),
  diffText: trace => {
    const details = trace.spans.length > MAX_DETAILED_SPANS ? [] : trace.spans.map(spanFieldsText);
    return [String(trace), ...details].join('\n\n');
  },
  label: trace => `[Trace ${shortId(trace.traceId)}]`,
};

/** How a span is printed by whatever serialises it. */
export const shownSpans: ShownTexts<SpanData> = {
  text: spanFieldsText,
  label: span => `[Span ${quote(span.name, 60)}]`,
};

/** How a log record is printed by whatever serialises it. */
export const shownLogRecords: ShownTexts<LogRecordData> = {
  text: logRecordFieldsText,
  label: record => `[LogRecord of ${plain(serviceOf(record.resource), 40)}]`,
};

/** How a metric is printed by whatever serialises it. */
export const shownMetrics: ShownTexts<MetricData> = {
  text: metricFieldsText,
  label: metric => `[Metric ${quote(metric.name, 60)}]`,
};

/** What of a receiver is printed. */
export interface HeldByReceiver {
  readonly traces: number;
  readonly spans: number;
  readonly url: string;
  /** The first of the traces, at most as many as asked for. */
  first(max: number): readonly Trace[];
}

/** `Receiver { 3 traces, 14 spans, http://127.0.0.1:43118 }`, and the trees of the first traces. */
export function receiverText({ traces, spans, url, first }: HeldByReceiver): string {
  const trees = first(MAX_TREES).map(trace => [traceHeader(trace), ...treeLines(trace, undefined, MAX_TREE_LINES)]);
  const rest = traces - trees.length;
  return [
    `Receiver { ${count(traces, 'trace')}, ${count(spans, 'span')}, ${url} }`,
    ...trees.map(lines => lines.join('\n')),
    ...(rest > 0 ? [`... and ${count(rest, 'more trace')}`] : []),
  ].join('\n\n');
}
