import { FORMATS } from './formats/formats.ts';

/** Headers by which other systems carry a trace context, and whose they are. */
export const FOREIGN_HEADERS: Readonly<Record<string, string>> = {
  'uber-trace-id': 'Jaeger',
  'x-datadog-trace-id': 'Datadog',
  'x-datadog-parent-id': 'Datadog',
  'x-datadog-sampling-priority': 'Datadog',
  'sentry-trace': 'Sentry',
  'x-cloud-trace-context': 'Google Cloud',
  'ot-tracer-traceid': 'OpenTracing',
  'ot-tracer-spanid': 'OpenTracing',
  'ot-tracer-sampled': 'OpenTracing',
  'grpc-trace-bin': 'OpenCensus',
  'elastic-apm-traceparent': 'Elastic APM',
  'x-instana-t': 'Instana',
  'x-instana-s': 'Instana',
  newrelic: 'New Relic',
  sw8: 'SkyWalking',
};

const CARRYING: ReadonlySet<string> = new Set([
  ...Object.values(FORMATS).flatMap(({ headers }) => headers.map(name => name.toLowerCase())),
  'baggage',
  ...Object.keys(FOREIGN_HEADERS),
]);

/** Whether a header, in any case, carries a trace context or baggage: of one of our formats or another system's. */
export function isCarrying(name: string): boolean {
  return CARRYING.has(name.toLowerCase());
}
