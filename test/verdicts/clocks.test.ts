import { hostname } from 'node:os';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TracewrightError } from '../../src/errors.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { markTestStart } from '../../src/store/current-test.ts';
import { newSpanId, newTraceId, type SpanToSend, send } from '../otlp-request.ts';

// Services stamp spans with clocks of their own. A start is compared only with a clock that is proven; else arrival decides.

let receiver: Receiver;
let services = 0;
let service: string;

beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false });
});
beforeEach(() => {
  receiver.clear();
  service = `orders-${++services}`;
});
afterAll(() => receiver.stop());

const HOUR_MS = 3_600_000;

/** A service with a clock that is ahead of ours by so many milliseconds. */
function sender(offsetMs: number) {
  const clock = () => Date.now() + offsetMs;
  return {
    clock,
    send: (span: SpanToSend) => send(receiver, { service, startMs: clock(), ...span }),
    /** Shows how its clock goes: a span of it descends from a context that was sent. */
    prove: () =>
      receiver.capture(
        ({ traceId, spanId }) => send(receiver, { service, traceId, parentSpanId: spanId, startMs: clock() }),
        { quiet: 0 },
      ),
  };
}

const nextMs = () => new Promise(resolve => setTimeout(resolve, 5));

async function timeout(waiting: Promise<unknown>): Promise<string> {
  const error: unknown = await waiting.then(
    () => expect.unreachable('the wait found something'),
    (reason: unknown) => reason,
  );
  if (error instanceof TracewrightError && error.code === 'TRACE_TIMEOUT') return error.message;
  throw error;
}

const OFFSETS = [-HOUR_MS, -5_000, -1_500, -30, 0, 30, 1_500, 5_000, HOUR_MS];

describe.each(OFFSETS)('a clock that is ahead by %d ms', offsetMs => {
  test('without proof: a span that arrives now counts, whatever its clock says', async () => {
    const mark = receiver.mark();
    const waiting = receiver.waitForSpan('charge card', { since: mark });
    await sender(offsetMs).send({ name: 'charge card' });
    expect((await waiting).name).toBe('charge card');
    expect(await receiver.waitForTrace('charge card', { since: mark, quiet: 0 })).toHaveProperty('traceId');
    expect(await receiver.settled({ since: mark, quiet: 0 })).toHaveLength(1);
  });

  test('without proof: a span of a trace that was there before does not', async () => {
    const traceId = newTraceId();
    const { send: sendSpan } = sender(offsetMs);
    await sendSpan({ traceId, name: 'begin' });
    const mark = receiver.mark();
    await sendSpan({ traceId, name: 'charge card' });
    const text = await timeout(receiver.waitForSpan('charge card', { since: mark, timeout: 30 }));
    expect(text).toContain('It arrived in time, but its trace was there before.');
    expect(text).toContain(`Nothing shows how the clock of ${service} compares with this process's`);
    expect(text).not.toMatch(/in the test/);
  });

  test('without proof: nor does one of a trace that was there before clear()', async () => {
    const traceId = newTraceId();
    const { send: sendSpan } = sender(offsetMs);
    await sendSpan({ traceId, name: 'begin' });
    receiver.clear();
    await sendSpan({ traceId, name: 'charge card' });
    await timeout(receiver.waitForSpan('charge card', { timeout: 30 }));
    expect(receiver.spans).toHaveLength(1);
  });

  test('without proof: nor does one of an earlier capture', async () => {
    let late: SpanToSend = {};
    await receiver.capture(
      async ({ traceId, spanId }) => {
        late = { traceId, parentSpanId: spanId, service: `${service}-late` };
        await send(receiver, { traceId, parentSpanId: spanId, service: `${service}-front` });
      },
      { quiet: 0 },
    );
    const mark = receiver.mark();
    // By a clock that is so far off that it proves nothing.
    await send(receiver, { ...late, name: 'charge card', startMs: 0 });
    await timeout(receiver.waitForSpan('charge card', { since: mark, timeout: 30 }));
  });

  test('with proof: a span that began after the mark counts, also of a trace that was there before', async () => {
    const { prove, send: sendSpan } = sender(offsetMs);
    const traceId = newTraceId();
    await prove();
    await sendSpan({ traceId, name: 'begin' });
    await nextMs();
    const mark = receiver.mark();
    await nextMs();
    await nextMs();
    await sendSpan({ traceId, name: 'charge card' });
    expect((await receiver.waitForSpan('charge card', { since: mark })).traceId).toBe(traceId);
  });

  test('with proof: a span that ended before the mark does not, though its trace is new', async () => {
    const { prove, send: sendSpan, clock } = sender(offsetMs);
    await prove();
    const mark = receiver.mark();
    await sendSpan({ name: 'charge card', startMs: clock() - 300, durationMs: 100 });
    const text = await timeout(receiver.waitForSpan('charge card', { since: mark, timeout: 30 }));
    expect(text).toMatch(/Only an older span matches: "charge card".*, which began (\S+ ms before|in the test ".*)\./);
    const told = text.match(/The clock of orders-\d+ is at least (\S+) m?s (behind|ahead of) this process's/);
    if (Math.abs(offsetMs) < 1_000) return;
    expect(told?.[2]).toBe(offsetMs < 0 ? 'behind' : 'ahead of');
  });
});

test('waits find what began since, and never what ended before, for any offset that is proven', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: -HOUR_MS, max: HOUR_MS }),
      fc.integer({ min: 0, max: 40 }),
      fc.boolean(),
      async (offsetMs, oldMs, isKnownTrace) => {
        service = `orders-${++services}`;
        const { prove, send: sendSpan, clock } = sender(offsetMs);
        const traceId = newTraceId();
        if (isKnownTrace) await sendSpan({ traceId, name: 'begin' });
        await prove();
        const old = { startMs: clock() - oldMs, durationMs: oldMs };
        await nextMs();
        const since = receiver.mark();
        await nextMs();
        await sendSpan({ name: 'old', ...old });
        await sendSpan({ name: 'fresh', traceId, durationMs: 1, startMs: clock() + 1 });
        expect((await receiver.waitForSpan('fresh', { since })).name).toBe('fresh');
        await timeout(receiver.waitForSpan('old', { since, timeout: 0 }));
      },
    ),
    { numRuns: 40 },
  );
});

