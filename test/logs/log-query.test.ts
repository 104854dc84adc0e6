import { expect, test } from 'vitest';
import { logQuery } from '../../src/logs/log-query.ts';
import { buildTrace } from '../build-trace.ts';

const trace = buildTrace([{ ms: 200 }]);

test.each(['cloudwatch', 'loki', 'elasticsearch'] as const)('for %s', backend => {
  const query = logQuery(trace, backend);
  expect(query).toContain('4bf92f3577b34da6a3ce929d0e0e4736');
  expect(query).toContain('1-4bf92f35-77b34da6a3ce929d0e0e4736');
  expect(query).toMatchSnapshot();
});

test('the query for Elasticsearch is JSON', () => {
  expect(JSON.parse(logQuery(trace, 'elasticsearch'))).toMatchObject({ size: 1_000, query: { bool: {} } });
});

test.each<[string, unknown, unknown, RegExp]>([
  ['a backend that is not known', trace, 'lokki', /INVALID_OPTION.*"loki"/],
  ['no backend', trace, undefined, /INVALID_OPTION.*cloudwatch, loki, elasticsearch/],
  ['a Promise', Promise.resolve(trace), 'loki', /INVALID_SUBJECT.*await/],
  ['a span', trace.spans[0], 'loki', /INVALID_SUBJECT/],
])('%s', (_, subject, backend, text) => {
  expect(() => logQuery(subject as never, backend as never)).toThrow(text);
});
