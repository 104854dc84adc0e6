import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { MockOtlpServer } = require('@elastic/mockotlpserver');
const { normalizeTrace } = require('@elastic/mockotlpserver/lib/normalize.js');

/** Kept normalised, which is what a test can assert on. */
export async function start() {
  const requests = [];
  const server = new MockOtlpServer({
    logLevel: 'fatal',
    services: ['http', 'grpc'],
    httpHostname: '127.0.0.1',
    httpPort: 0,
    grpcHostname: '127.0.0.1',
    grpcPort: 0,
    onTrace: trace => requests.push(normalizeTrace(trace)),
  });
  await server.start();
  return {
    urls: { http: server.httpUrl.origin ?? String(server.httpUrl), grpc: String(server.grpcUrl) },
    count: name => {
      const spans = requests.flatMap(({ resourceSpans }) =>
        resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(scope => scope.spans)),
      );
      return spans.filter(span => span.name === name).length;
    },
  };
}
