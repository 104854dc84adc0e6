import { clearInterval, setInterval } from '../real-time.ts';
import { steadyMs } from './clock.ts';

/** How often the process shows that it moves, in milliseconds. */
const BEAT_MS = 25;

/** A beat that is later than this tells that the process stood still, in milliseconds: timers are a little late anyway. */
const LATE_MS = 20;

/** Periods that are remembered. */
const KEPT = 1_000;

/** A time on the steady clock in which nothing could arrive. */
interface Period {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Says how long the process stood still within a time that is over. */
export interface StoodStill {
  /** In milliseconds; both moments are on the steady clock. */
  within(fromMs: number, toMs: number): number;
}

export const NEVER_STOOD_STILL: StoodStill = { within: () => 0 };

/**
 * Notes when this process stood still: synchronous work, a long collection of garbage, a breakpoint, a machine that slept.
 * What arrived then was taken in later than it came.
 */
export class Standstills implements StoodStill {
  readonly #periods: Period[] = [];
  #timer: NodeJS.Timeout | undefined;
  #beatMs = 0;

  start(): void {
    this.#beatMs = steadyMs();
    this.#timer = setInterval(() => this.#beat(), BEAT_MS).unref();
  }

  within(fromMs: number, toMs: number): number {
    if (this.#timer === undefined) return 0;
    // What is read right after a standstill can be ahead of the timer.
    this.#beat();
    let sum = 0;
    for (const period of this.#periods)
      sum += Math.max(0, Math.min(period.toMs, toMs) - Math.max(period.fromMs, fromMs));
    return sum;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #beat(): void {
    const nowMs = steadyMs();
    const dueMs = this.#beatMs + BEAT_MS;
    if (nowMs - dueMs > LATE_MS) {
      this.#periods.push({ fromMs: dueMs, toMs: nowMs });
      if (this.#periods.length > KEPT) this.#periods.shift();
    }
    this.#beatMs = nowMs;
  }
}
