import type { OtlpEncoding } from '../otlp/encode-response.ts';
import { clearTimeout, setImmediate, setTimeout } from '../real-time.ts';
import { steadyMs, wallMs } from '../store/clock.ts';
import type { SpanStore } from '../store/span-store.ts';
import type { Waits } from '../store/wait.ts';
import type { FaultPlan } from './fault-options.ts';
import { type Attempt, type FaultEnd, FaultRun } from './fault-run.ts';
import { grpcCode } from './grpc-status.ts';
import type { Sender, Signal } from './ingest.ts';
import type { Losses } from './losses.ts';
import { type RequestContent, requestContent, type SentSpan } from './request-content.ts';
import type { Counters } from './stats.ts';

/** How the reason begins of every rejection that a fault made. */
const INJECTED = 'receiver.injectFault(): ';

/** A request that an endpoint has read and not yet taken. */
export interface PendingRequest {
  readonly signal: Signal;
  readonly encoding: OtlpEncoding;
  readonly body: Uint8Array;
  readonly sender: Sender;
}

/** What is answered to a request that is refused. */
export interface FaultAnswer {
  readonly http: number;
  /** The number of the gRPC status. */
  readonly code: number;
  readonly message: string;
  readonly retryAfter: number | Date | undefined;
}

/** What can be done to a request over its protocol. */
export interface Exchange {
  /** Calls `listener` when the client gives up before it has an answer. */
  onGone(listener: () => void): void;
  refuse(answer: FaultAnswer): void;
  /** Ends it without an answer. */
  drop(): void;
}

interface Parts {
  readonly store: SpanStore;
  readonly waits: Waits;
  readonly counters: Counters;
  readonly losses: Losses;
}

/** The faults of one receiver: fails requests as `receiver.injectFault` was told, in the order of the calls. */
export class FaultInjection {
  readonly #parts: Parts;
  #runs: FaultRun[] = [];
  #active = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Whether requests concern this at all: while it is false, which is nearly always, nobody need ask. */
  get active(): boolean {
    return this.#active;
  }

  add(plan: FaultPlan): FaultRun {
    const run = new FaultRun(plan);
    this.#runs.push(run);
    this.#active = true;
    return run;
  }

  /** Ends one fault, or all; spans that they made a client lose are still awaited. */
  end(by: FaultEnd, only?: FaultRun): void {
    for (const run of this.#runs) if (only === undefined || run === only) run.end(by);
    this.#changed();
  }

  /** Ends all faults and awaits nothing of theirs any more. */
  forget(by: FaultEnd): void {
    this.end(by);
    for (const run of this.#runs) if (run.missingCount > 0) run.endedBy ??= by;
    this.#runs = [];
    this.#changed();
  }

  /** Whether a span is in the store. */
  readonly isStored = (span: SentSpan): boolean => this.#parts.store.row(span) !== undefined;

  /** Lets a fault fail the request, if one wants to; true: it did, and nothing is left to do or to answer. */
  async intervene(request: PendingRequest, exchange: Exchange): Promise<boolean> {
    const { signal, encoding, body, sender } = request;
    const content = requestContent(signal, encoding, body);
    // Refused as it would be without a fault.
    if (content === undefined) return false;
    const nowMs = steadyMs();
    for (const run of this.#runs) run.noteArrival(content.spans, nowMs);
    const run = this.#runs.find(each => each.wants(sender.protocol, signal, content));
    if (run === undefined) {
      this.#pass(content);
      return false;
    }
    const attempt = run.begin({ atMs: wallMs(), protocol: sender.protocol, signal }, content, nowMs);
    const isGone = await delayed(run, exchange);
    return this.#fail(run, attempt, isGone, request, content, exchange);
  }

  #fail(
    run: FaultRun,
    attempt: Attempt,
    isGone: boolean,
    request: PendingRequest,
    content: RequestContent,
    exchange: Exchange,
  ): boolean {
    const { effect } = run.plan;
    const isHttp = request.sender.protocol === 'http';
    switch (effect) {
      case 'delay':
        if (isGone) break;
        for (const span of content.spans) this.#parts.store.hindered.note(span);
        attempt.answered = isHttp ? 200 : 'OK';
        this.#over(attempt);
        this.#pass(content);
        return false;
      case 'lose answer':
        // The connection ends before the spans are stored, in one turn of the event loop: no client can tell.
        exchange.drop();
        run.lose(content.spans, attempt);
        this.#over(attempt);
        return false;
      case 'lose request':
        exchange.drop();
        break;
      case 'refuse':
        if (isGone) break;
        this.#refuse(run.plan, attempt, exchange);
    }
    run.lose(content.spans, attempt);
    this.#count(request, content, attempt, isGone);
    this.#over(attempt);
    return true;
  }

  #refuse({ http, grpc, retryAfter }: FaultPlan, attempt: Attempt, exchange: Exchange): void {
    const isHttp = attempt.protocol === 'http';
    attempt.answered = isHttp ? http : grpc;
    attempt.retryAfterMs = waitMs(retryAfter, isHttp);
    exchange.refuse({ http, code: grpcCode(grpc), message: reasonOf(attempt, false), retryAfter });
  }

  /** What was failed has been received as well. */
  #count({ signal, body, sender }: PendingRequest, content: RequestContent, attempt: Attempt, isGone: boolean): void {
    this.#parts.counters.request(body.length);
    this.#parts.counters.received(content.spanCount);
    const rejection = {
      ...sender,
      reason: reasonOf(attempt, isGone),
      status: statusOf(attempt),
      spans: content.spanCount,
      atMs: wallMs(),
    };
    this.#parts.counters.reject(rejection);
    this.#parts.losses.request(rejection, { signal, bytes: Buffer.from(body), isWhole: true });
  }

