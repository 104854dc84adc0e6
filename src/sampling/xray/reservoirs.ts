import type { CompleteRule } from './rule.ts';
import type { XRayStatistics } from './statistics.ts';

/** Who reports to a rule, so that its reservoir is divided among them. */
export class Reservoirs {
  /** By rule and client: when it reported last, in milliseconds since the epoch. */
  readonly #seen = new Map<string, Map<string, number>>();
  readonly #forgetAfterMs: number;

  constructor(forgetAfterMs: number) {
    this.#forgetAfterMs = forgetAfterMs;
  }

  note({ rule, client, atMs }: XRayStatistics): void {
    const clients = this.#seen.get(rule);
    if (clients === undefined) this.#seen.set(rule, new Map([[client, atMs]]));
    else clients.set(client, atMs);
  }

  /** How many requests a second a client may sample: its share of the reservoir. All shares together are the reservoir. */
  quotaOf({ RuleName, ReservoirSize }: CompleteRule, client: string, nowMs: number): number {
    const clients = [...(this.#seen.get(RuleName) ?? [])]
      .filter(([, atMs]) => nowMs - atMs <= this.#forgetAfterMs)
      .map(([id]) => id)
      .sort();
    const place = clients.indexOf(client);
    const share = Math.floor(ReservoirSize / Math.max(1, clients.length));
    return share + (place < ReservoirSize % Math.max(1, clients.length) ? 1 : 0);
  }
}
