import { TracewrightError } from '../errors.ts';
import { kindOf, suggestion } from '../misuse.ts';

/** Every wait has a limit in milliseconds, counted from the call. */
export interface WaitOptions {
  /** Default 4,000 ms, since runners give up at 5,000. */
  readonly timeout?: number;
}

/** For the waits that look back: which spans count. */
export interface SinceOptions {
  /** `test` (default): spans begun since the current test began; `start`: all that are held. */
  readonly since?: 'test' | 'start';
}

/** For the waits that settle. */
export interface QuietOptions {
  /** How long nothing must have come, in milliseconds. Default 100, or the largest export lag seen if that is longer. */
  readonly quiet?: number;
}

/** For the waits that give traces to judge. */
export interface RejectedOptions {
  /**
   * `allow`: what was sent to the receiver and rejected, refused or cut off does not count as missing. Without it, an
   * assertion that something is absent is `INCOMPLETE` then.
   */
  readonly rejected?: 'allow';
}

/** Reads the option `rejected`. */
export function allowsRejected(given: unknown, where: string): boolean {
  if (given === undefined || given === 'allow') return given === 'allow';
  throw new TracewrightError(
    'INVALID_OPTION',
    `${where} option rejected is ${kindOf(given)}.${suggestion(String(given), ['allow'])}`,
  );
}

/** A time in milliseconds that a user gave. */
export function milliseconds(value: unknown, where: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return Math.min(value, 2 ** 31 - 1);
  throw new TracewrightError('INVALID_OPTION', `${where} is ${String(value)}; it takes milliseconds, 0 or more.`);
}
