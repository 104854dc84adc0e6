import { TracewrightError } from '../errors.ts';
import { kindOf, suggestion } from '../misuse.ts';
import type { QuietPlan } from '../store/quiet.ts';
import type { Mark, Since } from '../store/since.ts';
import type { ReceiverDefaults } from './state.ts';

/** Every wait has a limit in milliseconds, counted from the call. */
export interface WaitOptions {
  /** Default: the `timeout` of `startReceiver`, which is 4,000 ms, since runners give up at 5,000. */
  readonly timeout?: number;
}

/** For the waits that look back: which spans count. */
export interface SinceOptions {
  /**
   * From when on spans count. `test` (default): since the current test began, where the entry of a runner marks tests;
   * elsewhere since `clear()`, or since the receiver started. A mark of `receiver.mark()`: since then. `start`: all that
   * are held.
   */
  readonly since?: Since;
}

/** For the waits that settle. */
export interface QuietOptions {
  /**
   * How long nothing must have come, in milliseconds. Default: the `quiet` of `startReceiver`, which is 100 ms, and longer
   * for a service that exports late, up to a quarter of `timeout`. What is given here is never made longer.
   */
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

/** Reads the option `since`. */
export function checkSince(given: unknown, where: string): Since {
  if (given === undefined || given === 'test') return 'test';
  if (given === 'start' || isMark(given)) return given;
  throw new TracewrightError(
    'INVALID_OPTION',
    typeof given === 'string'
      ? `${where} option since is "${given}".${suggestion(given, ['test', 'start'])} Or give it what receiver.mark() gave.`
      : `${where} option since is ${kindOf(given)}; it takes 'test', 'start', or what receiver.mark() gave.`,
  );
}

function isMark(given: unknown): given is Mark {
  if (typeof given !== 'object' || given === null) return false;
  const { wallMs, steadyMs } = given as { readonly wallMs?: unknown; readonly steadyMs?: unknown };
  return Number.isFinite(wallMs) && Number.isFinite(steadyMs);
}

/** Reads the option `rejected`. */
export function allowsRejected(given: unknown, where: string): boolean {
  if (given === undefined || given === 'allow') return given === 'allow';
  throw new TracewrightError(
    'INVALID_OPTION',
    `${where} option rejected is ${kindOf(given)}.${suggestion(String(given), ['allow'])}`,
  );
}

/** What a wait was told of quiet, or its receiver if the wait was not. */
export function planQuiet(
  options: (WaitOptions & QuietOptions) | undefined,
  { timeout, quiet, upstreamDelay }: ReceiverDefaults,
  where: string,
): QuietPlan {
  return {
    quietMs: milliseconds(options?.quiet ?? quiet, `${where} option quiet`),
    isQuietExplicit: options?.quiet !== undefined,
    timeoutMs: milliseconds(options?.timeout ?? timeout, `${where} option timeout`),
    upstreamDelayMs: upstreamDelay,
  };
}

/** A time in milliseconds that a user gave. */
export function milliseconds(value: unknown, where: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return Math.min(value, 2 ** 31 - 1);
  throw new TracewrightError('INVALID_OPTION', `${where} is ${String(value)}; it takes milliseconds, 0 or more.`);
}
