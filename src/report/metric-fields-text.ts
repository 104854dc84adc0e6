import type { Exemplar, MetricData } from '../model/metric.ts';
import { serviceOf } from '../model/span-data.ts';
import { plain } from './quote.ts';
import { atMost } from './rows.ts';
import { attributeLines, block, field, indented, originLines, textLine } from './sent-fields-text.ts';

/** Of a metric with thousands of sets, so many are printed. */
const MAX_SETS = 50;
const MAX_EXEMPLARS = 20;

/** All that is held of a metric, masked: what a runner prints for it in a diff. */
export function metricFieldsText(metric: MetricData): string {
  const { name, description, unit, type, metadata, dataPoints, attributeSets, exemplars, omitted } = metric;
  const sets = attributeSets.map(attributes => attributeLines(attributes, 'attributes', 0).join('\n'));
  return [
    'Metric {',
    ...indented([
      field('name', name),
      field('service', serviceOf(metric.resource)),
      ...(type === undefined ? [] : [`type: ${type}`]),
      ...textLine('description', description),
      ...textLine('unit', unit),
      ...attributeLines(metadata, 'metadata', 0),
      `dataPoints: ${dataPoints}`,
      ...atMost(sets, MAX_SETS, 'attribute set').flatMap(text => text.split('\n').filter(line => line !== '')),
      ...atMost(exemplars.map(exemplarText), MAX_EXEMPLARS, 'exemplar').flatMap(text => text.split('\n')),
      ...(omitted === 0 ? [] : [`omitted: ${omitted}`]),
      ...originLines(metric),
    ]),
    '}',
  ].join('\n');
}

function exemplarText({ traceId, spanId, value, filteredAttributes }: Exemplar): string {
  const ids = [
    traceId === undefined ? [] : `of trace ${plain(traceId, 64)}`,
    spanId === undefined ? [] : `span ${plain(spanId, 64)}`,
  ];
  const head = [`exemplar ${value ?? ''}`.trim(), ids.flat().join(', ')].join(' ').trim();
  return block(head, attributeLines(filteredAttributes, 'filteredAttributes', 0)).join('\n');
}
