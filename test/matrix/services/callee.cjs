// Serves POST /charge over HTTP, shop.Payments/Charge over gRPC, or consumes messages, as TRANSPORT says.
const { FAULT, TRANSPORT, PORT, SOURCE } = process.env;
if (FAULT !== 'silent') require('./tracing.cjs');
const { SpanKind, trace } = require('@opentelemetry/api');
const { serve } = require('./transports.cjs');

const SPANS = {
  http: {
    name: 'POST /charge',
    kind: SpanKind.SERVER,
    attributes: { 'http.request.method': 'POST', 'url.path': '/charge' },
  },
  grpc: {
    name: 'shop.Payments/Charge',
    kind: SpanKind.SERVER,
    attributes: { 'rpc.system': 'grpc', 'rpc.service': 'shop.Payments', 'rpc.method': 'Charge' },
  },
  queue: {
    name: 'process charges',
    kind: SpanKind.CONSUMER,
    attributes: { 'messaging.system': 'kafka', 'messaging.operation.type': 'process' },
  },
};

/** Without an instrumentation, a span made by hand, which takes up nothing of what came in. */
async function handle() {
  if (FAULT !== 'not extracted') return;
  const { name, ...options } = SPANS[TRANSPORT];
  trace
    .getTracer('by hand')
    .startSpan(name, { ...options, root: true })
    .end();
}

serve(TRANSPORT, { port: Number(PORT), source: SOURCE, handle });
