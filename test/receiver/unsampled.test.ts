import { trace as api } from '@opentelemetry/api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { traceOf } from '../../src/receiver/trace-of.ts';
import { startSdk } from '../../src/sdk/index.ts';
import { newSpanId, send } from '../otlp-request.ts';

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false, timeout: 1_000 });
});

afterEach(() => receiver.stop());

test('sends the flag 0, and resolves after quiet with an empty trace', async () => {
  const startedMs = performance.now();
  const trace = await receiver.capture(({ headers }) => headers.traceparent, { sampled: false });
  expect(trace.result).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-00$/);
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(95);
  expect(trace.spans).toEqual([]);
  expect(trace.context?.sampled).toBe(false);
  expect(trace).toBeUnsampled();
});

test('a sampled capture says so', async () => {
  const trace = await receiver.capture(({ traceId, spanId }) => send(receiver, { traceId, parentSpanId: spanId }));
  expect(trace.context?.sampled).toBe(true);
  expect(trace).not.toBeUnsampled();
});

test('waits for what a service sends in spite of the flag, its parents too', async () => {
  const parent = newSpanId();
  const trace = await receiver.capture(
    async ({ traceId, spanId }) => {
      setTimeout(() => void send(receiver, { traceId, spanId: newSpanId(), parentSpanId: parent, name: 'child' }), 40);
      setTimeout(() => void send(receiver, { traceId, spanId: parent, parentSpanId: spanId, name: 'parent' }), 200);
    },
    { sampled: false, quiet: 500 },
  );
  expect(trace.spans.map(({ name }) => name).sort()).toEqual(['child', 'parent']);
  expect(trace).not.toBeUnsampled();
});

test('an SDK that heeds its parent records nothing; the function need not read the headers then', async () => {
  const sdk = await startSdk({ receiver, service: 'shop' });
  const work = () => api.getTracer('shop').startActiveSpan('place order', span => span.end());
  expect(await receiver.capture(work, { sampled: false })).toBeUnsampled();
  expect(await receiver.capture(work)).toHaveSpan('place order');
  await sdk.stop();
});

test('what nobody sent was not unsampled', async () => {
  const trace = await receiver.capture(() => 42, { sampled: false });
  expect(() => expect(trace).toBeUnsampled()).toThrow(/no service got the context/);
});

test('other matchers refuse the empty trace, and say which one judges it', async () => {
  const trace = await receiver.capture(({ headers }) => headers, { sampled: false });
  expect(() => expect(trace).not.toHaveSpan('x')).toThrow(
    /It was captured with sampled: false: toBeUnsampled judges it/,
  );
});

test('throws what the function throws, with the trace', async () => {
  const error = new Error('no');
  await expect(receiver.capture(() => Promise.reject(error), { sampled: false })).rejects.toBe(error);
  expect(traceOf(error)?.spans).toEqual([]);
});

test.each([
  ['services', { services: ['gateway'] }],
  ['until', { until: 'POST /checkout' }],
  ['root', { root: 'POST /checkout' }],
])('%s awaits spans, and contradicts it', async (name, options) => {
  await expect(receiver.capture(() => 42, { sampled: false, ...options })).rejects.toThrow(
    `INVALID_OPTION: capture() option ${name} awaits spans, but with sampled: false services are told to send none.`,
  );
});

test('takes true or false alone', async () => {
  // @ts-expect-error a slip that only a type checker would catch otherwise
  await expect(receiver.capture(() => 42, { sampled: 0 })).rejects.toThrow(
    'INVALID_OPTION: capture() option sampled is the number 0; it takes true or false.',
  );
});
