import { TracewrightError } from '../errors.ts';
import type { EndpointHooks } from './endpoint-hooks.ts';
import type { Ingest } from './ingest.ts';

const SENDER = { protocol: 'http', from: 'this process', path: '/v1/traces' } as const;
const ORIGIN = { from: SENDER.from, userAgent: undefined, via: undefined };
/** What an endpoint answers where a bound is passed, and for what it cannot read. */
const UNAVAILABLE = 503;
const BAD_REQUEST = 400;

/** Takes in spans of this process on the path of all requests, but for the socket. */
export function takeInProcess(ingest: Ingest, forward: EndpointHooks['forward']): (body: Buffer) => void {
  return body => {
    if (ingest.closed)
      throw new TracewrightError('RECEIVER_STOPPED', 'spans were exported after the receiver had stopped.');
    try {
      ingest.take('traces', 'json', body, SENDER);
      forward?.('traces', 'json', body, ORIGIN);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const isFull = cause instanceof TracewrightError && cause.code === 'STORE_FULL';
      ingest.refuse({ ...SENDER, reason, status: isFull ? UNAVAILABLE : BAD_REQUEST, spans: 0 }, { cause });
      throw cause;
    }
  };
}
