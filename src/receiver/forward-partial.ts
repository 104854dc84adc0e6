import type { PartlyRejected } from '../otlp/decode-response.ts';
import { numberMarks } from '../pii/masking/marks.ts';
import { plain } from '../report/quote.ts';
import type { ForwardResult } from './forward-request.ts';

/** That the target took a request, and not all of it. */
export function partlySent(status: number, { rejected, message }: PartlyRejected): ForwardResult {
  const said = message === '' ? '' : `: ${numberMarks(plain(message, 200))}`;
  const reason =
    rejected === 0 ? `the target took it with a warning${said}` : `the target rejected ${rejected} of it${said}`;
  return { isSent: true, status, reason, answer: { status: '', message, rejected } };
}
