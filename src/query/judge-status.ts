import type { Span } from '../model/trace.ts';
import { matchStatusCode } from './criteria-fields.ts';
import { type Accepts, matchText } from './match-value.ts';
import type { Reading, StatusVerdict } from './verdict.ts';

/** A status that was asked for: a code, and a message unless any would do. */
export interface WantedStatus {
  readonly code: unknown;
  readonly message: Reading;
  readonly acceptsCode: Accepts;
  readonly acceptsMessage: Accepts;
}

/**
 * Checks an expected status and makes it ready to be held against spans.
 *
 * @throws {TracewrightError} UNKNOWN_STATUS or INVALID_CRITERIA.
 */
export function compileStatus(code: unknown, message: Reading, where: string): WantedStatus {
  return {
    code,
    message,
    acceptsCode: matchStatusCode(code, `${where}: the code`),
    acceptsMessage: message === undefined ? () => true : matchText(message.value, `${where}: the message`),
  };
}

/** Judges whether a span has the status. Nothing of a status is ever dropped: the answer is certain. */
export function judgeStatus(span: Span, wanted: WantedStatus): StatusVerdict {
  const { code, message } = span.status;
  const pass = wanted.acceptsCode(code) && wanted.acceptsMessage(message);
  return { outcome: pass ? 'pass' : 'fail', span, code: wanted.code, message: wanted.message };
}
