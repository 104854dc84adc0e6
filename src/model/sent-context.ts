/** The trace context that a capture sent: its ids, and the headers that carry them. */
export interface SentContext {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** 16 lower-case hex digits: the parent id that a service under test sees. */
  readonly spanId: string;
  /** Whether services are told to record and send their spans: the W3C flag "sampled". */
  readonly sampled: boolean;
  /** The request headers to send, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
}
