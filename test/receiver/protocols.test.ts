import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace as traceApi } from '@opentelemetry/api';
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import { expect, test } from 'vitest';
import { startReceiver } from '../../src/receiver/start-receiver.ts';

/** Ended spans of a real SDK that use all that its API offers. */
function recordedSpans(): ReadableSpan[] {
  const memory = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'orders', 'service.instance.id': 'i-1' }),
    spanProcessors: [new SimpleSpanProcessor(memory)],
  });
  const tracer = provider.getTracer('shop', '1.2.3', { schemaUrl: 'https://opentelemetry.io/schemas/1.44.0' });
  const producer = tracer.startSpan('send order', { kind: SpanKind.PRODUCER });
  producer.end();
  const span = tracer.startSpan('POST /orders', {
    kind: SpanKind.SERVER,
    links: [{ context: producer.spanContext(), attributes: { 'link.n': 7 } }],
    attributes: {
      text: 'ünïcödé ✓',
      yes: true,
      int: 42,
      negative: -17,
      big: Number.MAX_SAFE_INTEGER,
      double: 0.25,
      strings: ['a', 'b'],
      numbers: [1, 2.5, 3],
    },
  });
  span.addEvent('cache miss', { key: 'k1' });
  span.recordException(new Error('card declined'));
  span.setStatus({ code: SpanStatusCode.ERROR, message: 'card declined' });
  tracer.startSpan('INSERT orders', { kind: SpanKind.CLIENT }, traceApi.setSpan(ROOT_CONTEXT, span)).end();
  span.end();
  return memory.getFinishedSpans();
}

function exportAll(exporter: SpanExporter, spans: ReadableSpan[]): Promise<void> {
  return new Promise((resolve, reject) => {
    exporter.export(spans, result => (result.error === undefined ? resolve() : reject(result.error)));
  });
}

test('a real SDK gives the same traces over gRPC, HTTP/protobuf and HTTP/JSON', async () => {
  const spans = recordedSpans();
  const receiver = await startReceiver();
  const exporters = {
    grpc: new GrpcExporter({ url: receiver.grpcUrl }),
    protobuf: new ProtobufExporter({ url: `${receiver.httpUrl}/v1/traces` }),
    json: new JsonExporter({ url: `${receiver.httpUrl}/v1/traces` }),
  };
  const received: Record<string, unknown> = {};
  for (const [protocol, exporter] of Object.entries(exporters)) {
    await exportAll(exporter, spans);
    received[protocol] = receiver.traces;
    receiver.clear();
    await exporter.shutdown();
  }
  await receiver.stop();
  expect(received.grpc).toHaveLength(2);
  expect(received.protobuf).toStrictEqual(received.grpc);
  expect(received.json).toStrictEqual(received.grpc);
  expect(JSON.stringify(received.json, bigintAsText)).toBe(JSON.stringify(received.grpc, bigintAsText));
});

test('keeps every field that a real SDK sends', async () => {
  const receiver = await startReceiver({ httpPort: false });
  const exporter = new GrpcExporter({ url: receiver.grpcUrl });
  await exportAll(exporter, recordedSpans());
  const span = receiver.get('POST /orders');
  expect(span).toMatchObject({
    kind: 'SERVER',
    service: 'orders',
    status: { code: 'ERROR', message: 'card declined' },
    scope: { name: 'shop', version: '1.2.3', schemaUrl: 'https://opentelemetry.io/schemas/1.44.0' },
    attributes: {
      text: 'ünïcödé ✓',
      int: 42,
      negative: -17,
      big: Number.MAX_SAFE_INTEGER,
      double: 0.25,
      numbers: [1, 2.5, 3],
    },
    events: [{ name: 'cache miss', attributes: { key: 'k1' } }, { name: 'exception' }],
    links: [{ traceId: receiver.get('send order').traceId, attributes: { 'link.n': 7 } }],
  });
  expect(span.resource.attributes['service.instance.id']).toBe('i-1');
  await exporter.shutdown();
  await receiver.stop();
});

test('a gRPC request above 4 MiB is taken, and one above the limit is answered RESOURCE_EXHAUSTED', async () => {
  const spans = recordedSpans().map(span =>
    Object.assign(Object.create(span), { attributes: { text: 'x'.repeat(2_500_000) } }),
  );
  const receiver = await startReceiver({ httpPort: false });
  const small = await startReceiver({ httpPort: false, maxRequestBytes: 1_000_000 });
  const [toLarge, toSmall] = [receiver, small].map(({ grpcUrl }) => new GrpcExporter({ url: grpcUrl }));
  await exportAll(toLarge as GrpcExporter, spans);
  expect(receiver.spans).toHaveLength(3);
  await expect(exportAll(toSmall as GrpcExporter, spans)).rejects.toMatchObject({ code: 8 });
  await Promise.all([toLarge?.shutdown(), toSmall?.shutdown(), receiver.stop(), small.stop()]);
});

function bigintAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
