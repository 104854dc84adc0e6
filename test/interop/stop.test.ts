import { expect, test } from 'vitest';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { type ServiceName, type StartOptions, start } from './start-shop.ts';

const REQUESTS = 200;
const AT_ONCE = 20;
const LATE = { OTEL_BSP_SCHEDULE_DELAY: '600000', QUARKUS_OTEL_BSP_SCHEDULE_DELAY: '600s' };

test.each([
  { name: 'gateway', protocol: 'http/protobuf' },
  { name: 'gateway', protocol: 'grpc' },
  { name: 'orders', protocol: 'http/protobuf' },
  { name: 'orders', protocol: 'grpc' },
  { name: 'payments', protocol: 'http/protobuf' },
  { name: 'payments', protocol: 'grpc' },
  { name: 'invoices', protocol: 'http/protobuf' },
  { name: 'invoices', protocol: 'grpc' },
  { name: 'deliveries', protocol: 'http/protobuf' },
  { name: 'deliveries', protocol: 'grpc' },
  { name: 'shipping', protocol: 'http/protobuf' },
  { name: 'shipping', protocol: 'grpc' },
  { name: 'rates', protocol: 'http/protobuf' },
  { name: 'rates', protocol: 'grpc' },
] as const)(
  '$name over $protocol loses no span when it is stopped right after its last answer',
  async ({ name, protocol }) => {
    await expectAllSpans(name, { protocol });
  },
);

// Here no timer exports anything: what is left in the batch comes when it ends, or never.
// Not orders: uvicorn ends by the signal, and Python exports at a normal exit only. Above, it is saved by the 100 ms
// that uvicorn waits before it does: longer than the 50 ms of the timer.
test.each([
  { name: 'gateway', protocol: 'http/protobuf' },
  { name: 'gateway', protocol: 'grpc' },
  { name: 'payments', protocol: 'http/protobuf' },
  { name: 'payments', protocol: 'grpc' },
  { name: 'invoices', protocol: 'http/protobuf' },
  { name: 'invoices', protocol: 'grpc' },
  { name: 'deliveries', protocol: 'http/protobuf' },
  { name: 'deliveries', protocol: 'grpc' },
  { name: 'shipping', protocol: 'http/protobuf' },
  { name: 'shipping', protocol: 'grpc' },
  { name: 'rates', protocol: 'http/protobuf' },
  { name: 'rates', protocol: 'grpc' },
] as const)('$name over $protocol exports on SIGTERM what its batch holds', async ({ name, protocol }) => {
  await expectAllSpans(name, { protocol, env: LATE });
});

async function expectAllSpans(name: ServiceName, options: Omit<StartOptions, 'receiver'>): Promise<void> {
  const receiver = await startReceiver();
  try {
    const service = await start(name, { receiver, ...options });
    for (let sent = 0; sent < REQUESTS; sent += AT_ONCE) {
      const answers = Array.from({ length: AT_ONCE }, () => fetch(`${service.url}/ping`).then(answer => answer.text()));
      expect(await Promise.all(answers)).toEqual(Array(AT_ONCE).fill(expect.stringContaining('pong')));
    }
    await service.stop();

    const servers = receiver.filter({ service: name, kind: 'SERVER' });
    expect(servers).toHaveLength(REQUESTS);
    expect(new Set(servers.map(({ traceId }) => traceId)).size).toBe(REQUESTS);
    expect(receiver.stats).toMatchObject({ rejected: 0, duplicates: 0 });
  } finally {
    await receiver.stop();
  }
}
