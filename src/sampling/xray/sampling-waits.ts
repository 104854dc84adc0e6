import { type ErrorCode, TracewrightError } from '../../errors.ts';
import { clearTimeout, setTimeout } from '../../real-time.ts';

interface Waiter {
  readonly isOver: () => boolean;
  readonly resolve: () => void;
  readonly fail: (code: ErrorCode, text: string) => void;
}

const STOPPED = 'startXRaySampling() was stopped, so no sampler can report any more.';

/** What waits for samplers, until one has asked or reported, the time is up, or the server is stopped. */
export class SamplingWaits {
  readonly #waiters = new Set<Waiter>();
  #isStopped = false;

  /** @param text of the error when the time is up */
  until(isOver: () => boolean, timeoutMs: number, text: () => string): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        settle();
      };
      const waiter: Waiter = {
        isOver,
        resolve: () => end(resolve),
        fail: (code, why) => end(() => reject(new TracewrightError(code, why))),
      };
      const timer = setTimeout(() => waiter.fail('SAMPLING_TIMEOUT', text()), timeoutMs);
      this.#waiters.add(waiter);
      this.look();
      if (this.#isStopped) waiter.fail('SAMPLING_STOPPED', STOPPED);
    });
  }

  /** Resolves what is over. */
  look(): void {
    for (const waiter of [...this.#waiters]) if (waiter.isOver()) waiter.resolve();
  }

  stop(): void {
    this.#isStopped = true;
    for (const waiter of [...this.#waiters]) waiter.fail('SAMPLING_STOPPED', STOPPED);
  }
}
