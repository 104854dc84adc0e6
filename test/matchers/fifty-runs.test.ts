import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { Trace } from '../../src/model/trace.ts';
import { compileMasks } from '../../src/query/mask-volatile.ts';
import { normaliseTraces } from '../../src/query/normalise-trace.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { traceSnapshotText } from '../../src/report/trace-snapshot-text.ts';

// A shop of five services, each with an SDK, a port and a process id of its own, started anew for every run; what it
// does side by side ends in another order each time.

const RUNS = 50;

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false });
});
afterAll(() => receiver.stop());

function structureOf(trace: Trace): string {
  return traceSnapshotText(normaliseTraces([trace], compileMasks(undefined, 'test')));
}

interface Service {
  readonly tracer: Tracer;
  stop(): Promise<void>;
}

function startTracing(name: string): Service {
  const provider = new BasicTracerProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({
        'service.name': name,
        'service.instance.id': crypto.randomUUID(),
        'process.pid': random(60_000),
        'telemetry.sdk.version': `2.${random(20)}.0`,
      }),
    ),
    spanProcessors: [new SimpleSpanProcessor(new OTLPTraceExporter({ url: `${receiver.httpUrl}/v1/traces` }))],
  });
  return { tracer: provider.getTracer(`${name}-lib`, `1.${random(9)}.0`), stop: () => provider.shutdown() };
}

function random(below: number): number {
  return Math.floor(Math.random() * below);
}

function pause(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, random(6)));
}

/** Serves `work` under a SERVER span that continues the caller's. */
async function serve(service: Service, route: string, work: (span: Span, at: Context) => Promise<void>) {
  const server = createServer(async (request, response) => {
    const [, traceId = '', spanId = ''] = String(request.headers.traceparent).split('-');
    const above = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1, isRemote: true });
    const { port } = server.address() as AddressInfo;
    const span = service.tracer.startSpan(
      `POST ${route}`,
      {
        kind: SpanKind.SERVER,
        attributes: {
          'http.route': route,
          'server.port': port,
          'client.port': request.socket.remotePort ?? 0,
          'url.full': `http://127.0.0.1:${port}${request.url}`,
          'user_agent.original': `undici/6.${random(30)}.0`,
        },
      },
      above,
    );
    await work(span, trace.setSpan(above, span));
    span.end();
    response.end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${route}`, stop: () => new Promise(resolve => server.close(resolve)) };
}

async function call(service: Service, url: string, at: Context): Promise<void> {
  await pause();
  const span = service.tracer.startSpan('POST', { kind: SpanKind.CLIENT, attributes: { 'url.full': url } }, at);
  const { traceId, spanId } = span.spanContext();
  const response = await fetch(url, { method: 'POST', headers: { traceparent: `00-${traceId}-${spanId}-01` } });
  await response.text();
  span.end();
}

/** Three prices at once, alike but for what is inside; two mails at once, which link to who ordered them. */
async function runOnce(): Promise<Trace> {
  const names = ['gateway', 'prices', 'stock', 'mailer'] as const;
  const [gateway, prices, stock, mailer] = names.map(startTracing) as [Service, Service, Service, Service];
  const stocked = await serve(stock, '/stock', async span => {
    await pause();
    span.addEvent('cache.miss');
    const error = new Error(`connect ECONNREFUSED 127.0.0.1:${30_000 + random(9_000)}`);
    span.recordException(error);
    span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  });
  const priced = await serve(prices, '/prices', async (span, at) => {
    const sku = ['a', 'b'].map(async name => {
      await pause();
      span.addEvent('looked up', { name });
      prices.tracer.startSpan('SELECT prices', { attributes: { sku: name, 'thread.id': random(99) } }, at).end();
    });
    await Promise.all([...sku, call(prices, stocked.url, at)]);
  });
  const checkout = await serve(gateway, '/checkout', async (_span, at) => {
    const mails = [1, 2].map(async () => {
      await pause();
      const sent = gateway.tracer.startSpan('mails send', { kind: SpanKind.PRODUCER }, at);
      await pause();
      const links = [{ context: sent.spanContext(), attributes: { 'messaging.message.id': crypto.randomUUID() } }];
      mailer.tracer.startSpan('mails process', { kind: SpanKind.CONSUMER, links }, at).end();
      sent.end();
    });
    await Promise.all([
      call(gateway, priced.url, at),
      call(gateway, stocked.url, at),
      call(gateway, priced.url, at),
      ...mails,
    ]);
  });
  const captured = await receiver.capture(
    ({ headers }) => fetch(checkout.url, { method: 'POST', headers }).then(response => response.text()),
    { services: names, quiet: 15 },
  );
  await Promise.all([stocked, priced, checkout, gateway, prices, stock, mailer].map(part => part.stop()));
  return captured;
}

test('the same scenario, run 50 times, gives one snapshot', async () => {
  const first = await runOnce();
  expect(first).toMatchTraceSnapshot();
  const texts = new Set([structureOf(first)]);
  for (let run = 1; run < RUNS; run++) texts.add(structureOf(await runOnce()));
  expect([...texts]).toEqual([structureOf(first)]);
});
