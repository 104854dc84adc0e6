/** Set by `npm run test:full`. */
const IS_FULL = process.env.TRACEWRIGHT_FULL_RUNS === '1';

/**
 * How many inputs a fuzz, property or corpus test takes: a twentieth in `npm test`, all in `npm run test:full`, which runs the
 * tests of every file that imports this one.
 */
export function runs(full: number): number {
  return IS_FULL ? full : Math.ceil(full / 20);
}

/**
 * What so many random inputs must come to, at least: in `npm test` they are too few to count on more than one.
 *
 * @param full what all inputs of `npm run test:full` come to
 */
export function leastOf(full: number): number {
  return IS_FULL ? full : 0;
}
