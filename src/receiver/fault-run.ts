import type { FaultPlan } from './fault-options.ts';
import type { GrpcStatusName } from './grpc-status.ts';
import { isRetryableGrpc, isRetryableHttp } from './grpc-status.ts';
import type { Sender, Signal } from './ingest.ts';
import type { RequestContent, SentSpan } from './request-content.ts';

/** A request that a fault failed. */
export interface FailedRequest {
  /** When it arrived, in milliseconds since the epoch. */
  readonly atMs: number;
  readonly protocol: Sender['protocol'];
  readonly signal: Signal;
  readonly services: readonly string[];
  /** How many spans it held. */
  readonly spans: number;
  /** The HTTP status, or the name of the gRPC status; undefined where no answer was given. */
  readonly answered: number | GrpcStatusName | 'OK' | undefined;
  /** How long the client was told to wait before it sends again, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /**
   * How long after the answer, or after the connection was dropped, the first of its spans came again, in
   * milliseconds; undefined while none did.
   */
  readonly sentAgainAfterMs: number | undefined;
}

/** A failed request while it is being failed. */
export type Attempt = { -readonly [Key in keyof FailedRequest]: FailedRequest[Key] } & {
  /** On the steady clock: when it arrived, and when it was over. */
  readonly arrivedMs: number;
  overMs: number | undefined;
};

/** A span that a failed request held and that did not come again since. */
export interface MissingSpan extends SentSpan {
  attempt: Attempt;
  /** Whether a request with it was taken since. */
  taken: boolean;
}

/** Who ended a fault before its time. */
export type FaultEnd = 'fault.clear()' | 'receiver.clear()' | 'receiver.stop()';

/** One fault while it runs: how many requests it still takes, which it took, and which of their spans are missing. */
export class FaultRun {
  readonly plan: FaultPlan;
  readonly attempts: Attempt[] = [];
  /** Requests that came while it was waiting for others, by what they were. */
  readonly passed = new Map<string, number>();
  remaining: number;
  endedBy: FaultEnd | undefined;
  /** Spans that it took from a request, and that are not here. */
  readonly #missing = new Map<string, MissingSpan>();
  readonly #releases = new Set<() => void>();

  constructor(plan: FaultPlan) {
    this.plan = plan;
    this.remaining = plan.next;
  }

  /** Whether every request that it was to fail has been failed and answered. */
  get isExhausted(): boolean {
    return this.remaining === 0 && this.endedBy === undefined && this.#areOver;
  }

  /** Whether it fails nothing any more. */
  get isOver(): boolean {
    return this.remaining === 0 && this.#areOver;
  }

  /** Whether requests have still to be looked at for it. */
  get isWatching(): boolean {
    return !this.isOver || this.#missing.size > 0;
  }

  get missing(): IterableIterator<MissingSpan> {
    return this.#missing.values();
  }

  get missingCount(): number {
    return this.#missing.size;
  }

  /** Whether it is this fault's turn to fail the request. */
  wants(protocol: Sender['protocol'], signal: Signal, content: RequestContent): boolean {
    if (this.remaining === 0) return false;
    const { plan } = this;
    const wanted =
      plan.signal === signal &&
      (plan.protocol ?? protocol) === protocol &&
      (plan.service === undefined || content.services.includes(plan.service));
    if (!wanted) {
      const what = `${signal} over ${protocol}${content.services.length === 0 ? '' : ` from ${content.services.join(', ')}`}`;
      this.passed.set(what, (this.passed.get(what) ?? 0) + 1);
    }
    return wanted;
  }

  /** Counts a request as failed by this fault. */
  begin(request: Pick<FailedRequest, 'atMs' | 'protocol' | 'signal'>, content: RequestContent, nowMs: number): Attempt {
    this.remaining--;
    const attempt: Attempt = {
      ...request,
      services: content.services,
      spans: content.spanCount,
      answered: undefined,
      retryAfterMs: undefined,
      sentAgainAfterMs: undefined,
      arrivedMs: nowMs,
      overMs: undefined,
    };
    this.attempts.push(attempt);
    return attempt;
  }

  /** From now on these spans are awaited again. */
  lose(spans: readonly SentSpan[], attempt: Attempt): void {
    for (const span of spans) {
      const key = keyOf(span);
      const missing = this.#missing.get(key);
      if (missing === undefined) this.#missing.set(key, { ...span, attempt, taken: false });
      else Object.assign(missing, { attempt, taken: false });
    }
  }

  /** Notes which failed requests are here again with a request that arrives. */
  noteArrival(spans: readonly SentSpan[], nowMs: number): void {
    for (const span of spans) {
      const attempt = this.#missing.get(keyOf(span))?.attempt;
      if (attempt !== undefined) attempt.sentAgainAfterMs ??= nowMs - (attempt.overMs ?? attempt.arrivedMs);
    }
  }

  /** Notes the spans of a request that no fault fails. */
  noteTaken(spans: readonly SentSpan[]): void {
    for (const span of spans) {
      const missing = this.#missing.get(keyOf(span));
      if (missing !== undefined) missing.taken = true;
    }
  }

  /** Forgets the missing spans that are here again. */
  settle(isStored: (span: SentSpan) => boolean): void {
    for (const [key, span] of this.#missing) if (span.taken && isStored(span)) this.#missing.delete(key);
  }

  /** Fails nothing any more, and lets go of requests that it delays. */
  end(by: FaultEnd): void {
    if (this.remaining > 0) this.endedBy ??= by;
    this.remaining = 0;
    for (const release of [...this.#releases]) release();
  }

  /** Calls `release` when the fault ends, until the function that it returns is called. */
  onEnd(release: () => void): () => void {
    this.#releases.add(release);
    return () => this.#releases.delete(release);
  }

  /** Whether a client may send again what this fault fails over a protocol; true also of what it leaves unanswered. */
  isRetryable(protocol: Sender['protocol']): boolean {
    const { effect, http, grpc, retryAfter } = this.plan;
    if (effect !== 'refuse') return true;
    return protocol === 'http' ? isRetryableHttp(http) : isRetryableGrpc(grpc, retryAfter !== undefined);
  }

  get #areOver(): boolean {
    return this.attempts.every(attempt => attempt.overMs !== undefined);
  }
}

function keyOf(span: SentSpan): string {
  return `${span.traceId}${span.spanId}`;
}
