/** How a service that exports late made a wait longer. */
export interface Lateness {
  readonly service: string;
  /** How long after their end its spans arrive, in milliseconds. */
  readonly lagMs: number;
  /** How long nothing had to come because of it, in milliseconds. */
  readonly quietMs: number;
  /** Whether that is shorter than it needs: it is a part of the timeout at most. */
  readonly isCut: boolean;
  /** How long the wait lasts at most, in milliseconds. */
  readonly timeoutMs: number;
}
