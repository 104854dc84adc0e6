import { afterEach, describe, expect, test } from 'vitest';
import * as matchers from '../../matchers/index.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { type ReceiverOptions, startReceiver } from '../../src/receiver/start-receiver.ts';
import { failureOf } from '../failure-of.ts';
import { send } from '../otlp-request.ts';

expect.extend(matchers as never);

let receiver: Receiver;

afterEach(() => receiver.stop());

async function start(options: ReceiverOptions): Promise<void> {
  receiver = await startReceiver({ grpcPort: false, timeout: 5_000, ...options });
}

describe('a receiver that holds as many spans as it may', () => {
  test('refuses what comes then, whole, and says which bound was passed', async () => {
    await start({ maxSpans: 3 });
    expect((await send(receiver, { name: 'a' }, { name: 'b' })).status).toBe(200);
    expect(receiver.overflow).toBeUndefined();
    expect((await send(receiver, { name: 'c' }, { name: 'd' })).status).toBe(503);
    expect(receiver.overflow).toMatchObject({
      limit: 'maxSpans',
      reason: '2 more spans would make 4; maxSpans is 3.',
    });
    expect(receiver.stats).toMatchObject({ received: 4, spans: 2, rejectedSpans: 2, duplicates: 0 });
    expect(receiver.stats.rejections).toMatchObject([{ status: 503, spans: 2 }]);
    expect(receiver.spans).toHaveLength(2);
  });

  test('takes more after clear(), and is judged again', async () => {
    await start({ maxSpans: 1 });
    await send(receiver, { name: 'a' });
    await send(receiver, { name: 'b' });
    receiver.clear();
    expect(receiver.overflow).toBeUndefined();
    expect((await send(receiver, { name: 'c' })).status).toBe(200);
    expect(receiver.traces[0]).toHaveSpan('c');
  });
});

test('a request over maxBytes is refused and sets overflow', async () => {
  await start({ maxBytes: 1_000 });
  await send(receiver, { name: 'small' });
  expect((await send(receiver, { name: 'x'.repeat(1_200) })).status).toBe(503);
  expect(receiver.overflow?.limit).toBe('maxBytes');
  expect(receiver.overflow?.reason).toMatch(/^\d+ more bytes would make \d+; maxBytes is 1000\.$/);
});

test('a request over maxRequestBytes is refused for good and sets overflow', async () => {
  await start({ maxRequestBytes: 1_000 });
  expect((await send(receiver, { name: 'x'.repeat(2_000) })).status).toBe(413);
  expect(receiver.overflow?.limit).toBe('maxRequestBytes');
});

describe('once a bound was passed', () => {
  test('no assertion on its traces passes, in either polarity', async () => {
    await start({ maxSpans: 1 });
    await send(receiver, { name: 'a' });
    const [trace] = receiver.traces;
    expect(trace).toHaveSpan('a');
    await send(receiver, { name: 'b' });
    expect(failureOf(() => expect(trace).toHaveSpan('a'))).toMatchInlineSnapshot(
      `"RECEIVER_OVERFLOW: the receiver refused a request: 1 more span would make 2; maxSpans is 1. What it held is missing, so nothing can be told of what is here. Raise maxSpans in startReceiver(), or call receiver.clear() between tests."`,
    );
    expect(failureOf(() => expect(trace).not.toHaveSpan('zzz'))).toContain('RECEIVER_OVERFLOW');
    expect(failureOf(() => expect(receiver.spans[0]).toHaveAttribute('k'))).toContain('RECEIVER_OVERFLOW');
  });

  test('every wait fails at once and says so', async () => {
    await start({ maxSpans: 1, timeout: 60_000 });
    await send(receiver, { name: 'a' });
    const overflow = { code: 'RECEIVER_OVERFLOW' };
    const waiting = expect(receiver.waitForSpan('never')).rejects.toMatchObject(overflow);
    await send(receiver, { name: 'b' });
    await waiting;
    await expect(receiver.settled()).rejects.toMatchObject(overflow);
    await expect(receiver.waitForTrace('a')).rejects.toMatchObject(overflow);
    await expect(receiver.capture(({ headers }) => headers)).rejects.toMatchObject(overflow);
  });

  test('a function that fails in a capture still fails with its own error', async () => {
    await start({ maxSpans: 1 });
    const failing = receiver.capture(async () => {
      await send(receiver, { name: 'a' }, { name: 'b' });
      throw new Error('checkout is down');
    });
    await expect(failing).rejects.toThrow('checkout is down');
  });
});
