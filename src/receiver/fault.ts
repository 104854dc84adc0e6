import { TracewrightError } from '../errors.ts';
import { checkOptions } from '../misuse.ts';
import { notExhaustedText, notRetriedText, notRetryableText } from '../report/retry-text.ts';
import { steadyMs } from '../store/clock.ts';
import type { Look } from '../store/wait.ts';
import { retryFacts } from './fault-facts.ts';
import type { FaultInjection } from './fault-injection.ts';
import type { FailedRequest, FaultRun } from './fault-run.ts';
import type { ReceiverState } from './state.ts';
import { milliseconds, type WaitOptions } from './wait-options.ts';

type WaitState = Pick<ReceiverState, 'waits' | 'urls' | 'defaults'>;

/**
 * A fault that `receiver.injectFault` injects: what it has failed, and whether that came again.
 *
 * @example
 * const fault = receiver.injectFault({ next: 2, with: 'UNAVAILABLE' });
 * await fetch(`${orders.url}/orders`, { method: 'POST' });
 * await fault.recovered();
 */
export class Fault {
  readonly #run: FaultRun;
  readonly #faults: FaultInjection;
  readonly #state: WaitState;

  constructor(run: FaultRun, faults: FaultInjection, state: WaitState) {
    this.#run = run;
    this.#faults = faults;
    this.#state = state;
  }

  /** How many requests it will still fail; `Infinity` for a fault without an end, 0 once it has ended. */
  get remaining(): number {
    return this.#run.remaining;
  }

  /** The requests that it failed, in the order in which they came. */
  get requests(): readonly FailedRequest[] {
    return this.#run.attempts.map(({ arrivedMs, overMs, ...request }) => request);
  }

  /**
   * Resolves once as many requests as `next` says have been failed.
   *
   * @throws {TracewrightError} NOT_EXHAUSTED when the time is up, or the fault was ended before; INVALID_OPTION where
   * `next` is Infinity.
   */
  async exhausted(options?: WaitOptions): Promise<void> {
    const run = this.#run;
    const timeoutMs = this.#timeoutOf('exhausted()', options);
    if (run.plan.next === Number.POSITIVE_INFINITY) {
      throw new TracewrightError('INVALID_OPTION', `${run.plan.call} fails all that comes: it is never exhausted.`);
    }
    await this.#until(
      timeoutMs,
      () => {
        if (run.isExhausted) return true;
        if (run.endedBy !== undefined) throw this.#notExhausted(undefined);
        return false;
      },
      () => this.#notExhausted(timeoutMs),
    );
  }

  /**
   * Resolves once the fault is exhausted (or ended) and every span that was in a request that it failed came again and
   * is stored: the services sent again, and nothing was lost. After `drop: 'answer'` the spans have to come again too.
   *
   * @throws {TracewrightError} NOT_RETRIED when the time is up: which spans are lost, and when which request was sent
   * again; NOT_RETRYABLE, at once, where clients must not send again what they were answered; NOT_EXHAUSTED when
   * fewer requests came than were to fail.
   *
   * @see https://opentelemetry.io/docs/specs/otlp/#failures
   */
  async recovered(options?: WaitOptions): Promise<void> {
    const run = this.#run;
    const timeoutMs = this.#timeoutOf('recovered()', options);
    await this.#until(
      timeoutMs,
      () => {
        this.#refuseNotRetryable();
        const isDone = run.isOver && run.missingCount === 0;
        if (isDone && run.attempts.length > 0) return true;
        // Nothing that is awaited can still come to be.
        if (isDone || run.endedBy === 'receiver.clear()') throw this.#notRecovered(undefined);
        return false;
      },
      () => this.#notRecovered(timeoutMs),
    );
  }

  /** Ends it: what comes from now on is taken. `recovered()` then tells whether what was failed comes again. */
  clear(): void {
    this.#faults.end('fault.clear()', this.#run);
  }

  #timeoutOf(where: string, options: WaitOptions | undefined): number {
    checkOptions(options, ['timeout'], where);
    return milliseconds(options?.timeout ?? this.#state.defaults.timeout, `${where} option timeout`);
  }

  #until(timeoutMs: number, isDone: () => boolean, timeUp: () => TracewrightError): Promise<boolean> {
    return this.#state.waits.until<boolean>({
      deadlineMs: steadyMs() + timeoutMs,
      look: (): Look<boolean> => {
        this.#run.settle(this.#faults.isStored);
        return isDone() ? { value: true } : undefined;
      },
      timeUp: () => {
        throw timeUp();
      },
    });
  }

  #notExhausted(timeoutMs: number | undefined): TracewrightError {
    return new TracewrightError('NOT_EXHAUSTED', notExhaustedText(retryFacts(this.#run, timeoutMs)));
  }

  #notRecovered(timeoutMs: number | undefined): TracewrightError {
    if (this.#run.missingCount === 0) return this.#notExhausted(timeoutMs);
    return new TracewrightError('NOT_RETRIED', notRetriedText(retryFacts(this.#run, timeoutMs)));
  }

  /** Throws where some request cannot be expected to come again, or none could. */
  #refuseNotRetryable(): void {
    const run = this.#run;
    const { urls } = this.#state;
    const failed = run.attempts.find(({ protocol }) => !run.isRetryable(protocol))?.protocol;
    const possible = (['http', 'grpc'] as const).filter(
      protocol => urls[protocol] !== undefined && (run.plan.protocol ?? protocol) === protocol,
    );
    const protocol = failed ?? (possible.some(each => run.isRetryable(each)) ? undefined : possible[0]);
    if (protocol === undefined) return;
    const { http, grpc, call, signal } = run.plan;
    const answered = protocol === 'http' ? http : grpc;
    throw new TracewrightError('NOT_RETRYABLE', notRetryableText({ call, signal, protocol, answered }));
  }
}
