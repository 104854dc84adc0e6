import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProbe } from '../../src/probe/start-probe.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { newSpanId, newTraceId, send } from '../otlp-request.ts';
import { judged } from './lost-hop.ts';

const ATTRIBUTES = { 'http.request.method': 'POST', 'url.path': '/charge' };

let receiver: Receiver;
let payments: Server;
beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false });
  // It begins a trace of its own for each request.
  payments = createServer((request, response) => {
    void send(receiver, { service: 'payments', name: 'POST /charge', attributes: ATTRIBUTES, durationMs: 1 }).then(
      () => void request.resume().once('end', () => response.end()),
    );
  });
  await new Promise<void>(resolve => payments.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await receiver.stop();
  await new Promise(resolve => payments.close(resolve));
});

/** orders calls payments through a probe with these headers. */
async function call(write: (sent: { traceId: string; spanId: string }) => Record<string, string>) {
  const { port } = payments.address() as AddressInfo;
  const probe = await startProbe({ target: `http://127.0.0.1:${port}`, receiver });
  const trace = await receiver.capture(async ({ traceId, spanId: parentSpanId }) => {
    const [entry, spanId, startMs] = [newSpanId(), newSpanId(), Date.now()];
    const headers = { ...write({ traceId, spanId }), connection: 'close' };
    await fetch(`${probe.url}/charge`, { method: 'POST', headers });
    const span = { traceId, service: 'orders', startMs, durationMs: 50 };
    await send(
      receiver,
      { ...span, spanId: entry, parentSpanId, name: 'POST /orders' },
      { ...span, spanId, parentSpanId: entry, kind: 3, name: 'POST', attributes: ATTRIBUTES },
    );
  });
  await probe.stop();
  return { ...judged(trace, ['orders', 'payments']), headers: probe.crossings[0]?.headers };
}

test('the probe keeps a context under any name, and nothing else', async () => {
  const { diagnosis, text, headers } = await call(({ traceId, spanId }) => ({
    'ce-traceparent': `00-${traceId}-${spanId}-01`,
    authorization: `Bearer ${newTraceId()}`,
    cookie: `session=${newTraceId()}`,
    'x-api-key': newTraceId(),
  }));
  expect(Object.keys(headers ?? {})).toEqual(['ce-traceparent']);
  expect(text).toContain("carried this trace's context only in ce-traceparent (seen by the probe at");
  expect(diagnosis).toBe('wrong-format');
});

test.each([
  ['a healthy traceparent', 'not-extracted', (t: string, s: string) => ({ traceparent: `00-${t}-${s}-01` })],
  [
    'a cut trace id',
    'trace-id-cut',
    (t: string, s: string) => ({ traceparent: `00-${'0'.repeat(16)}${t.slice(16)}-${s}-01` }),
  ],
  ['b3: 0', 'unsampled-upstream', () => ({ b3: '0' })],
  ['no context', 'not-injected', () => ({ 'x-request-id': newTraceId() })],
] as const)('%s: %s', async (_label, diagnosis, write) => {
  expect(await call(({ traceId, spanId }) => ({ ...write(traceId, spanId) }))).toMatchObject({ diagnosis });
});
