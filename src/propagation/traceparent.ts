import { randomBytes } from 'node:crypto';
import type { SentContext } from '../model/sent-context.ts';

/**
 * A fresh trace context, with the `traceparent` header that carries it.
 *
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function freshContext(sampled: boolean): SentContext {
  const traceId = randomId(16);
  const spanId = randomId(8);
  return { traceId, spanId, sampled, headers: { traceparent: `00-${traceId}-${spanId}-${sampled ? '01' : '00'}` } };
}

function randomId(bytes: number): string {
  for (;;) {
    const id = randomBytes(bytes).toString('hex');
    if (/[1-9a-f]/.test(id)) return id;
  }
}
