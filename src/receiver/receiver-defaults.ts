import { TracewrightError } from '../errors.ts';
import type { Criteria } from '../model/trace.ts';
import type { CompiledCriteria } from '../query/compile-criteria.ts';
import { checkBackground } from './check-background.ts';
import type { ReceiverDefaults } from './state.ts';
import { milliseconds } from './wait-options.ts';

const TIMEOUT_MS = 4_000;
const QUIET_MS = 100;

/** What `startReceiver` can be told about every wait. */
export interface GivenDefaults {
  readonly timeout?: number;
  readonly quiet?: number;
  readonly upstreamDelay?: number;
  readonly background?: Criteria | readonly Criteria[];
}

/** What a receiver was told about every wait, and what it has learned since of collectors in front of it. */
export class CurrentDefaults implements ReceiverDefaults {
  readonly quiet: number;
  readonly asksForQuiet: boolean;
  readonly background: readonly CompiledCriteria[];
  readonly #timeout: number | undefined;
  readonly #declaredDelay: number;
  readonly #learned = new Set<{ readonly ms: number }>();

  /** @throws {TracewrightError} INVALID_OPTION */
  constructor(given: GivenDefaults) {
    this.#declaredDelay = milliseconds(given.upstreamDelay ?? 0, 'startReceiver() option upstreamDelay');
    this.#timeout =
      given.timeout === undefined ? undefined : milliseconds(given.timeout, 'startReceiver() option timeout');
    this.quiet = milliseconds(given.quiet ?? QUIET_MS, 'startReceiver() option quiet');
    this.asksForQuiet = given.quiet !== undefined;
    this.background = checkBackground(given.background, 'startReceiver()');
    this.#refuseShortTimeout(this.#declaredDelay, `upstreamDelay is ${this.#declaredDelay}`);
  }

  /** Several collectors stand side by side: the slowest counts. */
  get upstreamDelay(): number {
    return Math.max(this.#declaredDelay, ...Array.from(this.#learned, ({ ms }) => ms));
  }

  get timeout(): number {
    return this.#timeout ?? TIMEOUT_MS + this.upstreamDelay;
  }

  /**
   * Learns that a collector holds spans back for so long.
   *
   * @param what for a message: `the collector holds spans back for 11,000 ms`
   * @returns how to forget it
   * @throws {TracewrightError} INVALID_OPTION when every wait would end before
   */
  learnDelay(ms: number, what: string): () => void {
    this.#refuseShortTimeout(ms, what);
    const learned = { ms };
    this.#learned.add(learned);
    return () => void this.#learned.delete(learned);
  }

  #refuseShortTimeout(delayMs: number, what: string): void {
    if (this.#timeout === undefined || this.#timeout > delayMs || delayMs === 0) return;
    throw new TracewrightError(
      'INVALID_OPTION',
      `startReceiver() option timeout is ${this.#timeout}, and ${what}: every wait would end before its spans can arrive. Leave timeout out, or make it longer than ${delayMs}.`,
    );
  }
}
