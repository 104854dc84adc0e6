import type { OtlpEncoding } from '../otlp/encode-response.ts';
import type { Signal } from './ingest.ts';

/** A request to be sent on, as it came. */
export interface ForwardRequest {
  readonly signal: Signal;
  readonly encoding: OtlpEncoding;
  readonly body: Uint8Array;
  /** The receivers that forwarded it, this one last: `1.1 tracewright-…`. */
  readonly via: string;
}

/** What became of one attempt to send it. */
export interface ForwardResult {
  readonly isSent: boolean;
  /** What was wrong, also with a request that was sent but not kept whole. */
  readonly reason?: string;
  /** The HTTP status, or the number of the gRPC status. */
  readonly status?: number | undefined;
  readonly isRetryable?: boolean;
  readonly retryAfterMs?: number | undefined;
}

/** A connection to the target. */
export interface ForwardTarget {
  send(request: ForwardRequest): Promise<ForwardResult>;
  /** Ends it, and what is under way. */
  close(): void;
}
