import { attribute } from './attributes.ts';
import type { Span, Trace } from './trace.ts';

/** The `User-Agent` of the requests with which `startService` finds out whether a service is ready. */
export const READINESS_AGENT = 'tracewright-readiness';

/** Whether a span was recorded of such a request. */
export function isReadinessRequest({ attributes }: Pick<Span, 'attributes'>): boolean {
  return ['user_agent.original', 'http.user_agent'].some(key => attribute(attributes, key) === READINESS_AGENT);
}

/** Whether a service that does not continue contexts began this trace for such a request. */
export function isReadinessTrace({ roots, orphans }: Trace): boolean {
  return [...roots, ...orphans].some(isReadinessRequest);
}
