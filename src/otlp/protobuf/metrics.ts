import { METRIC_TYPES, type MetricType } from '../../model/metric.ts';
import type { Resource, Scope } from '../../model/span-data.ts';
import type { DecodedMetric, DecodedPoint } from '../decoded-metrics.ts';
import { emptyResource, emptyScope } from '../draft.ts';
import { Findings } from '../findings.ts';
import { readAttribute } from './any-value.ts';
import { DATA, EXPORT_METRICS_SERVICE_REQUEST, METRIC, RESOURCE_METRICS, SCOPE_METRICS } from './count-metrics.ts';
import { readPoint } from './data-point.ts';
import { readResource } from './resource.ts';
import { readScope } from './scope.ts';
import { WireReader } from './wire-reader.ts';

/** The types by the field of `Metric.data`, a oneof. */
const TYPES: ReadonlyMap<number, MetricType> = new Map(
  Array.from(DATA.keys(), (field, index): [number, MetricType] => [field, METRIC_TYPES[index] ?? 'gauge']),
);

/** The metrics of an `ExportMetricsServiceRequest` in protobuf. */
export function decodeMetricsProtobuf(body: Uint8Array): readonly DecodedMetric[] {
  const reader = new WireReader(body, new Findings());
  const metrics: DecodedMetric[] = [];
  const request = EXPORT_METRICS_SERVICE_REQUEST;
  for (let field = reader.next(request); field !== 0; field = reader.next(request)) {
    if (field === 1) readResourceMetrics(reader, metrics);
    else reader.skipField();
  }
  return metrics;
}

/** On the wire, a resource may follow its metrics: they share it, and it is filled when it comes. */
function readResourceMetrics(reader: WireReader, metrics: DecodedMetric[]): void {
  const resource = emptyResource();
  const outer = reader.enter();
  for (let field = reader.next(RESOURCE_METRICS); field !== 0; field = reader.next(RESOURCE_METRICS)) {
    if (field === 1) readResource(reader, resource);
    else if (field === 2) readScopeMetrics(reader, metrics, resource);
    else if (field === 3) resource.schemaUrl = reader.readString('schemaUrl');
    else reader.skipField();
  }
  reader.leave(outer);
}

function readScopeMetrics(reader: WireReader, metrics: DecodedMetric[], resource: Resource): void {
  const scope = emptyScope();
  const outer = reader.enter();
  for (let field = reader.next(SCOPE_METRICS); field !== 0; field = reader.next(SCOPE_METRICS)) {
    if (field === 1) readScope(reader, scope);
    else if (field === 2) metrics.push(readMetric(reader, resource, scope));
    else if (field === 3) scope.schemaUrl = reader.readString('schemaUrl');
    else reader.skipField();
  }
  reader.leave(outer);
}

/** Of several kinds of data the last counts; proto3 merges one that is given again. */
function readMetric(reader: WireReader, resource: Resource, scope: Scope): DecodedMetric {
  const metric = { name: '', description: '', unit: '', metadata: {} };
  let data = 0;
  let points: DecodedPoint[] = [];
  const outer = reader.enter();
  for (let field = reader.next(METRIC); field !== 0; field = reader.next(METRIC)) {
    if (field === 1) metric.name = reader.readString('name');
    else if (field === 2) metric.description = reader.readString('description');
    else if (field === 3) metric.unit = reader.readString('unit');
    else if (field === 12) readAttribute(reader, metric.metadata);
    else if (DATA.has(field)) {
      const read = readPoints(reader, field);
      points = field === data ? [...points, ...read] : read;
      data = field;
    } else reader.skipField();
  }
  reader.leave(outer);
  return { ...metric, type: TYPES.get(data), points, resource, scope };
}

function readPoints(reader: WireReader, data: number): DecodedPoint[] {
  const points: DecodedPoint[] = [];
  const type = DATA.get(data) ?? METRIC;
  const outer = reader.enter();
  for (let field = reader.next(type); field !== 0; field = reader.next(type)) {
    if (field === 1) points.push(readPoint(reader, data));
    else reader.skipField();
  }
  reader.leave(outer);
  return points;
}
