import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { send } from '../otlp-request.ts';

let one: Receiver;
let other: Receiver;

beforeEach(async () => {
  [one, other] = await Promise.all([
    startReceiver({ timeout: 5_000 }),
    startReceiver({ timeout: 5_000, maxSpans: 200 }),
  ]);
});

afterEach(() => Promise.all([one.stop(), other.stop()]));

test('two receivers in one process each see what was sent to them, and nothing else', async () => {
  await Promise.all(
    Array.from({ length: 100 }, (_, index) => [
      send(one, { name: `one ${index}`, service: 'one' }),
      send(other, { name: `other ${index}`, service: 'other' }),
    ]).flat(),
  );
  expect(new Set(one.spans.map(span => span.service))).toEqual(new Set(['one']));
  expect(new Set(other.spans.map(span => span.service))).toEqual(new Set(['other']));
  expect([one.stats.spans, other.stats.spans]).toEqual([100, 100]);
  expect(one.stats.services).toEqual({ one: { spans: 100 } });
});

test('a span that came to one receiver ends no wait of the other', async () => {
  const waiting = expect(other.waitForSpan('mine')).rejects.toMatchObject({ code: 'TRACE_TIMEOUT' });
  await send(one, { name: 'mine' });
  await one.waitForSpan('mine');
  await waiting;
});

test('problems, refusals, faults and an overflow of one receiver are not those of the other', async () => {
  one.injectFault({ next: 1, with: 503 });
  expect((await send(other, { name: 'b' })).status).toBe(200);
  expect((await send(one, { name: 'a' })).status).toBe(503);
  await send(one, { name: 'no id', traceId: 'ab' });
  await send(other, ...Array.from({ length: 300 }, () => ({ name: 'too many' })));
  expect([one.overflow, other.overflow?.limit]).toEqual([undefined, 'maxSpans']);
  expect(one.problems).toHaveLength(1);
  expect(other.problems).toEqual([]);
  expect(one.stats.rejections.every(({ reason }) => !reason.includes('maxSpans'))).toBe(true);
});

test('a receiver that is cleared or stopped leaves the other alone', async () => {
  await Promise.all([send(one, { name: 'a' }), send(other, { name: 'b' })]);
  one.clear();
  expect(other.spans).toHaveLength(1);
  await one.stop();
  expect((await send(other, { name: 'c' })).status).toBe(200);
  expect((await other.waitForSpan('c')).name).toBe('c');
});
