// A service that exports a span for each request that it serves. EXTRACT=no: it begins a new trace each time.
// NAMED=method: its spans are called after the method alone, as those of Node's HTTP server are.
const { randomBytes } = require('node:crypto');
const { createServer } = require('node:http');

const { PORT, EXTRACT, NAMED, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: service } = process.env;

createServer(async (request, response) => {
  const startMs = Date.now();
  const [, traceId, parentSpanId] = EXTRACT === 'no' ? [] : (request.headers.traceparent ?? '').split('-');
  const attributes = {
    'http.request.method': request.method,
    'url.path': request.url,
    'user_agent.original': request.headers['user-agent'] ?? '',
  };
  const span = {
    traceId: traceId ?? randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    parentSpanId,
    name: NAMED === 'method' ? request.method : `${request.method} ${request.url}`,
    kind: 2,
    startTimeUnixNano: `${startMs}000000`,
    endTimeUnixNano: `${Date.now()}000000`,
    attributes: Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } })),
  };
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: service } }] };
  response.end('ok');
  await fetch(`${endpoint}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] }),
  });
}).listen(PORT, () => console.log('listening'));
