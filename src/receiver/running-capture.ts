import { wallMs } from '../store/clock.ts';

/** A capture that is running, as the other captures see it. */
export interface RunningCapture {
  /** Whether another capture ran at the same time. */
  shared: boolean;
}

/** A time in which at least one capture ran, in milliseconds since the epoch. */
interface Period {
  readonly fromMs: number;
  toMs: number;
}

/** Knows which captures of a receiver run at the same time, and when captures ran before. */
export class RunningCaptures {
  readonly #running = new Set<RunningCapture>();
  /** In the order of time; they do not overlap. */
  readonly #periods: Period[] = [];

  /** Whether a capture is running. */
  get any(): boolean {
    return this.#running.size > 0;
  }

  /** Enters a capture. It shares its strays with the captures that are running. */
  enter(): RunningCapture {
    const shared = this.any;
    for (const other of this.#running) other.shared = true;
    const capture = { shared };
    if (!shared) this.#periods.push({ fromMs: wallMs(), toMs: Number.POSITIVE_INFINITY });
    this.#running.add(capture);
    return capture;
  }

  leave(capture: RunningCapture): void {
    this.#running.delete(capture);
    const last = this.#periods.at(-1);
    if (last !== undefined && !this.any) last.toMs = wallMs();
  }

  /** Whether a capture ran at this moment, in whole milliseconds since the epoch. */
  ranAt(atMs: number): boolean {
    const period = this.#periods.findLast(({ fromMs }) => Math.floor(fromMs) <= atMs);
    return period !== undefined && atMs <= period.toMs;
  }
}
