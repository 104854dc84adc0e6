import { hostProcess } from '../host-process.ts';
import { clearTimeout, setTimeout } from '../real-time.ts';
import { wallMs } from '../store/clock.ts';
import { grpcTarget } from './forward-grpc.ts';
import { httpTarget } from './forward-http.ts';
import { ForwardLog, type ForwardOrigin } from './forward-log.ts';
import type { ForwardPlan } from './forward-options.ts';
import type { ForwardRequest, ForwardResult, ForwardTarget } from './forward-request.ts';
import type { Signal } from './ingest.ts';
import { quoted } from './printable.ts';

const CONCURRENCY = 4;
const KEPT_FAILURES = 100;
/** How long to wait before each further attempt, where the target does not say. */
const BACKOFF_MS: readonly number[] = [100, 400, 1_600];
/** A target that wants to be left alone for longer is given up. */
const MAX_RETRY_AFTER_MS = 5_000;
const STOP_GRACE_MS = 2_000;

/** A request that was not sent on, or that the target did not keep whole. */
export interface ForwardFailure {
  readonly reason: string;
  readonly signal: Signal;
  /** The HTTP status, or the number of the gRPC status; undefined where none was answered. */
  readonly status: number | undefined;
  readonly atMs: number;
}

/** What became of the requests that a receiver sends on. */
export interface Forwarding {
  /** Requests that the target took. */
  readonly sent: number;
  /** Requests that it refused, or that did not reach it. */
  readonly failed: number;
  /** Requests that were not tried, because too much was waiting. */
  readonly dropped: number;
  /** Requests that wait, or are on their way. */
  readonly pending: number;
  /** Spans, log records and metrics that came again after they had been sent on. They are not sent on again. */
  readonly repeated: number;
  /** Says that the target exports to this receiver, or seems to. Undefined while nothing shows that. */
  readonly loop: string | undefined;
  /** The latest failures, 100 at most. */
  readonly failures: readonly ForwardFailure[];
}

interface QueuedRequest extends ForwardRequest {
  /** Says that it could not be sent on. */
  failed(): void;
}

/** Sends on what a receiver takes, in the background, and tells what came of it. */
export class Forwarder {
  readonly #plan: ForwardPlan;
  readonly #queue: QueuedRequest[] = [];
  readonly #log = new ForwardLog();
  readonly #underWay = new Set<QueuedRequest>();
  readonly #failures: ForwardFailure[] = [];
  readonly #wakers = new Set<() => void>();
  #target: ForwardTarget | undefined;
  #bytes = 0;
  #sent = 0;
  #failed = 0;
  #dropped = 0;
  #repeated = 0;
  #loop: string | undefined;
  #isStopped = false;
  #hasWarned = false;
  #hasHeld = false;
  #onIdle: (() => void) | undefined;

  constructor(plan: ForwardPlan) {
    this.#plan = plan;
  }

