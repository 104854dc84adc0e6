import type { AttributeValue } from '../../model/attributes.ts';
import { METRIC_TYPES, type MetricType } from '../../model/metric.ts';
import type { Resource, Scope } from '../../model/span-data.ts';
import type { DecodedMetric, DecodedPoint } from '../decoded-metrics.ts';
import { emptyResource, emptyScope } from '../draft.ts';
import { Findings } from '../findings.ts';
import { readAttributes, readKeyValues } from './any-value.ts';
import { readExemplars } from './exemplar.ts';
import type { JsonObject, JsonReader } from './json-reader.ts';
import { openBody } from './open-body.ts';
import { readResource } from './resource.ts';
import { readScope } from './scope.ts';

/** The metrics of an `ExportMetricsServiceRequest` (`resourceMetrics`) in OTLP's JSON. */
export function decodeMetricsJson(body: Uint8Array): readonly DecodedMetric[] {
  const { json, request } = openBody(body, new Findings());
  return eachOf(json, request, 'resourceMetrics', resourceMetrics => {
    const resource = emptyResource();
    readResource(json, resourceMetrics, resource);
    resource.schemaUrl = json.text(resourceMetrics, 'schemaUrl');
    return eachOf(json, resourceMetrics, 'scopeMetrics', scopeMetrics => {
      const scope = emptyScope();
      readScope(json, scopeMetrics, scope);
      scope.schemaUrl = json.text(scopeMetrics, 'schemaUrl');
      return eachOf(json, scopeMetrics, 'metrics', metric => [readMetric(json, metric, resource, scope)]);
    });
  });
}

function eachOf<Item>(
  json: JsonReader,
  object: JsonObject,
  key: string,
  read: (element: JsonObject) => readonly Item[],
): Item[] {
  const list = json.list(object, key);
  return list.flatMap((_, index) => {
    const items = read(json.element(list, key, index));
    json.leave();
    return items;
  });
}

/** Metric: `name · description · unit · metadata`, and of `Metric.data`, a oneof, the last. */
function readMetric(json: JsonReader, object: JsonObject, resource: Resource, scope: Scope): DecodedMetric {
  const metadata: Record<string, AttributeValue> = {};
  readKeyValues(json, object, 'metadata', metadata, 'metadata', 1);
  let type: MetricType | undefined;
  let points: readonly DecodedPoint[] = [];
  for (const key of Object.keys(object)) {
    const known = METRIC_TYPES.find(one => one === key);
    const data = known === undefined ? undefined : json.child(object, key);
    if (known === undefined || data === undefined) continue;
    type = known;
    points = eachOf(json, data, 'dataPoints', point => [readPoint(json, point)]);
    json.leave();
  }
  return {
    name: json.text(object, 'name'),
    description: json.text(object, 'description'),
    unit: json.text(object, 'unit'),
    type,
    metadata,
    points,
    resource,
    scope,
  };
}

/** NumberDataPoint, HistogramDataPoint and the others: `attributes · exemplars`. */
function readPoint(json: JsonReader, object: JsonObject): DecodedPoint {
  const attributes: Record<string, AttributeValue> = {};
  readAttributes(json, object, attributes);
  return { attributes, exemplars: readExemplars(json, object) };
}
