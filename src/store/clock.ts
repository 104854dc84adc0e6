import { performance } from 'node:perf_hooks';
import { dateNow } from '../real-time.ts';

// Taken when the module loads, so that a test's fake timers change nothing.
const steadyClock = performance.now.bind(performance);

/** Milliseconds since the epoch: the clock that services stamp their spans with. */
export function wallMs(): number {
  return dateNow();
}

/** Milliseconds that never go back, for measuring how long something took. */
export function steadyMs(): number {
  return steadyClock();
}

/** A moment of the wall clock as spans have it: nanoseconds since the epoch. */
export function unixNano(atWallMs: number): bigint {
  return BigInt(Math.floor(atWallMs)) * 1_000_000n;
}
