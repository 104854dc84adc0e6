import { context, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { describe, expect, it } from 'vitest';
import { decodeTracesJson } from '../../src/otlp/decode-json.ts';
import { decodeTracesProtobuf } from '../../src/otlp/decode-protobuf.ts';
import type { DecodedTraces } from '../../src/otlp/decoded-traces.ts';

function spansOf(record: (tracer: Tracer) => void): ReadableSpan[] {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'checkout' }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  record(provider.getTracer('checkout-lib', '2.0.0', { schemaUrl: 'https://schema/1' }));
  return exporter.getFinishedSpans();
}

function checkout(tracer: Tracer): void {
  const root = tracer.startSpan('POST /checkout', { kind: SpanKind.SERVER, startTime: [1_700_000_000, 123_456_789] });
  root.setAttributes({ text: 'ü', yes: true, n: 42, negative: -7, big: 2 ** 40, pi: 3.25, list: ['a', 'b'] });
  const parent = trace.setSpan(context.active(), root);
  const child = tracer.startSpan(
    'charge',
    { kind: SpanKind.CLIENT, links: [{ context: root.spanContext(), attributes: { l: 1 } }] },
    parent,
  );
  child.addEvent('declined', { attempt: 1 }, [1_700_000_001, 5]);
  child.setStatus({ code: SpanStatusCode.ERROR, message: 'no funds' });
  child.end();
  root.end([1_700_000_002, 1]);
}

describe.each<[string, (spans: ReadableSpan[]) => DecodedTraces]>([
  ['protobuf', spans => decodeTracesProtobuf(ProtobufTraceSerializer.serializeRequest(spans) ?? new Uint8Array())],
  ['JSON', spans => decodeTracesJson(JsonTraceSerializer.serializeRequest(spans) ?? new Uint8Array())],
])('spans of the JS SDK in %s', (_encoding, decode) => {
  it('arrive as they were recorded', () => {
    const recorded = spansOf(checkout);
    const { spans, problems, rejected } = decode(recorded);
    const [child, root] = spans;
    expect({ problems, rejected }).toStrictEqual({ problems: [], rejected: [] });
    expect(spans.map(span => span.spanId)).toStrictEqual(recorded.map(span => span.spanContext().spanId));
    expect(root).toMatchObject({
      traceId: recorded[1]?.spanContext().traceId,
      parentSpanId: undefined,
      flags: 257,
      name: 'POST /checkout',
      kind: 'SERVER',
      startTimeUnixNano: 1_700_000_000_123_456_789n,
      endTimeUnixNano: 1_700_000_002_000_000_001n,
      attributes: { text: 'ü', yes: true, n: 42, negative: -7, big: 2 ** 40, pi: 3.25, list: ['a', 'b'] },
      status: { code: 'UNSET', message: '' },
      resource: { attributes: { 'service.name': 'checkout' } },
      scope: { name: 'checkout-lib', version: '2.0.0', schemaUrl: 'https://schema/1' },
    });
    expect(child).toMatchObject({
      parentSpanId: root?.spanId,
      kind: 'CLIENT',
      status: { code: 'ERROR', message: 'no funds' },
      events: [{ name: 'declined', timeUnixNano: 1_700_000_001_000_000_005n, attributes: { attempt: 1 } }],
      links: [{ traceId: root?.traceId, spanId: root?.spanId, attributes: { l: 1 }, flags: 257 }],
    });
  });
});

describe('spans of the JS SDK', () => {
  it('decode to the same from protobuf and JSON', () => {
    const recorded = spansOf(checkout);
    const fromJson = decodeTracesJson(JsonTraceSerializer.serializeRequest(recorded) ?? new Uint8Array());
    const fromProtobuf = decodeTracesProtobuf(ProtobufTraceSerializer.serializeRequest(recorded) ?? new Uint8Array());
    expect(fromJson.spans).toHaveLength(2);
    expect(fromJson).toStrictEqual(fromProtobuf);
  });

  it('keep an integer that JSON sends as 1e+21', () => {
    const recorded = spansOf(tracer => tracer.startSpan('big', { attributes: { n: 1e21 } }).end());
    const { spans, problems } = decodeTracesJson(JsonTraceSerializer.serializeRequest(recorded) ?? new Uint8Array());
    expect(spans[0]?.attributes).toStrictEqual({ n: 1e21 });
    expect(problems).toMatchObject([{ service: 'checkout', span: 'big', field: 'attributes["n"]' }]);
  });
});
