import type { OtlpEncoding } from '../otlp/encode-response.ts';
import type { FaultInjection } from './fault-injection.ts';
import type { ForwardOrigin } from './forward-log.ts';
import type { Signal } from './ingest.ts';

/** What an endpoint asks before a request is taken, and tells after. */
export interface EndpointHooks {
  readonly faults: FaultInjection;
  /** Sends on what was taken, where a receiver forwards. */
  readonly forward:
    | ((signal: Signal, encoding: OtlpEncoding, body: Uint8Array, origin: ForwardOrigin) => void)
    | undefined;
}
