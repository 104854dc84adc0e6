import type { UnendedSpan } from '../model/unended-span.ts';
import { plain, quote, shortId } from './quote.ts';

/** `the span "x" was started and never ended (shop, trace 4bf92f35)` */
export function unendedText({ name, service, traceId }: UnendedSpan): string {
  return `the span ${quote(name, 60)} was started and never ended (${plain(service, 40)}, trace ${shortId(traceId)})`;
}
