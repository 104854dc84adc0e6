import type { Attributes } from './attributes.ts';
import { showAs } from './shown-text.ts';
import { type Resource, type Scope, serviceOf } from './span-data.ts';
import { defineValueGetters, frozen, hiddenValues, valueGetters } from './value-getters.ts';

const METRIC_BRAND = Symbol.for('tracewright.Metric');

/** The kinds of data that a metric can have, as OTLP's JSON names them. */
export const METRIC_TYPES = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'] as const;

export type MetricType = (typeof METRIC_TYPES)[number];

/**
 * A measurement that a data point keeps as an example.
 *
 * @see https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exemplars
 */
export interface Exemplar {
  /** Undefined when it was measured outside of a span. */
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  /** Nanoseconds since the epoch. */
  readonly timeUnixNano: bigint;
  /** Undefined when the sender gave none. */
  readonly value: number | bigint | undefined;
  /** The attributes of the measurement that the metric itself leaves out. */
  readonly filteredAttributes: Attributes;
}

/** A metric of one resource and scope, with what is distinct in all its data points that came. */
export interface MetricData {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  /** Undefined when the metric came without any data. */
  readonly type: MetricType | undefined;
  readonly metadata: Attributes;
  /** How many data points came in all exports. Their values are not kept. */
  readonly dataPoints: number;
  /** Each distinct set of attributes once, in the order of arrival; at most 2,000. */
  readonly attributeSets: readonly Attributes[];
  /** Each distinct exemplar once, in the order of arrival; at most 1,000. */
  readonly exemplars: readonly Exemplar[];
  /** How many data points and exemplars were not kept since the receiver had reached a bound. */
  readonly omitted: number;
  readonly resource: Resource;
  readonly scope: Scope;
}

/** The fields with values from telemetry, and those with bigints, which Jest 29 cannot report. */
const METRIC_VALUES = [
  ...(['name', 'description', 'unit', 'metadata'] as const),
  ...(['attributeSets', 'exemplars', 'resource', 'scope'] as const),
] as const;

type MetricValues = Pick<MetricData, (typeof METRIC_VALUES)[number]>;

const HIDDEN_VALUES = hiddenValues<MetricValues>(METRIC_VALUES);

/**
 * A metric that a service sent: its name, and the distinct attributes and exemplars of its data points. Immutable.
 *
 * Its own properties are those of {@link MetricData}; `service` is derived.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/v1.11.0/opentelemetry/proto/metrics/v1/metrics.proto
 */
export class Metric implements MetricData {
  declare readonly name: string;
  declare readonly description: string;
  declare readonly unit: string;
  declare readonly type: MetricType | undefined;
  declare readonly metadata: Attributes;
  declare readonly dataPoints: number;
  declare readonly attributeSets: readonly Attributes[];
  declare readonly exemplars: readonly Exemplar[];
  declare readonly omitted: number;
  declare readonly resource: Resource;
  declare readonly scope: Scope;

  readonly #values: MetricValues;

  constructor({ type, dataPoints, omitted, ...values }: MetricData) {
    Object.assign(this, { type, dataPoints, omitted });
    this.#values = values;
    defineValueGetters(this, Metric.#valueGetters);
    Object.freeze(this);
  }

  static #valuesOf(metric: object): MetricValues {
    return #values in metric ? metric.#values : HIDDEN_VALUES;
  }

  static readonly #valueGetters = valueGetters<MetricValues>({
    get name() {
      return Metric.#valuesOf(this).name;
    },
    get description() {
      return Metric.#valuesOf(this).description;
    },
    get unit() {
      return Metric.#valuesOf(this).unit;
    },
    get metadata() {
      return frozen(Metric.#valuesOf(this).metadata);
    },
    get attributeSets() {
      return frozen(Metric.#valuesOf(this).attributeSets);
    },
    get exemplars() {
      return frozen(Metric.#valuesOf(this).exemplars);
    },
    get resource() {
      return frozen(Metric.#valuesOf(this).resource);
    },
    get scope() {
      return frozen(Metric.#valuesOf(this).scope);
    },
  });

  get [METRIC_BRAND](): true {
    return true;
  }

  /** The resource's `service.name`; `unknown_service` when it has none. */
  get service(): string {
    return serviceOf(this.resource);
  }
}

/** Hands in the text that serialisers and runners print for a metric. */
export const showMetricsAs = showAs<Metric>(Metric.prototype, 'Metric');

/** Whether a value is a Metric, of this copy of the package or of the other. */
export function isMetric(value: unknown): value is Metric {
  return typeof value === 'object' && value !== null && METRIC_BRAND in value;
}
