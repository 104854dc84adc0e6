import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ATTACHMENTS } from '../../src/receiver/attachments.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { traceRequest } from '../otlp-request.ts';

const QUIET_MS = 150;
/** Timers fire a little early by another clock. */
const TOLERANCE_MS = 5;

const logs = {
  resourceLogs: [{ scopeLogs: [{ logRecords: [{ timeUnixNano: '1', body: { stringValue: 'hello' } }] }] }],
};
const metrics = { resourceMetrics: [] };

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false, maxSpans: 50 });
});
afterEach(() => receiver.stop());

async function post(signal: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await (
    await fetch(`${receiver.httpUrl}/v1/${signal}`, { method: 'POST', headers, body: JSON.stringify(body) })
  ).arrayBuffer();
}

describe('what is stopped waits until the receiver is quiet', () => {
  test('counted from now on when nothing comes', async () => {
    await post('traces', traceRequest({}));
    const beganMs = performance.now();
    await receiver[ATTACHMENTS].quiet(QUIET_MS, 5_000);
    expect(performance.now() - beganMs).toBeGreaterThan(QUIET_MS - TOLERANCE_MS);
  });

  // With a bound of 50 spans, most of the spans are refused: they came all the same.
  test.each([
    ['traces', traceRequest({})],
    ['logs', logs],
    ['metrics', metrics],
  ])('counted from the last request of %s', async (signal, body) => {
    const beganMs = performance.now();
    let quietMs: number | undefined;
    const quiet = receiver[ATTACHMENTS].quiet(QUIET_MS, 20_000).then(() => {
      quietMs = performance.now();
    });
    let lastMs = beganMs;
    while (performance.now() - beganMs < 2.5 * QUIET_MS) {
      lastMs = performance.now();
      await post(signal, body);
    }
    expect(quietMs).toBeUndefined();
    await quiet;
    expect((quietMs ?? 0) - lastMs).toBeGreaterThan(QUIET_MS - TOLERANCE_MS);
  });

  test('and no longer than told, whatever comes', async () => {
    const beganMs = performance.now();
    let isOver = false;
    const quiet = receiver[ATTACHMENTS].quiet(QUIET_MS, 2 * QUIET_MS).then(() => {
      isOver = true;
    });
    while (!isOver) await post('traces', traceRequest({}));
    await quiet;
    expect(performance.now() - beganMs).toBeGreaterThan(2 * QUIET_MS - TOLERANCE_MS);
  });

  test('and not at all once the receiver has been stopped', async () => {
    await receiver.stop();
    await expect(receiver[ATTACHMENTS].quiet(QUIET_MS, 5_000)).rejects.toMatchObject({ code: 'RECEIVER_STOPPED' });
  });
});