describe('evidence', () => {
  test('a start that was given by hand proves nothing', async () => {
    await receiver.capture(
      ({ traceId, spanId }) =>
        send(receiver, { service, traceId, parentSpanId: spanId, startMs: Date.now() - 60_000, durationMs: 60_000 }),
      { quiet: 0 },
    );
    await sender(0).prove();
    const mark = receiver.mark();
    await nextMs();
    await sender(0).send({ name: 'charge card' });
    expect((await receiver.waitForSpan('charge card', { since: mark })).name).toBe('charge card');
  });

  test.each([
    [-5_000, 0],
    [5_000, 0],
    [0, -5_000],
    [0, 5_000],
  ])('a clock that was ahead by %d ms and is set to %d', async (before, after) => {
    await sender(before).prove();
    await sender(after).prove();
    const old = sender(after).clock();
    await nextMs();
    const mark = receiver.mark();
    await nextMs();
    await sender(after).send({ name: 'charge card' });
    await sender(after).send({ name: 'old', startMs: old });
    expect((await receiver.waitForSpan('charge card', { since: mark })).name).toBe('charge card');
    await timeout(receiver.waitForSpan('old', { since: mark, timeout: 0 }));
  });

  test('a host that is this one has this clock', async () => {
    const hosted = (name: string, startMs: number, traceId: string) =>
      fetch(`${receiver.httpUrl}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          resourceSpans: [
            {
              resource: {
                attributes: [
                  { key: 'service.name', value: { stringValue: service } },
                  { key: 'host.name', value: { stringValue: hostname() } },
                ],
              },
              scopeSpans: [
                {
                  spans: [
                    {
                      traceId,
                      spanId: newSpanId(),
                      name,
                      startTimeUnixNano: `${startMs}000000`,
                      endTimeUnixNano: `${startMs}000000`,
                    },
                  ],
                },
              ],
            },
          ],
        }),
      });
    const before = Date.now();
    const traceId = newTraceId();
    await hosted('begin', before, traceId);
    await nextMs();
    const mark = receiver.mark();
    await hosted('charge card', Date.now(), traceId);
    await hosted('late', before, newTraceId());
    expect((await receiver.waitForSpan('charge card', { since: mark })).traceId).toBe(traceId);
    await timeout(receiver.waitForSpan('late', { since: mark, timeout: 0 }));
  });

  test('a time that no clock is wrong by proves nothing, and its arrival counts', async () => {
    await sender(0).prove();
    for (const startMs of [0, 1_000, Date.UTC(2021, 0), Date.UTC(2099, 0)]) {
      const mark = receiver.mark();
      await sender(0).send({ name: 'charge card', startMs });
      expect((await receiver.waitForSpan('charge card', { since: mark })).name).toBe('charge card');
    }
    const startMs = Date.now() - 10;
    const mark = receiver.mark();
    await sender(0).send({ name: 'old', startMs });
    await timeout(receiver.waitForSpan('old', { since: mark, timeout: 0 }));
  });
});

describe('tests that run at once', () => {
  test('begin with the earliest of them, and texts name none', async () => {
    const endMine = markTestStart('mine', expect.getState().currentTestName);
    await sender(0).send({ name: 'charge card' });
    const endOther = markTestStart('other', expect.getState().currentTestName);
    expect((await receiver.waitForSpan('charge card')).name).toBe('charge card');
    endMine();
    const text = await timeout(receiver.waitForSpan('charge card', { timeout: 30 }));
    expect(text).toContain('Only an older span matches');
    expect(text).not.toMatch(/mine|other/);
    endOther();
  });

  test('a test by itself is named', async () => {
    const end = markTestStart('alone', expect.getState().currentTestName);
    await sender(0).send({ name: 'charge card' });
    await nextMs();
    end();
    await nextMs();
    const endNext = markTestStart('next', expect.getState().currentTestName);
    const text = await timeout(receiver.waitForSpan('charge card', { timeout: 30 }));
    expect(text).toContain('which arrived in the test "alone"');
    endNext();
  });
});
