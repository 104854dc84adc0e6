import { Metric, type MetricData } from '../src/model/metric.ts';

/** A metric of `orders`; what is not given is as an SDK leaves it. */
export function buildMetric(data: Partial<MetricData> = {}): Metric {
  return new Metric({
    name: 'orders.placed',
    description: '',
    unit: '1',
    type: 'sum',
    metadata: {},
    dataPoints: 1,
    attributeSets: [{ region: 'eu' }],
    exemplars: [],
    omitted: 0,
    resource: { attributes: { 'service.name': 'orders' }, droppedAttributesCount: 0, entityRefs: [], schemaUrl: '' },
    scope: { name: '', version: '', attributes: {}, droppedAttributesCount: 0, schemaUrl: '' },
    ...data,
  });
}
