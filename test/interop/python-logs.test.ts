import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import type { Service } from '../../src/services/service.ts';
import '../../matchers/vitest.ts';
import { start, startJob } from './start-shop.ts';

describe('JSON lines of structlog and python-json-logger', () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.stop(), 20_000);

  test('are log records of the span that they were written in', async () => {
    const job = await startJob(receiver);
    expect(await job.exited).toBe(0);
    const [trace] = await receiver.settled();
    if (trace === undefined) throw new Error('no trace');
    const { spanId } = trace.get('count stock');
    expect(job.logs.map(({ body, spanId: id, severityNumber }) => [body, id, severityNumber])).toEqual([
      ['starting', undefined, 9],
      ['stock is low', spanId, 13],
      ['order ord-1 is late', spanId, 13],
      ['counting failed', spanId, 17],
      ['done', undefined, 9],
    ]);
    expect(trace).toHaveLogs({ body: 'stock is low', attributes: { item: 'ada' } }, { times: 1 });
    expect(trace).toHaveLogs({ body: 'order ord-1 is late', scope: 'shop.orders' }, { times: 1 });
    expect(trace).toHaveLogs({ attributes: { 'exception.type': 'ValueError', 'exception.message': 'no such item' } });
    expect(trace.logs).toCorrelateWith(trace);
    expect(trace).toHaveCorrelatedLogs();
  });
});

/** Releases of opentelemetry-instrumentation-logging before 0.61 add no handler, and a project need not have it at all. */
describe.each([
  { protocol: 'http/protobuf', disabled: 'logging', logging: 'without its instrumentation of logging' },
  { protocol: 'grpc', disabled: '', logging: 'with its instrumentation of logging' },
] as const)('Python over $protocol, $logging', ({ protocol, disabled }) => {
  let receiver: Receiver;
  let orders: Service;
  beforeAll(async () => {
    receiver = await startReceiver();
    const env = { PAYMENTS_URL: 'http://127.0.0.1:1', OTEL_PYTHON_DISABLED_INSTRUMENTATIONS: disabled };
    orders = await start('orders', { receiver, protocol, env });
  });
  afterAll(() => receiver.stop(), 20_000);

  test('exports a log record once, with the span that it was written in', async () => {
    const written = 'order ord-1 is to be paid';
    const trace = await receiver.capture(
      ({ headers }) => fetch(`${orders.url}/orders/ord-1?card=good`, { method: 'POST', headers }),
      { services: ['orders'], until: () => receiver.logs.some(({ body }) => body === written) },
    );
    const server = trace.get({ service: 'orders', kind: 'SERVER' });
    expect(trace.logs.filter(({ body }) => body === written)).toMatchObject([
      { service: 'orders', spanId: server.spanId, severityText: expect.stringMatching(/^WARN/) },
    ]);
  });
});
