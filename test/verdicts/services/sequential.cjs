// A service that does its work one step after the other, traced by Node's SDK: steps of next to no time, and longer ones.
const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks');
const { context, ROOT_CONTEXT, trace } = require('@opentelemetry/api');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const { defaultResource, resourceFromAttributes } = require('@opentelemetry/resources');
const { BasicTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-base');
const { createServer } = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');

const { PORT, OTEL_SERVICE_NAME: service, STEPS_MS } = process.env;
const provider = new BasicTracerProvider({
  resource: defaultResource().merge(resourceFromAttributes({ 'service.name': service })),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(provider);
const tracer = trace.getTracer('shop');
const steps = STEPS_MS.split(',').map(Number);

createServer(async (request, response) => {
  const [, traceId, spanId] = request.headers.traceparent.split('-');
  const parent = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1, isRemote: true });
  await tracer.startActiveSpan('POST /orders', { kind: 1 }, parent, async root => {
    for (const [index, ms] of steps.entries()) {
      await tracer.startActiveSpan(`step ${index + 1}`, async span => {
        if (ms > 0) await sleep(ms);
        // What begins with its parent, and ends before it.
        tracer.startSpan(`within ${index + 1}`).end();
        span.end();
      });
    }
    root.end();
  });
  response.end('ok');
}).listen(PORT, () => console.log('listening'));
