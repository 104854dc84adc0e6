import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { newTraceId, send, traceRequest } from '../otlp-request.ts';

// While the test's process stands still the services go on sending: what they sent then is no less there.

const QUIET = 100;

/** Sends a request from a thread of its own once the signal is given, and gives one back when it is on its way. */
const SERVICE = `
  const { request } = require('node:http');
  const { parentPort, workerData: { url, body, signal } } = require('node:worker_threads');
  parentPort.postMessage('ready');
  Atomics.wait(signal, 0, 0);
  const sent = request(url + '/v1/traces', { method: 'POST', headers: { 'content-type': 'application/json' } });
  sent.on('error', () => {});
  sent.end(body);
`;

let receiver: Receiver;
let service: Worker | undefined;

beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false, quiet: QUIET, timeout: 10_000 });
});

afterEach(async () => {
  await service?.terminate();
  await receiver.stop();
});

/** Within the quiet, stands still until long after it, while the service sends the span. */
async function standStillWhileSent(span: { traceId: string; parentSpanId?: string }): Promise<void> {
  const signal = new Int32Array(new SharedArrayBuffer(8));
  const body = JSON.stringify(traceRequest({ ...span, name: 'sent meanwhile' }));
  service = new Worker(SERVICE, { eval: true, workerData: { url: receiver.httpUrl, body, signal } });
  await once(service, 'message');
  await (await send(receiver, { ...span, name: 'first' })).arrayBuffer();
  setTimeout(() => {
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
    Atomics.wait(signal, 1, 0, 5 * QUIET);
  }, QUIET / 5);
}

test('a capture takes in what was sent while the process stood still', async () => {
  const trace = await receiver.capture(({ traceId, spanId }) => standStillWhileSent({ traceId, parentSpanId: spanId }));
  expect(trace.spans.map(({ name }) => name).sort()).toEqual(['first', 'sent meanwhile']);
});

test('so do settled() and waitForTrace()', async () => {
  for (const wait of [() => receiver.settled(), async () => [await receiver.waitForTrace('first')]]) {
    receiver.clear();
    await standStillWhileSent({ traceId: newTraceId() });
    const traces = await wait();
    await service?.terminate();
    expect(traces.flatMap(({ spans }) => spans.map(({ name }) => name)).sort()).toEqual(['first', 'sent meanwhile']);
  }
});

test('a deadline that passes in a standstill still gives what was sent before it', async () => {
  await standStillWhileSent({ traceId: newTraceId() });
  const span = await receiver.waitForSpan('sent meanwhile', { timeout: 2 * QUIET });
  expect(span.name).toBe('sent meanwhile');
});
