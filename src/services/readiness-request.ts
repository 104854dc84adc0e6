import { READINESS_AGENT } from '../model/readiness-agent.ts';
import { FORMATS } from '../propagation/formats/formats.ts';
import { freshContext } from '../propagation/fresh-context.ts';
import { ATTACHMENTS } from '../receiver/attachments.ts';
import type { ServicePlan } from './service-options.ts';

/**
 * The headers of the requests that find out whether a service is ready. They carry a context that the receiver knows, in
 * every format, and a user agent of their own: what the service records of them is no capture's stray.
 */
export function readinessHeaders({ options }: ServicePlan): Readonly<Record<string, string>> {
  const context = freshContext({ sampled: true, formats: Object.values(FORMATS), baggage: {} });
  options.receiver[ATTACHMENTS].remember(context);
  // A connection that is kept open would have the service wait for it when it stops.
  return { ...context.headers, 'user-agent': READINESS_AGENT, connection: 'close' };
}
