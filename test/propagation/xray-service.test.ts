import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { toXrayId } from '../../src/propagation/formats/xray.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import type { Service } from '../../src/services/service.ts';
import { startService } from '../../src/services/start-service.ts';
import { failureOf } from '../failure-of.ts';

// The official Node SDK with the official X-Ray propagator, in a process of its own.
let receiver: Receiver;
let payments: Service;
beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false });
  payments = await startService(['node', 'callee.cjs'], {
    name: 'payments',
    receiver,
    port: 'PORT',
    cwd: fileURLToPath(new URL('../matrix/services', import.meta.url)),
    propagators: ['xray'],
    env: { ROLE: 'callee', TRANSPORT: 'http' },
    timeout: 15_000,
  });
});
afterAll(() => receiver.stop());

function post(headers: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(`${payments.url}/charge`, { method: 'POST', headers });
}

test('a full header is continued: toContinue holds, of the header and of what was sent', async () => {
  const trace = await receiver.capture(({ headers }) => post(headers), { formats: ['xray'] });
  expect(trace).toContinue();
  const header = trace.context?.headers['x-amzn-trace-id'] ?? '';
  expect(header).toMatch(/^Root=1-[\da-f]{8}-[\da-f]{24};Parent=[\da-f]{16};Sampled=1$/);
  expect(trace).toContinue(header);
  expect(Math.abs(Number.parseInt(header.slice(7, 15), 16) - Date.now() / 1_000)).toBeLessThan(60);
});

test("a load balancer's Root alone is not continued by the stock SDK, and toContinue says exactly that", async () => {
  let header = '';
  const trace = await receiver.capture(
    ({ traceId }) => {
      header = `Root=${toXrayId(traceId)}`;
      return post({ 'X-Amzn-Trace-Id': header });
    },
    { root: { service: 'payments' } },
  );
  const text = failureOf(() => expect(trace).toContinue(header));
  expect(text).toContain(`X-Amzn-Trace-Id: ${header}`);
  expect(text).toContain(
    'the header has Root and no Parent, as a load balancer alone sends it: stock OpenTelemetry SDKs do not continue it, they begin a new trace.',
  );
  expect(text).toContain('Send Parent and Sampled too (Root=...;Parent=...;Sampled=1), or give payments a propagator');
});

test("a capture that sends a load balancer's header says that the stock SDK does not continue it", async () => {
  const failure = await receiver
    .capture(({ headers }) => post(headers), { formats: ['alb'], timeout: 600 })
    .then(String, String);
  expect(failure).toContain('TRACE_TIMEOUT');
  expect(failure).toContain('payments did not continue its x-amzn-trace-id header');
  expect(failure).toContain('a Root and no Parent, as an AWS load balancer adds it');
});

test('a capture in another format than the service reads says which it reads', async () => {
  const failure = await receiver.capture(({ headers }) => post(headers), { timeout: 600 }).then(String, String);
  expect(failure).toContain('TRACE_TIMEOUT');
  expect(failure).toContain('OTEL_PROPAGATORS=xray');
});