  /** A request that goes on to the store. */
  #pass(content: RequestContent): void {
    for (const run of this.#runs) run.noteTaken(content.spans);
    // Once it is stored.
    setImmediate(() => this.#changed());
  }

  #over(attempt: Attempt): void {
    attempt.overMs = steadyMs();
    this.#changed();
  }

  #changed(): void {
    for (const run of this.#runs) run.settle(this.isStored);
    this.#runs = this.#runs.filter(run => run.isWatching);
    this.#active = this.#runs.length > 0;
    this.#parts.waits.nudge();
  }
}

/** Waits as long as the fault delays its answers; true when the client gave up meanwhile. */
function delayed(run: FaultRun, exchange: Exchange): Promise<boolean> {
  const { delayMs } = run.plan;
  if (delayMs === 0) return Promise.resolve(false);
  return new Promise(resolve => {
    const finish = (isGone: boolean): void => {
      clearTimeout(timer);
      stopListening();
      resolve(isGone);
    };
    const timer = setTimeout(() => finish(false), delayMs).unref();
    const stopListening = run.onEnd(() => finish(false));
    exchange.onGone(() => finish(true));
  });
}

/** How long the client was told to wait. HTTP has whole seconds, and dates of whole seconds. */
function waitMs(retryAfter: number | Date | undefined, isHttp: boolean): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (typeof retryAfter === 'number') return 1_000 * (isHttp ? Math.ceil(retryAfter) : retryAfter);
  const at = retryAfter.getTime();
  return Math.max(0, (isHttp ? Math.floor(at / 1_000) * 1_000 : at) - wallMs());
}

function reasonOf(attempt: Attempt, isGone: boolean): string {
  if (attempt.answered !== undefined) return `${INJECTED}answered ${attempt.answered}`;
  return `${INJECTED}${isGone ? 'the client gave up before it was answered' : 'dropped without an answer'}`;
}

/** As the client sees it: a gRPC stream that is reset is CANCELLED. */
function statusOf({ protocol, answered }: Attempt): number {
  if (protocol === 'http') return typeof answered === 'number' ? answered : 0;
  return grpcCode(typeof answered === 'string' && answered !== 'OK' ? answered : 'CANCELLED');
}
