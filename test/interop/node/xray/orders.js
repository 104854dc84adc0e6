// Answers orders, with spans of its own making. AWS X-Ray's remote sampler decides which of them are recorded.
const http = require('node:http');
const { ROOT_CONTEXT, SpanKind } = require('@opentelemetry/api');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const { resourceFromAttributes } = require('@opentelemetry/resources');
const { AWSXRayRemoteSampler } = require('@opentelemetry/sampler-aws-xray');
const { BasicTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-base');

const resource = resourceFromAttributes({ 'service.name': process.env.OTEL_SERVICE_NAME });
const endpoint = process.env.OTEL_TRACES_SAMPLER_ARG.replace('endpoint=', '');
// It asks for changed rules each 10 s, the most often that the sampler allows.
const sampler = new AWSXRayRemoteSampler({ resource, endpoint, pollingInterval: 10 });
const provider = new BasicTracerProvider({
  resource,
  sampler,
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
const tracer = provider.getTracer('orders');

const server = http.createServer((request, response) => {
  const attributes = { 'http.request.method': request.method, 'url.path': request.url };
  const span = tracer.startSpan(
    `${request.method} ${request.url}`,
    { kind: SpanKind.SERVER, attributes },
    ROOT_CONTEXT,
  );
  response.end('{}');
  span.end();
});
server.listen(Number(process.env.PORT), '127.0.0.1');

process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
  void provider.shutdown().then(() => process.exit(0));
});