  snapshot(): Forwarding {
    return {
      sent: this.#sent,
      failed: this.#failed,
      dropped: this.#dropped,
      pending: this.#queue.length + this.#underWay.size,
      repeated: this.#repeated,
      loop: this.#loop,
      failures: [...this.#failures],
    };
  }

  /** Takes a request to send on; returns at once. */
  readonly take = (
    signal: Signal,
    encoding: ForwardRequest['encoding'],
    received: Uint8Array,
    origin: ForwardOrigin,
  ): void => {
    if (this.#isStopped || !this.#plan.signals.includes(signal)) return;
    const found = this.#log.look(signal, encoding, received, origin);
    this.#repeated += found.repeated;
    if (found.loop !== undefined) this.#noteLoop(signal, found.loop, origin);
    const { body } = found;
    if (body === undefined) return;
    const wouldHold = this.#bytes + body.length;
    if (wouldHold > this.#plan.maxQueueBytes) {
      this.#dropped++;
      this.#note(
        signal,
        `dropped: ${wouldHold} bytes would wait; maxQueueBytes is ${this.#plan.maxQueueBytes}`,
        undefined,
      );
      return;
    }
    if (!this.#isBusy && !this.#hasHeld) hostProcess().once('beforeExit', this.#holdProcess);
    found.remember();
    this.#bytes += body.length;
    const own = `${this.#plan.isGrpc ? '2' : '1.1'} ${this.#log.name}`;
    const via = origin.via === undefined ? own : `${origin.via}, ${own}`;
    this.#queue.push({ signal, encoding, body, via, failed: found.failed });
    this.#next();
  };

  /** Waits for what is left to be sent on, for a while, then gives the rest up. */
  async stop(): Promise<void> {
    if (this.#isBusy) await this.#idle(STOP_GRACE_MS);
    this.#giveUp(`the receiver was stopped before it was sent on (after waiting ${STOP_GRACE_MS} ms)`);
  }

  #giveUp(reason: string): void {
    this.#isStopped = true;
    hostProcess().off('beforeExit', this.#holdProcess);
    const left = [...this.#underWay, ...this.#queue];
    this.#queue.length = 0;
    this.#underWay.clear();
    for (const { signal } of left) {
      this.#failed++;
      this.#note(signal, reason, undefined);
    }
    for (const wake of [...this.#wakers]) wake();
    this.#target?.close();
  }

  /**
   * A process that has nothing else to do waits for what is left, once, as `stop()` does. Not over gRPC: a call keeps the
   * process alive by itself, until its deadline, and what is left then has been tried.
   */
  readonly #holdProcess = (): void => {
    this.#hasHeld = true;
    const waited = this.#plan.isGrpc ? Promise.resolve() : this.#idle(STOP_GRACE_MS);
    void waited.then(() => {
      if (this.#isBusy) this.#giveUp('the process ended before it was sent on');
    });
  };

  get #isBusy(): boolean {
    return this.#queue.length + this.#underWay.size > 0;
  }

  #idle(timeoutMs: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #next(): void {
    while (this.#underWay.size < CONCURRENCY) {
      const request = this.#queue.shift();
      if (request === undefined) break;
      this.#underWay.add(request);
      void this.#deliver(request).then(result => this.#finish(request, result));
    }
    if (this.#underWay.size > 0) return;
    hostProcess().off('beforeExit', this.#holdProcess);
    this.#onIdle?.();
  }

  async #deliver(request: QueuedRequest): Promise<ForwardResult> {
    for (let attempt = 0; ; attempt++) {
      const result = await this.#send(request);
      const backoffMs = BACKOFF_MS[attempt];
      const waitMs = result.retryAfterMs ?? backoffMs ?? 0;
      if (result.isSent || result.isRetryable !== true || this.#isStopped) return result;
      if (waitMs > MAX_RETRY_AFTER_MS) return { ...result, reason: `${result.reason}, and to wait ${waitMs} ms` };
      if (backoffMs === undefined) return { ...result, reason: `${result.reason} (${attempt + 1} attempts)` };
      await this.#pause(waitMs);
    }
  }

  async #send(request: ForwardRequest): Promise<ForwardResult> {
    try {
      this.#target ??= this.#plan.isGrpc ? grpcTarget(this.#plan) : httpTarget(this.#plan);
      return await this.#target.send(request);
    } catch (error) {
      return { isSent: false, reason: error instanceof Error ? error.message : String(error) };
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise(resolve => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms).unref();
      this.#wakers.add(wake);
    });
  }

  #finish(request: QueuedRequest, { isSent, reason, status }: ForwardResult): void {
    // Given up by stop() meanwhile.
    if (!this.#underWay.delete(request)) return;
    this.#bytes -= request.body.length;
    if (isSent) this.#sent++;
    else {
      this.#failed++;
      // If its sender sends it again, it is tried again.
      request.failed();
    }
    if (reason !== undefined) this.#note(request.signal, reason, status);
    this.#next();
  }

  #noteLoop(signal: Signal, loop: 'certain' | 'likely', { from, userAgent }: ForwardOrigin): void {
    if (this.#loop !== undefined) return;
    const who = userAgent === undefined ? from : `${from} (${quoted(userAgent)})`;
    const { target } = this.#plan;
    this.#loop =
      loop === 'certain'
        ? `${signal} that were sent on to ${target} came back from ${who}: the target forwards to this receiver. They are not sent on again. Remove forwardTo here or there.`
        : `${signal} that were sent on to ${target} came again from ${who}: the target, or a collector behind it, seems to export to this receiver. They are not sent on again. Remove that exporter, or forwardTo.`;
    hostProcess().emitWarning(`tracewright: ${this.#loop}`, {
      type: 'TracewrightWarning',
      code: 'TRACEWRIGHT_FORWARD_LOOP',
    });
  }

  #note(signal: Signal, reason: string, status: number | undefined): void {
    this.#failures.push({ reason, signal, status, atMs: wallMs() });
    if (this.#failures.length > KEPT_FAILURES) this.#failures.shift();
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    hostProcess().emitWarning(
      `tracewright could not send on a request of ${signal} to ${this.#plan.target}: ${reason}. Tests are not affected; receiver.forwarding counts this and what follows.`,
      { type: 'TracewrightWarning', code: 'TRACEWRIGHT_FORWARD_FAILED' },
    );
  }
}
