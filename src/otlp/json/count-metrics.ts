import { Findings } from '../findings.ts';
import type { JsonObject, JsonReader } from './json-reader.ts';
import { openBody } from './open-body.ts';

/** The kinds of `Metric.data`, a oneof. */
const DATA: readonly string[] = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'];

/** The data points of an `ExportMetricsServiceRequest` (`resourceMetrics`) in OTLP's JSON. */
export function countMetricsJson(body: Uint8Array): number {
  const { json, request } = openBody(body, new Findings());
  return countIn(json, request, 'resourceMetrics', resourceMetrics =>
    countIn(json, resourceMetrics, 'scopeMetrics', scopeMetrics =>
      countIn(json, scopeMetrics, 'metrics', metric => countMetric(json, metric)),
    ),
  );
}

/** Adds up `count` of every object of a list. */
function countIn(json: JsonReader, object: JsonObject, key: string, count: (element: JsonObject) => number): number {
  let total = 0;
  const list = json.list(object, key);
  for (let index = 0; index < list.length; index++) {
    total += count(json.element(list, key, index));
    json.leave();
  }
  return total;
}

/** Of several kinds of data the last counts. */
function countMetric(json: JsonReader, metric: JsonObject): number {
  let total = 0;
  for (const kind of Object.keys(metric)) {
    if (!DATA.includes(kind)) continue;
    const data = json.child(metric, kind);
    if (data === undefined) continue;
    total = countIn(json, data, 'dataPoints', () => 1);
    json.leave();
  }
  return total;
}
