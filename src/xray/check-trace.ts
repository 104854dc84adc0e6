import { TracewrightError } from '../errors.ts';
import { kindOf } from '../misuse.ts';
import { isSpan, isTrace, type Trace } from '../model/trace.ts';

/**
 * A trace that was given to a function.
 *
 * @throws {TracewrightError} INVALID_SUBJECT for anything else
 */
export function checkTrace(given: unknown, where: string): Trace {
  if (isTrace(given)) return given;
  const what = isSpan(given) ? 'a Span' : kindOf(given);
  const instead = isSpan(given) ? ' Pass its trace: span.trace.' : what === 'a Promise' ? ' `await` is missing.' : '';
  throw new TracewrightError('INVALID_SUBJECT', `${where} takes a Trace; received ${what}.${instead}`);
}
