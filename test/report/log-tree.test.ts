import { expect, test } from 'vitest';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { CHARGED, line, loggedTrace } from '../matchers/logs.ts';

test('the log records of each span stand below it, by time', () => {
  const trace = loggedTrace([
    line('order ada@example.com placed', 50),
    line('starting', 5),
    line('declined', 25, { spanId: CHARGED, severityNumber: 13 }),
    line('of no span', 30, { spanId: undefined }),
    line('of a span that is missing', 31, { spanId: 'f'.repeat(16), attributes: { 'log.iostream': 'OTLP' } }),
  ]);
  expect(trace.print({ logs: true })).toMatchInlineSnapshot(`
    "trace 4bf92f35, 1 service, 2 spans, 100 ms, 5 log records
    orders  SERVER    POST /orders    100 ms
                        12:00:01.005 INFO "starting" (orders, stdout)
                        12:00:01.050 INFO "order a***@e***.com#1 placed" (orders, stdout)
    orders  INTERNAL  └─ charge card   30 ms
                           12:00:01.025 WARN "declined" (orders, stdout)

    2 log records of no span that arrived:
      12:00:01.030 INFO "of no span" (orders, stdout)
      12:00:01.031 INFO "of a span that is missing" (orders, OTLP)"
  `);
  expect(trace.print({ logs: false })).toBe(String(trace));
});

test('an option that is not known is refused', async () => {
  const receiver = await startReceiver({ grpcPort: false });
  const trace = await receiver.capture(() => 1, { sampled: false, quiet: 0 });
  await receiver.stop();
  expect(() => trace.print({ log: true } as never)).toThrow(/UNKNOWN_OPTION.*"logs"/);
  expect(() => trace.print({ logs: 'yes' } as never)).toThrow(/INVALID_OPTION/);
});
