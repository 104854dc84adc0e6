// Sets up OpenTelemetry with its official packages, as a service's own code would, with the fault that is asked for.
const { AWSXRayPropagator } = require('@opentelemetry/propagator-aws-xray');
const { B3InjectEncoding, B3Propagator } = require('@opentelemetry/propagator-b3');
const { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } = require('@opentelemetry/core');
const { GrpcInstrumentation } = require('@opentelemetry/instrumentation-grpc');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const { KafkaJsInstrumentation } = require('@opentelemetry/instrumentation-kafkajs');
const { UndiciInstrumentation } = require('@opentelemetry/instrumentation-undici');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { AlwaysOffSampler, ParentBasedSampler, AlwaysOnSampler } = require('@opentelemetry/sdk-trace-base');

const { FAULT = '', ROLE, OTEL_PROPAGATORS = '' } = process.env;

// The bare SDK knows no xray by name.
const PROPAGATORS = {
  tracecontext: () => new W3CTraceContextPropagator(),
  baggage: () => new W3CBaggagePropagator(),
  xray: () => new AWSXRayPropagator(),
  b3: () => new B3Propagator(),
  b3multi: () => new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER }),
};

// An instrumentation patches from the moment that it is made: what is left out must not be made.
const isUninstrumented =
  (ROLE === 'caller' && FAULT === 'not injected') || (ROLE === 'callee' && FAULT === 'not extracted');
const instrumentations = [];
if (!isUninstrumented || ROLE === 'caller') instrumentations.push(new HttpInstrumentation());
if (!isUninstrumented) {
  instrumentations.push(new UndiciInstrumentation(), new GrpcInstrumentation(), new KafkaJsInstrumentation());
}

// A sampler that keeps what comes in and drops what goes out: the calls are then not recorded, and say so downstream.
const dropsCalls = new ParentBasedSampler({
  root: new AlwaysOnSampler(),
  localParentSampled: new AlwaysOffSampler(),
});

const sdk = new NodeSDK({
  textMapPropagator: new CompositePropagator({
    propagators: OTEL_PROPAGATORS.split(',').flatMap(name => PROPAGATORS[name]?.() ?? []),
  }),
  instrumentations,
  ...(ROLE === 'caller' && FAULT === 'unsampled' ? { sampler: dropsCalls } : {}),
});
sdk.start();
process.on('SIGTERM', () => void sdk.shutdown().finally(() => process.exit(0)));
