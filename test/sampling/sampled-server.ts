import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type Sampler } from '@opentelemetry/sdk-trace-base';
import type { Receiver } from '../../src/receiver/receiver.ts';

/** How a server under test behaves. */
export interface ServerOptions {
  readonly receiver: Receiver;
  readonly sampler: Sampler;
  /** How long a batch is held back, in milliseconds. */
  readonly delay?: number;
  /** How many traces a request begins. */
  readonly traces?: number;
  /** By how much its clock is ahead, in milliseconds. */
  readonly ahead?: number;
  readonly host?: string;
}

/** A server with a real SDK, which begins a trace for a request that carries no context, and continues one that does. */
export async function startSampledServer({
  receiver,
  sampler,
  delay = 50,
  traces = 1,
  ahead = 0,
  host,
}: ServerOptions) {
  const exporter = new OTLPTraceExporter({ url: `${receiver.httpUrl}/v1/traces` });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'orders', ...(host && { 'host.name': host }) }),
    sampler,
    spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: delay, maxQueueSize: 65_536 })],
  });
  const tracer = provider.getTracer('test');
  const server = createServer((request, response) => {
    const parent = /^00-(\w{32})-(\w{16})-(\w\w)$/.exec(String(request.headers.traceparent ?? ''));
    const context =
      parent === null
        ? ROOT_CONTEXT
        : trace.setSpanContext(ROOT_CONTEXT, {
            traceId: parent[1] ?? '',
            spanId: parent[2] ?? '',
            traceFlags: Number.parseInt(parent[3] ?? '', 16),
            isRemote: true,
          });
    for (let index = 0; index < traces; index++) {
      const startTime = Date.now() + ahead;
      const span = tracer.startSpan(`GET ${request.url}`, { kind: SpanKind.SERVER, startTime }, context);
      const within = trace.setSpan(context, span);
      tracer.startSpan('SELECT', { kind: SpanKind.CLIENT, startTime }, within).end(startTime + 1);
      span.end(startTime + 1);
    }
    response.statusCode = request.url === '/broken' ? 500 : 200;
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async (): Promise<void> => {
      server.close();
      server.closeAllConnections();
      await provider.shutdown();
    },
  };
}
