import { type ErrorCode, TracewrightError } from '../errors.ts';
import { escapeUnseen } from '../model/escape-unseen.ts';

/** Of a long selector, so much is shown before and after the place. */
const SHOWN = 60;

/** An error that shows the selector with a caret under the place. */
export function selectorError(
  source: string,
  at: number,
  what: string,
  code: ErrorCode = 'INVALID_SELECTOR',
): TracewrightError {
  const from = Math.max(0, at - SHOWN);
  const lead = from > 0 ? '...' : '';
  const before = escapeUnseen(source.slice(from, at));
  const after = escapeUnseen(source.slice(at, at + SHOWN));
  const caret = ' '.repeat(lead.length + before.length);
  const rest = at + SHOWN < source.length ? '...' : '';
  return new TracewrightError(
    code,
    `select(), column ${at + 1}: ${what}.\n\n  ${lead}${before}${after}${rest}\n  ${caret}^`,
  );
}
