import { randomInt } from 'node:crypto';
import { TracewrightError } from '../../errors.ts';
import { checkOptions, kindOf } from '../../misuse.ts';
import type { Canary } from './canary-base.ts';
import { CanaryPerson } from './person.ts';
import { SingleCanary } from './single-canary.ts';

/** How a person is made. */
export interface PersonOptions {
  /** The same seed gives the same person. Default: a random one, which failure texts and `person.seed` tell. */
  readonly seed?: number | string;
}

/** So many persons there are without a seed. */
const SEEDS = 2 ** 31;

/**
 * Data for a test to send, and to look for in its traces with `expect(trace).not.toLeak(...)`.
 *
 * @example
 * const person = canary.person();
 * const trace = await receiver.capture(({ headers }) => signUp({ email: person.email, card: person.card }, headers));
 * expect(trace).not.toLeak(person);
 */
export const canary = {
  /**
   * A synthetic person: `name`, `email`, `phone`, `card`, `iban`, `password` and `token`, each valid for validators and
   * unlike anything else. It counts as sent once one of them was read.
   *
   * @throws {TracewrightError} UNKNOWN_OPTION, INVALID_OPTION, UNDEFINED_EXPECTATION
   */
  person(options?: PersonOptions): CanaryPerson {
    checkOptions(options, ['seed'], 'canary.person()');
    const seed = options?.seed ?? randomInt(SEEDS);
    const isSeed = typeof seed === 'string' ? seed !== '' : typeof seed === 'number' && Number.isFinite(seed);
    if (!isSeed)
      throw new TracewrightError(
        'INVALID_OPTION',
        `canary.person() option seed is ${kindOf(seed)}; it takes a number or text.`,
      );
    return new CanaryPerson(seed);
  },

  /**
   * A canary of one value that the test has from elsewhere, so it counts as sent at once.
   *
   * @throws {TracewrightError} INVALID_CANARY for a value with fewer than 6 distinctive characters.
   * @example
   * expect(trace).not.toLeak(canary.track('the note', 'please ring twice'));
   */
  track(label: string, value: string | number | bigint): Canary {
    return new SingleCanary(label, value);
  },
} as const;
