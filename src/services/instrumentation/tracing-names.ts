/**
 * Names of tracing products, in code, packages and files. Code that mentions one of them may send spans in a way that
 * cannot be seen from outside.
 */
const TRACING =
  /opentelemetry|(?<![a-z])otel|otlp|\/v1\/traces|dd-?trace|datadog|new-?relic|elastic-?apm|application-?insights|azure.monitor|sentry|honeycomb|instana|dynatrace|splunk|signalfx|lightstep|logfire|traceloop|openinference|uptrace|highlight-run|axiom|skywalking|zipkin|jaeger|micrometer|opencensus|cloud.trace/i;

/** Packages that define names and interfaces, and send nothing by themselves. */
const HARMLESS: readonly string[] = [
  '@opentelemetry/api',
  '@opentelemetry/api-logs',
  '@opentelemetry/semantic-conventions',
];

/** Whether a text mentions anything that may send spans. */
export function mentionsTracing(text: string): boolean {
  return TRACING.test(text);
}

/** Whether a package, by its name, may send spans. */
export function isTracingPackage(name: string): boolean {
  return TRACING.test(name) && !HARMLESS.includes(name);
}
