import { TracewrightError } from '../errors.ts';

/** A bound of a receiver that was passed: something was refused, so nothing can be told from what is held. */
export interface Overflow {
  /** The option that sets the bound. */
  readonly limit: 'maxRequestBytes' | 'maxSpans' | 'maxBytes';
  /** What was refused, with value and limit. */
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

/**
 * Refuses to judge what a receiver holds once something was refused there.
 *
 * @throws {TracewrightError} RECEIVER_OVERFLOW
 */
export function refuseOverflow(overflow: Overflow | undefined): void {
  if (overflow === undefined) return;
  throw new TracewrightError(
    'RECEIVER_OVERFLOW',
    `the receiver refused a request: ${overflow.reason} What it held is missing, so nothing can be told of what is here. ` +
      `Raise ${overflow.limit} in startReceiver(), or call receiver.clear() between tests.`,
  );
}
