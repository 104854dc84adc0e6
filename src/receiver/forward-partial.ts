import type { PartlyRejected } from '../otlp/decode-response.ts';
import { plain } from '../report/quote.ts';

/** That the target took a request, and not all of it. */
export function partialReason({ rejected, message }: PartlyRejected): string {
  const said = message === '' ? '' : `: ${plain(message, 200)}`;
  return rejected === 0 ? `the target took it with a warning${said}` : `the target rejected ${rejected} of it${said}`;
}
