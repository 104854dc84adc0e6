import type { Attributes } from '../../model/attributes.ts';
import { contentText } from '../../model/content-text.ts';
import type { Metric } from '../../model/metric.ts';
import { type Visit, visitValue } from './places.ts';

/**
 * Every text of a metric, each value under its key once: of thousands of data points most differ in one attribute. Its
 * resource and scope are visited as those of spans are.
 */
export function visitMetric({ name, description, metadata, attributeSets, exemplars }: Metric, visit: Visit): void {
  visit({ text: name, keys: [], path: 'metric name' });
  if (description !== '') visit({ text: description, keys: [], path: 'metric description' });
  visitSets([metadata], 'metadata', visit);
  visitSets(attributeSets, 'attributes', visit);
  visitSets(
    exemplars.map(({ filteredAttributes }) => filteredAttributes),
    'exemplars.filteredAttributes',
    visit,
  );
}

function visitSets(sets: readonly Attributes[], path: string, visit: Visit): void {
  const seen = new Map<string, Set<string>>();
  for (const attributes of sets) {
    for (const [key, value] of Object.entries(attributes)) {
      const values = seen.get(key);
      if (values === undefined) visit({ text: key, keys: [], path: `${path}, the key` });
      const known = values ?? new Set();
      seen.set(key, known);
      const id = contentText(value);
      if (known.has(id)) continue;
      known.add(id);
      visitValue(value, [key], `${path}["${key}"]`, visit, 0);
    }
  }
}
