import type { Span } from '../model/trace.ts';
import { plain, quote } from './quote.ts';

/** A span by its name: `"POST /charge"`. */
export function spanName(span: Span): string {
  return quote(span.name, 60);
}

/** A span by its name, service and kind: `"POST /charge" (payments, SERVER)`. */
export function spanLabel(span: Span): string {
  return `${spanName(span)} (${plain(span.service, 40)}, ${span.kind})`;
}
