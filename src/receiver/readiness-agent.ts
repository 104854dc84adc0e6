import { attribute } from '../model/attributes.ts';
import type { Span } from '../model/trace.ts';

/** The `User-Agent` of the requests with which `startService` finds out whether a service is ready. */
export const READINESS_AGENT = 'tracewright-readiness';

/** Whether a span was recorded of such a request. */
export function isReadinessRequest({ attributes }: Span): boolean {
  return ['user_agent.original', 'http.user_agent'].some(key => attribute(attributes, key) === READINESS_AGENT);
}
