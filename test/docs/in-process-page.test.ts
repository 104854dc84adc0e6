import { readFileSync } from 'node:fs';
import { context, propagation, type Span, type Tracer, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { canary } from '../../src/pii/canary/canary.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { type ReadableSpan, startSdk, tracesOf } from '../../src/sdk/index.ts';
import { runPage } from './run-page.ts';

const PAGE = new URL('../../docs/in-process.md', import.meta.url);

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false });
});
afterAll(async () => {
  for (const span of open) span.end();
  await receiver.stop();
  trace.disable();
  context.disable();
  propagation.disable();
});

const open: Span[] = [];

function placeOrderWith(tracer: Tracer, id: string): void {
  tracer.startActiveSpan('place order', order => {
    const parent = trace.setSpan(context.active(), order);
    tracer.startSpan('charge card', { attributes: { 'app.order.id': id } }, parent).end();
    order.end();
  });
}

function forgetToEnd(name: string): void {
  const tracer = trace.getTracer('shop');
  tracer.startActiveSpan('place order', order => {
    open.push(tracer.startSpan(name));
    order.end();
  });
}

class RedactionProcessor {
  onStart(): void {}
  onEnd({ attributes }: ReadableSpan): void {
    Object.assign(attributes, { mail: 'redacted' });
  }
  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

const names = {
  expect,
  canary,
  startSdk,
  tracesOf,
  placeOrder: (id: string) => placeOrderWith(trace.getTracer('shop'), id),
  placeOrderWith,
  forgetToEnd,
  signUp: (tracer: Tracer, mail: string) => tracer.startSpan('sign up', { attributes: { mail } }).end(),
  RedactionProcessor,
  BasicTracerProvider,
  BatchSpanProcessor,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  resourceFromAttributes,
  otlpExporter: new InMemorySpanExporter(),
};

/** Ids and durations differ from run to run. */
const steady = (text: string): string =>
  text
    .replace(/\b[0-9a-f]{32}\b/g, '4bf92f3577b34da6a3ce929d0e0e4736')
    .replace(/\b[0-9a-f]{16}\b/g, '00f067aa0ba902b7')
    .replace(/trace [0-9a-f]{8}\b/g, 'trace 4bf92f35')
    .replace(/ [\d.]+ ms/g, ' 0.21 ms');

test('the page shows what its code does', async () => {
  const page = readFileSync(PAGE, 'utf8');
  await expect(await runPage(page, { ...names, receiver }, steady)).toMatchFileSnapshot(PAGE.pathname);
});
