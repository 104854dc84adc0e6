// Traces a Node service: `node --require ./tracing.js app.js`. It must run first, because it changes the modules that are
// loaded after it. An application of ES modules also needs
// `--experimental-loader=@opentelemetry/instrumentation/hook.mjs`.
//
// The environment says the rest:
//   OTEL_SERVICE_NAME=orders
//   OTEL_RESOURCE_ATTRIBUTES=service.version=1.4.0,deployment.environment.name=production
//   OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318      the collector beside the service
//   OTEL_TRACES_SAMPLER=parentbased_traceidratio, OTEL_TRACES_SAMPLER_ARG=0.05
//   TRACING_XRAY=true                     ids and headers of AWS X-Ray
//   TRACING_LOAD_BALANCER_RATIO=0.05      continue the ids of an AWS load balancer, see load-balancer.js
const { SpanStatusCode, trace } = require('@opentelemetry/api');
const { getNodeAutoInstrumentations } = require('@opentelemetry/auto-instrumentations-node');
const { AWSXRayIdGenerator } = require('@opentelemetry/id-generator-aws-xray');
const { AWSXRayPropagator } = require('@opentelemetry/propagator-aws-xray');
const { awsEcsDetector } = require('@opentelemetry/resource-detector-aws');
const { NodeSDK, core, resources, tracing } = require('@opentelemetry/sdk-node');
const { LoadBalancerPropagator } = require('./load-balancer.js');

const useXRay = process.env.TRACING_XRAY === 'true';
const loadBalancerRatio = process.env.TRACING_LOAD_BALANCER_RATIO;
const isOwnPropagator = useXRay || loadBalancerRatio !== undefined;

/** Of several headers in a request, the last propagator that understands one decides. */
function propagator() {
  const propagators = [new core.W3CTraceContextPropagator(), new core.W3CBaggagePropagator()];
  if (useXRay) propagators.unshift(new AWSXRayPropagator());
  if (loadBalancerRatio !== undefined) {
    const sampler = new tracing.TraceIdRatioBasedSampler(Number(loadBalancerRatio));
    propagators.unshift(new LoadBalancerPropagator(sampler));
  }
  return new core.CompositePropagator({ propagators });
}

const sdk = new NodeSDK({
  // The SDK's own attributes are always there. The detectors of process and host are left out: they add the command line
  // and the name of the user.
  resourceDetectors: [resources.envDetector, awsEcsDetector],
  // Without this option, OTEL_PROPAGATORS decides.
  ...(isOwnPropagator ? { textMapPropagator: propagator() } : {}),
  // X-Ray's ids begin with the time. X-Ray takes other ids too, but exporters that validate timestamps do not.
  ...(useXRay ? { idGenerator: new AWSXRayIdGenerator() } : {}),
  instrumentations: [
    getNodeAutoInstrumentations({
      // A span for each connection and each step of Express hides the others. The route stays on the span of the request,
      // and that span is the active one in your handlers.
      '@opentelemetry/instrumentation-dns': { enabled: false },
      '@opentelemetry/instrumentation-net': { enabled: false },
      '@opentelemetry/instrumentation-router': { enabled: false },
      '@opentelemetry/instrumentation-express': { ignoreLayersType: ['middleware', 'router', 'request_handler'] },
      // Pino writes trace_id, span_id and trace_flags by itself. Log records are read from stdout, so do not send them twice.
      '@opentelemetry/instrumentation-pino': { disableLogSending: true },
    }),
  ],
});
sdk.start();

/** Sends the spans that are left. Call it before `process.exit()`. */
const shutdown = () => sdk.shutdown();
// A service that ends by itself has done all its work by now. On SIGTERM your service must do that: close its server.
process.once('beforeExit', shutdown);

/** Records an error on the active span. It needs both: recordException alone does not make a span an error. */
function recordError(error, span = trace.getActiveSpan()) {
  span?.recordException(error);
  span?.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
}

/** Runs `work` in a span of its own. An error of `work` is recorded, and thrown again. */
function inSpan(name, attributes, work) {
  return trace.getTracer('app').startActiveSpan(name, { attributes }, async span => {
    try {
      return await work(span);
    } catch (error) {
      recordError(error, span);
      throw error;
    } finally {
      span.end();
    }
  });
}

module.exports = { inSpan, recordError, shutdown };
