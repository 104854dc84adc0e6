import { contextLike } from './context-forms.ts';
import { FORMATS } from './formats/formats.ts';

/** Headers by which other systems carry a trace context, and the names of these systems. */
export const FOREIGN_HEADERS: Readonly<Record<string, string>> = {
  'uber-trace-id': 'Jaeger',
  'x-datadog-trace-id': 'Datadog',
  'x-datadog-parent-id': 'Datadog',
  'x-datadog-sampling-priority': 'Datadog',
  _datadog: 'Datadog',
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

/** Names that speak of tracing: an id alone in such a header is meant as a trace id. */
const OF_TRACING = /trace|span|correlation|request-?id|operation-?id|diagnostic/i;

/** Whether a header, in any case, carries a trace context or baggage: of one of our formats or another system's. */
export function isCarrying(name: string): boolean {
  return CARRYING.has(name.toLowerCase());
}

/**
 * The values of a header that a record keeps: all of a header that carries a context by its name; of any other header
 * only what has the form of a trace context. Everything else in a request is not recorded.
 *
 * @param isSentId whether a capture sent this trace id: it is recognised under any name
 */
export function recordedValues(
  name: string,
  values: readonly string[],
  isSentId: (traceId: string) => boolean,
): readonly string[] {
  if (isCarrying(name)) return values;
  return values.flatMap(value => {
    const like = contextLike(value);
    if (like === undefined) return [];
    const isMeant = !like.weak || OF_TRACING.test(name) || (like.context && isSentId(like.context.traceId));
    return isMeant ? [like.text] : [];
  });
}

/** The headers that a record keeps, by lower-case name. */
export function recordedHeaders(
  headers: Iterable<readonly [name: string, values: readonly string[]]>,
  isSentId: (traceId: string) => boolean,
): Record<string, readonly string[]> {
  const kept = new Map<string, readonly string[]>();
  for (const [name, values] of headers) {
    const recorded = recordedValues(name, values, isSentId);
    const key = name.toLowerCase();
    if (recorded.length > 0) kept.set(key, [...(kept.get(key) ?? []), ...recorded]);
  }
  return Object.fromEntries(kept);
}
