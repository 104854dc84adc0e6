/** How a service that exports late made a wait longer. */
export interface Lateness {
  readonly service: string;
  /** How long after their end its spans arrive, in milliseconds. */
  readonly lagMs: number;
  /** How long nothing had to come because of it, in milliseconds. */
  readonly quietMs: number;
  /** How long the wait lasts at most, in milliseconds. */
  readonly timeoutMs: number;
}
