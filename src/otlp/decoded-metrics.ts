import type { Attributes } from '../model/attributes.ts';
import type { Exemplar, MetricType } from '../model/metric.ts';
import type { Resource, Scope } from '../model/span-data.ts';

/** The attributes and exemplars of one data point; its values are not read. */
export interface DecodedPoint {
  readonly attributes: Attributes;
  readonly exemplars: readonly Exemplar[];
}

/** A metric as one request has it. */
export interface DecodedMetric {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly type: MetricType | undefined;
  readonly metadata: Attributes;
  readonly points: readonly DecodedPoint[];
  readonly resource: Resource;
  readonly scope: Scope;
}
