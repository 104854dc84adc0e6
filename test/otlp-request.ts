import { randomBytes } from 'node:crypto';

/** A span as a test wants it sent; what is left out gets a sensible value. */
export interface SpanToSend {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  readonly kind?: number;
  readonly service?: string;
  /** Milliseconds since the epoch. */
  readonly startMs?: number;
  readonly durationMs?: number;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
}

export function newTraceId(): string {
  return randomBytes(16).toString('hex');
}

export function newSpanId(): string {
  return randomBytes(8).toString('hex');
}

/** An ExportTraceServiceRequest in OTLP/JSON, one ResourceSpans a span. */
export function traceRequest(...spans: readonly SpanToSend[]): unknown {
  return {
    resourceSpans: spans.map(span => ({
      resource: { attributes: attributes({ 'service.name': span.service ?? 'orders' }) },
      scopeSpans: [{ scope: { name: 'test' }, spans: [jsonSpan(span)] }],
    })),
  };
}

function jsonSpan(span: SpanToSend): unknown {
  const startMs = span.startMs ?? Date.now();
  const nanos = (ms: number): string => String(BigInt(Math.round(ms * 1_000)) * 1_000n);
  return {
    traceId: span.traceId ?? newTraceId(),
    spanId: span.spanId ?? newSpanId(),
    ...(span.parentSpanId === undefined ? {} : { parentSpanId: span.parentSpanId }),
    name: span.name ?? 'work',
    kind: span.kind ?? 2,
    startTimeUnixNano: nanos(startMs),
    endTimeUnixNano: nanos(startMs + (span.durationMs ?? 0)),
    attributes: attributes(span.attributes ?? {}),
    ...(span.links === undefined ? {} : { links: span.links }),
  };
}

function attributes(of: Readonly<Record<string, string>>): unknown[] {
  return Object.entries(of).map(([key, value]) => ({ key, value: { stringValue: value } }));
}

/** Sends spans to a receiver as OTLP/JSON over HTTP. */
export async function send(receiver: { readonly httpUrl: string }, ...spans: readonly SpanToSend[]): Promise<Response> {
  return fetch(`${receiver.httpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(traceRequest(...spans)),
  });
}
