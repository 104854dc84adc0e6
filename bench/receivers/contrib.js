import contrib from '@opentelemetry/contrib-test-utils';

/** Takes HTTP/JSON only. */
export async function start() {
  const collector = new contrib.TestCollector();
  await collector.start();
  return {
    urls: { http: collector.endpointUrl },
    count: name => collector.spans.filter(span => span.name === name).length,
  };
}
