import { Findings } from '../findings.ts';
import { type MessageType, messageType } from './message-type.ts';
import { WireReader } from './wire-reader.ts';

export const EXPORT_METRICS_SERVICE_REQUEST: MessageType = messageType(
  'ExportMetricsServiceRequest',
  '1 resource_metrics repeated ResourceMetrics',
);

export const RESOURCE_METRICS: MessageType = messageType(
  'ResourceMetrics',
  '1 resource Resource',
  '2 scope_metrics repeated ScopeMetrics',
  '3 schema_url string',
);

export const SCOPE_METRICS: MessageType = messageType(
  'ScopeMetrics',
  '1 scope InstrumentationScope',
  '2 metrics repeated Metric',
  '3 schema_url string',
);

export const METRIC: MessageType = messageType(
  'Metric',
  '1 name string',
  '2 description string',
  '3 unit string',
  '5 gauge Gauge',
  '7 sum Sum',
  '9 histogram Histogram',
  '10 exponential_histogram ExponentialHistogram',
  '11 summary Summary',
  '12 metadata repeated KeyValue',
);

/** The kinds of `Metric.data`, a oneof, by field number. */
export const DATA: ReadonlyMap<number, MessageType> = new Map([
  [5, messageType('Gauge', '1 data_points repeated NumberDataPoint')],
  [
    7,
    messageType(
      'Sum',
      '1 data_points repeated NumberDataPoint',
      '2 aggregation_temporality enum',
      '3 is_monotonic bool',
    ),
  ],
  [9, messageType('Histogram', '1 data_points repeated HistogramDataPoint', '2 aggregation_temporality enum')],
  [
    10,
    messageType(
      'ExponentialHistogram',
      '1 data_points repeated ExponentialHistogramDataPoint',
      '2 aggregation_temporality enum',
    ),
  ],
  [11, messageType('Summary', '1 data_points repeated SummaryDataPoint')],
]);

/** The data points of an `ExportMetricsServiceRequest` in protobuf. */
export function countMetricsProtobuf(body: Uint8Array): number {
  const reader = new WireReader(body, new Findings());
  return countIn(reader, EXPORT_METRICS_SERVICE_REQUEST, 1, () =>
    countNested(reader, RESOURCE_METRICS, 2, () => countNested(reader, SCOPE_METRICS, 2, () => countMetric(reader))),
  );
}

/** Adds up `count` of every occurrence of one field in the message that is being read, to its end. */
function countIn(reader: WireReader, type: MessageType, counted: number, count: () => number): number {
  let total = 0;
  for (let field = reader.next(type); field !== 0; field = reader.next(type)) {
    if (field === counted) total += count();
    else reader.skipField();
  }
  return total;
}

function countNested(reader: WireReader, type: MessageType, counted: number, count: () => number): number {
  const outer = reader.enter();
  const total = countIn(reader, type, counted, count);
  reader.leave(outer);
  return total;
}

/** Of several kinds of data the last counts; proto3 merges one that is given again. */
function countMetric(reader: WireReader): number {
  let total = 0;
  let kind = 0;
  const outer = reader.enter();
  for (let field = reader.next(METRIC); field !== 0; field = reader.next(METRIC)) {
    const type = DATA.get(field);
    if (type === undefined) {
      reader.skipField();
      continue;
    }
    const points = countNested(reader, type, 1, () => {
      reader.skipField();
      return 1;
    });
    total = field === kind ? total + points : points;
    kind = field;
  }
  reader.leave(outer);
  return total;
}
