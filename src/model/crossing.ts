/**
 * The propagation headers of one request or message as they crossed from one service to another: what a probe saw, or
 * `recordHeaders` was given.
 */
export interface Crossing {
  readonly transport: 'http' | 'grpc' | 'message';
  /** Who saw it, as texts name it: `the probe at 127.0.0.1:43119`. */
  readonly witness: string;
  readonly timeUnixNano: bigint;
  /** `POST`; undefined for a message. */
  readonly method: string | undefined;
  /** The path that was asked for, without its query (`/shop.Pricing/Price` for gRPC); undefined for a message. */
  readonly path: string | undefined;
  /** The topic or queue of a message, where it is known; undefined for a request. */
  readonly destination: string | undefined;
  /** Where the request went on to, `127.0.0.1:8083`; undefined for a message. */
  readonly target: string | undefined;
  /** The port that the sender called, and the local one of the connection to the target: both ends of the probe. */
  readonly port: number | undefined;
  readonly outgoingPort: number | undefined;
  /** The HTTP status that came back; undefined when none did, and for a message. */
  readonly status: number | undefined;
  /**
   * By lower-case name: headers that carry a trace context or baggage, of this system or another, each value as it came;
   * and of any other header what has the form of a trace context.
   */
  readonly headers: Readonly<Record<string, readonly string[]>>;
}
