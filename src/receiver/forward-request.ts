import type { OtlpEncoding } from '../otlp/encode-response.ts';
import type { Signal } from './ingest.ts';

/** A request to be sent on, as it came. */
export interface ForwardRequest {
  readonly signal: Signal;
  readonly encoding: OtlpEncoding;
  readonly body: Uint8Array;
  /** The receivers that forwarded it, this one last: `1.1 tracewright-…`. Undefined for one that none forwarded. */
  readonly via: string | undefined;
}

/** What the target said of a request that it did not take, or not whole. */
export interface ForwardAnswer {
  /** `503 Service Unavailable`, `RESOURCE_EXHAUSTED`; empty for a partial success. */
  readonly status: string;
  /** Its own words; empty when it said none. */
  readonly message: string;
  /** For a partial success: the spans, log records or data points that it did not keep. */
  readonly rejected: number;
}

/** What became of one attempt to send it. */
export interface ForwardResult {
  readonly isSent: boolean;
  /** What was wrong, also with a request that was sent but not kept whole. */
  readonly reason?: string;
  /** The HTTP status, or the number of the gRPC status. */
  readonly status?: number | undefined;
  /** What the target said with its answer; undefined without one. */
  readonly answer?: ForwardAnswer;
  readonly isRetryable?: boolean;
  readonly retryAfterMs?: number | undefined;
}

/** A connection to the target. */
export interface ForwardTarget {
  send(request: ForwardRequest): Promise<ForwardResult>;
  /** Ends it, and what is under way. */
  close(): void;
}
