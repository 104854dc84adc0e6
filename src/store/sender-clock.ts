import { hostname } from 'node:os';
import type { Resource } from '../model/span-data.ts';

/** Times that are further apart than this cannot be compared: no clock is so wrong, in milliseconds. */
export const ABSURD_MS = 86_400_000;

/** Evidence may contradict itself by so much before the clock counts as set anew, in milliseconds: clocks have a grain. */
const GRAIN_MS = 10;

/**
 * What is known of the clock of a sender: by how much it is ahead of this process's, in milliseconds.
 *
 * A span cannot end after it arrived, which gives a least offset; a span that descends from a context that was sent
 * cannot begin before that was sent, which gives a largest one.
 */
export class SenderClock {
  /** A host stamps all its spans with one clock, so that of this host needs no evidence. */
  readonly #isOfThisHost: boolean;
  #atLeast = Number.NEGATIVE_INFINITY;
  #atMost = Number.POSITIVE_INFINITY;

  constructor(isOfThisHost: boolean) {
    this.#isOfThisHost = isOfThisHost;
  }

  /** Whether a start by this clock can be compared with a moment here. */
  get isComparable(): boolean {
    return this.#isOfThisHost || this.#atMost < Number.POSITIVE_INFINITY;
  }

  get atLeast(): number {
    return this.#atLeast;
  }

  get atMost(): number {
    return this.#atMost < Number.POSITIVE_INFINITY ? Math.max(this.#atMost, this.#atLeast) : this.#hostAtMost;
  }

  /** The offset that is proven: 0 if the evidence allows it, else the bound that is nearer to 0. */
  get offset(): number {
    if (this.#atLeast > 0) return this.#atLeast;
    return this.#atMost < 0 ? Math.max(this.#atMost, this.#atLeast) : 0;
  }

  /** A span ended at a moment of this clock, and had arrived at one of ours, both in milliseconds since the epoch. */
  noteArrival(endedMs: number, arrivedMs: number): void {
    // Ours has whole milliseconds.
    const atLeast = endedMs - (arrivedMs + 1);
    if (atLeast <= this.#atLeast || Math.abs(atLeast) > ABSURD_MS) return;
    this.#atLeast = atLeast;
    if (atLeast > this.#atMost + GRAIN_MS) this.#atMost = Number.POSITIVE_INFINITY;
  }

  /**
   * A span that began at a moment of this clock descends from a context that was sent at one of ours.
   *
   * @param arrival when the span ended by this clock, and when it arrived by ours; asked only where the evidence
   * contradicts what was known
   */
  noteDescendant(beganMs: number, sentMs: number, arrival: () => { endedMs: number; arrivedMs: number }): void {
    const atMost = beganMs - sentMs;
    if (atMost >= this.#atMost || Math.abs(atMost) > ABSURD_MS) return;
    if (atMost < this.#atLeast - GRAIN_MS) {
      const { endedMs, arrivedMs } = arrival();
      const atLeast = endedMs - (arrivedMs + 1);
      // The start of this very span was given by hand, as for work that began before its span was made.
      if (atMost < atLeast - GRAIN_MS) return;
      this.#atLeast = atLeast;
    }
    this.#atMost = atMost;
  }

  get #hostAtMost(): number {
    return this.#isOfThisHost ? Math.max(0, this.#atLeast) : Number.POSITIVE_INFINITY;
  }
}

/** Resources whose clocks are remembered; a sender of more is not worth remembering. */
const MAX_CLOCKS = 10_000;

/** The clocks of the senders: one a resource, which is a process on a host. */
export class SenderClocks {
  readonly #byResource = new WeakMap<Resource, SenderClock>();
  readonly #byContent = new Map<string, SenderClock>();

  of(resource: Resource): SenderClock {
    const known = this.#byResource.get(resource);
    if (known !== undefined) return known;
    const key = contentOf(resource);
    const clock = this.#byContent.get(key) ?? new SenderClock(resource.attributes['host.name'] === hostname());
    if (this.#byContent.size < MAX_CLOCKS) this.#byContent.set(key, clock);
    this.#byResource.set(resource, clock);
    return clock;
  }
}

function contentOf({ attributes }: Resource): string {
  return JSON.stringify(attributes, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
