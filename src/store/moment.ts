import { steadyMs, wallMs } from './clock.ts';

/** A moment on both clocks of this process. */
export interface Moment {
  /** Milliseconds since the epoch: the clock that spans are stamped with. */
  readonly wallMs: number;
  /** Milliseconds that never go back. */
  readonly steadyMs: number;
}

/** This moment. */
export function now(): Moment {
  return { wallMs: wallMs(), steadyMs: steadyMs() };
}
