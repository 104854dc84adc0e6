import type { CaptureOptions, Receiver, Trace } from '../../src/index.ts';
import { newSpanId, type SpanToSend, send, traceRequest } from '../otlp-request.ts';

/** A request with these spans, as OTLP/JSON. */
export function requestBody(...spans: readonly SpanToSend[]): string {
  return JSON.stringify(traceRequest(...spans));
}

/** A capture whose trace has one good span, and during which something else happens. */
export function captureBeside(
  receiver: Receiver,
  meanwhile: (traceId: string, rootId: string) => Promise<unknown>,
  options: CaptureOptions = {},
): Promise<Trace<unknown>> {
  return receiver.capture(async ({ traceId, spanId }) => {
    const rootId = newSpanId();
    await send(receiver, { traceId, spanId: rootId, parentSpanId: spanId, name: 'POST /orders' });
    await meanwhile(traceId, rootId);
  }, options);
}
