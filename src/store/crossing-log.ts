import type { Crossing } from '../model/crossing.ts';
import { unixNano, wallMs } from './clock.ts';

/** More than any test needs; what came first is forgotten first. */
const MAX_CROSSINGS = 10_000;

/** What shows only after the headers have gone by. */
export type LaterFacts = Pick<Crossing, 'outgoingPort' | 'status'>;

/** What is seen of a crossing the moment that it happens. */
export type SeenCrossing = Omit<Crossing, 'timeUnixNano' | keyof LaterFacts>;

/** A crossing, and how to add to it what shows later. */
export interface CrossingEntry {
  readonly crossing: Crossing;
  note(facts: Partial<LaterFacts>): void;
}

const NONE: readonly Crossing[] = Object.freeze([]);

/** What probes and `recordHeaders` saw, in the order of time. */
export class CrossingLog {
  #crossings: Crossing[] = [];
  /** Whether a capture sent this trace id. */
  readonly isSentId: (traceId: string) => boolean;

  constructor(isSentId: (traceId: string) => boolean) {
    this.isSentId = isSentId;
  }

  /** Enters a crossing that happens now. */
  add(seen: SeenCrossing): CrossingEntry {
    const crossing: Crossing = {
      ...seen,
      timeUnixNano: unixNano(wallMs()),
      outgoingPort: undefined,
      status: undefined,
    };
    this.#crossings.push(crossing);
    if (this.#crossings.length > 2 * MAX_CROSSINGS) this.#crossings = this.#crossings.slice(-MAX_CROSSINGS);
    return { crossing, note: facts => void Object.assign(crossing, facts) };
  }

  /** Those seen between two moments, both included, as they are now. */
  between(fromUnixNano: bigint, toUnixNano: bigint): readonly Crossing[] {
    if (this.#crossings.length === 0) return NONE;
    return this.#crossings
      .filter(({ timeUnixNano }) => timeUnixNano >= fromUnixNano && timeUnixNano <= toUnixNano)
      .map(crossing => Object.freeze({ ...crossing }));
  }

  clear(): void {
    this.#crossings = [];
  }
}
