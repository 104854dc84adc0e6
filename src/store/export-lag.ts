import type { SenderClock } from './sender-clock.ts';
import { NEVER_STOOD_STILL, type StoodStill } from './standstills.ts';

/** Exports that are looked at, of each service: so many, and no older ones. */
const EXPORTS = 8;
const WINDOW_MS = 30_000;

/** One export of a service: the spans of it in one request. */
interface Export {
  readonly clock: SenderClock;
  /** When the first of its spans ended, by the clock of the service, in milliseconds since the epoch. */
  readonly endedMs: number;
  /** When it arrived, on both clocks of this process. */
  readonly arrivedMs: number;
  readonly arrivedSteadyMs: number;
}

/**
 * How late the spans of each service arrive.
 *
 * The lag of an export is the time from the earliest end in it to its arrival, corrected by the offset of the service's
 * clock and less the time in which this process stood still. That of a service is the second largest of its last
 * exports: one that was held up says nothing of the next.
 */
export class ExportLags {
  readonly #byService = new Map<string, Export[]>();
  readonly #stoodStill: StoodStill;
  #ignoredBeforeMs: number;
  #lastNoted: Export[][] = [];

  /** @param ignoredBeforeMs spans that ended before say nothing: they are a replay, or were refused for long */
  constructor(ignoredBeforeMs: number, stoodStill: StoodStill = NEVER_STOOD_STILL) {
    this.#ignoredBeforeMs = ignoredBeforeMs;
    this.#stoodStill = stoodStill;
  }

  /** Forgets all exports, and whatever ends before a moment by its own clock, in milliseconds since the epoch. */
  clear(ignoredBeforeMs: number = this.#ignoredBeforeMs): void {
    this.#byService.clear();
    this.#ignoredBeforeMs = ignoredBeforeMs;
    this.#lastNoted = [];
  }

  /** A request arrives: what is noted from here on is of it. */
  begin(): void {
    this.#lastNoted = [];
  }

  /** Whether a span that ended then says how late its service exports. */
  counts(endedMs: number): boolean {
    return endedMs >= this.#ignoredBeforeMs;
  }

  note(service: string, exported: Export): void {
    const exports = this.#byService.get(service);
    if (exports === undefined) {
      const fresh = [exported];
      this.#byService.set(service, fresh);
      this.#lastNoted.push(fresh);
      return;
    }
    exports.push(exported);
    if (exports.length > EXPORTS) exports.shift();
    this.#lastNoted.push(exports);
  }

  /** The last request held spans that had been sent before: when they come says nothing. */
  retract(): void {
    for (const exports of this.#lastNoted) exports.pop();
    this.#lastNoted = [];
  }

  /** How late a service exports, in milliseconds: 0 when nothing of it arrived lately. */
  of(service: string, nowSteadyMs: number): number {
    const lags: number[] = [];
    for (const exported of this.#byService.get(service) ?? []) {
      if (nowSteadyMs - exported.arrivedSteadyMs <= WINDOW_MS) lags.push(this.#lagOf(exported));
    }
    lags.sort((a, b) => b - a);
    return lags[1] ?? lags[0] ?? 0;
  }

  /** The services of which something arrived. */
  get services(): Iterable<string> {
    return this.#byService.keys();
  }

  #lagOf({ clock, endedMs, arrivedMs, arrivedSteadyMs }: Export): number {
    const lagMs = Math.max(0, arrivedMs - (endedMs - clock.offset));
    return Math.max(0, lagMs - this.#stoodStill.within(arrivedSteadyMs - lagMs, arrivedSteadyMs));
  }
}
