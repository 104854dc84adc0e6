import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { BasicTracerProvider, BatchSpanProcessor, InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import type { Sdk } from '../../src/sdk/sdk.ts';
import { startSdk } from '../../src/sdk/start-sdk.ts';
import { newSpanId, newTraceId, send } from '../otlp-request.ts';

// A test may fake timers and dates: what it waits for comes all the same, and what is old stays old.

const HOUR_MS = 3_600_000;
const FAKES: readonly [string, () => void][] = [
  ['the date is of years ago', () => vi.setSystemTime('2021-01-01')],
  ['the date is of an hour ago', () => vi.setSystemTime(Date.now() - HOUR_MS)],
  ['the date is of an hour to come', () => vi.setSystemTime(Date.now() + HOUR_MS)],
  ['timers are faked', () => vi.useFakeTimers()],
  [
    'all that can be is faked',
    () => vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'Date', 'performance'] }),
  ],
];
const SDKS: readonly [string, (receiver: Receiver) => Promise<Sdk>][] = [
  ['an SDK that startSdk started', receiver => startSdk({ receiver, service: 'orders' })],
  [
    'a provider that it joined',
    receiver =>
      startSdk({
        receiver,
        provider: new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(new InMemorySpanExporter())] }),
      }),
  ],
];

let receiver: Receiver;
let sdk: Sdk | undefined;
beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false });
});
afterEach(async () => {
  vi.useRealTimers();
  await sdk?.stop();
  sdk = undefined;
  await receiver.stop();
});

describe.each(FAKES)('while %s', (_, fake) => {
  test.each(SDKS)('every wait finds what began since, and nothing older: %s', async (_sdk, start) => {
    sdk = await start(receiver);
    const { tracer } = sdk;
    tracer.startSpan('charge card').end();
    const earlier = tracer.startSpan('refund');
    const since = receiver.mark();
    fake();
    earlier.end();
    tracer.startSpan('charge card').end();
    const span = await receiver.waitForSpan('charge card', { since });
    expect((await receiver.waitForTrace('charge card', { since })).traceId).toBe(span.traceId);
    expect((await receiver.settled({ since })).map(trace => trace.traceId)).toEqual([span.traceId]);
    await expect(receiver.waitForSpan('refund', { since, timeout: 100 })).rejects.toThrow('TRACE_TIMEOUT');
    expect((await receiver.waitForSpan('refund', { since: 'start' })).name).toBe('refund');
  });

  test.each(SDKS)('a capture has its trace and its strays: %s', async (_sdk, start) => {
    sdk = await start(receiver);
    const { tracer } = sdk;
    fake();
    const trace = await receiver.capture(() => {
      tracer.startSpan('place order').end();
      context.with(ROOT_CONTEXT, () => tracer.startSpan('lost').end());
    });
    expect(trace.spans.map(({ name }) => name)).toEqual(['place order']);
    expect(trace.strays.map(({ roots }) => roots[0]?.name)).toEqual(['lost']);
    const adopted = await receiver.capture(() => context.with(ROOT_CONTEXT, () => tracer.startSpan('reindex').end()), {
      root: 'reindex',
    });
    expect(adopted.roots.map(({ name }) => name)).toEqual(['reindex']);
  });

  test('what services send is found, and quiet is kept', async () => {
    fake();
    const since = receiver.mark();
    const traceId = newTraceId();
    await send(receiver, { traceId, name: 'charge card', startMs: Date.now() });
    expect((await receiver.waitForSpan('charge card', { since })).traceId).toBe(traceId);
    const trace = await receiver.capture(({ traceId: own, spanId }) =>
      send(receiver, { traceId: own, spanId: newSpanId(), parentSpanId: spanId }),
    );
    expect(trace.complete).toBe(true);
    await expect(receiver.waitForSpan('never', { timeout: 50 })).rejects.toThrow('TRACE_TIMEOUT');
  });
});
