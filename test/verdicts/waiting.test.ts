import { execSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as matchers from '../../matchers/index.ts';
import type { Trace } from '../../src/model/trace.ts';
import type { CaptureOptions } from '../../src/receiver/capture-options.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { failureOf } from '../failure-of.ts';
import { newSpanId, newTraceId, type SpanToSend, send, traceRequest } from '../otlp-request.ts';

expect.extend(matchers);

// One late span lengthens the waits for its own service, for a while, and no others.

/** More than a prompt capture takes, and far less than one that was made longer. */
const PROMPT_MS = 900;
/** So late is whatever comes late here. */
const LATE_MS = 1_300;

let receiver: Receiver;

// What ended before a receiver began says nothing of how late anyone exports.
beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false });
  await sleep(LATE_MS + 100);
});
beforeEach(() => receiver.clear());
afterAll(() => receiver.stop());

/** Spans of a service that ended so long ago. */
const ended = (service: string, agoMs = LATE_MS): SpanToSend => ({
  service,
  traceId: newTraceId(),
  spanId: newSpanId(),
  startMs: Date.now() - agoMs,
});

async function post(body: string): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`${receiver.httpUrl}/v1/traces`, { method: 'POST', headers, body })).status;
}

async function capture(service: string, options?: CaptureOptions): Promise<{ trace: Trace; tookMs: number }> {
  const beganMs = performance.now();
  const trace = await receiver.capture(
    ({ traceId, spanId }) => send(receiver, { traceId, parentSpanId: spanId, service, name: 'work' }),
    options,
  );
  return { trace, tookMs: performance.now() - beganMs };
}

async function expectPrompt(service: string): Promise<void> {
  const { trace, tookMs } = await capture(service);
  expect(trace.unsettled).toBe(false);
  expect(trace.lateness).toBeUndefined();
  expect(trace.complete).toBe(true);
  expect(tookMs).toBeLessThan(PROMPT_MS);
}

describe('stays prompt', () => {
  // Each event comes twice: one export that came late says nothing, whatever the cause.
  const TWICE = [1, 2];
  const bodyOf = (span: SpanToSend): string => JSON.stringify(traceRequest(span));

  test.each([{ with: 'UNAVAILABLE', retryAfter: 4 }, { with: 'INTERNAL' }, { drop: 'request' }] as const)(
    'the service itself after the fault %o, whose requests it sent again',
    async options => {
      for (const _ of TWICE) {
        const body = bodyOf(ended('orders'));
        receiver.injectFault({ next: 1, ...options });
        await post(body).catch(() => undefined);
        await post(body);
      }
      expect(receiver.spans).toHaveLength(2);
      await expectPrompt('orders');
    },
  );

  test('the service itself after answers that were dropped, so that it sent again what had arrived', async () => {
    const bodies = TWICE.map(() => bodyOf(ended('orders', 0)));
    for (const body of bodies) {
      receiver.injectFault({ next: 1, drop: 'answer' });
      await post(body).catch(() => undefined);
    }
    await sleep(LATE_MS);
    for (const body of bodies) await post(body);
    expect(receiver.stats.duplicates).toBeGreaterThan(1);
    await expectPrompt('orders');
  });

  test('also where clear() came between the refusals and the spans', async () => {
    const bodies = TWICE.map(() => bodyOf(ended('orders')));
    receiver.injectFault({ next: 2 });
    for (const body of bodies) await post(body);
    receiver.clear();
    for (const body of bodies) await post(body);
    expect(receiver.spans).toHaveLength(2);
    await expectPrompt('orders');
  });

  test('the service itself after answers that a fault delayed', async () => {
    receiver.injectFault({ next: 2, delay: 1_200 });
    await Promise.all(TWICE.map(() => send(receiver, { service: 'orders' })));
    await expectPrompt('orders');
  });

  test('the service itself after bodies that were cut off and came again', async () => {
    for (const _ of TWICE) {
      const body = bodyOf(ended('orders'));
      expect(await post(body.slice(0, -10))).toBe(400);
      expect(await post(body)).toBe(200);
    }
    await expectPrompt('orders');
  });

  test('the service itself after the receiver was full', async () => {
    const long = receiver;
    receiver = await startReceiver({ grpcPort: false, maxSpans: 5 });
    try {
      for (let n = 0; n < 5; n++) await send(receiver, { service: 'orders' });
      const refused = TWICE.map(() => ended('orders', 0));
      for (const span of refused) expect((await send(receiver, span)).status).toBe(503);
      await sleep(LATE_MS);
      receiver.clear();
      for (const span of refused) expect((await send(receiver, span)).status).toBe(200);
      await expectPrompt('orders');
    } finally {
      await receiver.stop();
      receiver = long;
    }
  });

  test('every service after the process stood still', async () => {
    // Whatever ends now can be taken in only after that.
    const startMs = Date.now();
    execSync(`sleep ${LATE_MS / 1_000}`);
    for (const _ of TWICE) await send(receiver, { service: 'orders', startMs });
    await expectPrompt('orders');
  });

  test('every other service after late spans of one', async () => {
    await send(receiver, ended('billing'));
    await send(receiver, ended('billing'));
    await expectPrompt('orders');
  });

  test('a service of which one export of several came late', async () => {
    await send(receiver, ended('orders'));
    await send(receiver, ended('orders', 0));
    await expectPrompt('orders');
  });

  test('a service whose clock is behind, once a capture has shown it', async () => {
    const skewed = async () => {
      const beganMs = performance.now();
      const trace = await receiver.capture(({ traceId, spanId }) =>
        send(receiver, { traceId, parentSpanId: spanId, service: 'orders', startMs: Date.now() - 5_000 }),
      );
      return { trace, tookMs: performance.now() - beganMs };
    };
    for (let n = 0; n < 3; n++) {
      const { trace, tookMs } = await skewed();
      expect(trace.unsettled).toBe(false);
      expect(tookMs).toBeLessThan(PROMPT_MS);
    }
  });

  test('whatever was late before clear()', async () => {
    for (const _ of TWICE) await send(receiver, ended('orders'));
    receiver.clear();
    await expectPrompt('orders');
  });
});

describe('a service that exports late', () => {
  /** Its exports come so late. */
  async function lateService(lateMs: number, service = 'orders'): Promise<void> {
    for (let n = 0; n < 2; n++) await send(receiver, ended(service, lateMs));
  }

  test('makes the waits for its traces longer', async () => {
    await lateService(800);
    const { trace, tookMs } = await capture('orders');
    expect(tookMs).toBeGreaterThan(500);
    expect(trace.unsettled).toBe(false);
    expect(trace.lateness).toMatchObject({ service: 'orders' });
    expect(() => expect(trace).not.toHaveSpan('refund')).not.toThrow();
  });

  test('makes waits longer that name it, or to which it links', async () => {
    await lateService(800, 'mailer');
    const named = await capture('mailer', { services: ['mailer'] });
    expect(named.tookMs).toBeGreaterThan(500);
    const beganMs = performance.now();
    await receiver.capture(async ({ traceId, spanId }) => {
      const sent = newSpanId();
      await send(receiver, { traceId, spanId: sent, parentSpanId: spanId, service: 'orders' });
      await send(receiver, { service: 'mailer', links: [{ traceId, spanId: sent }] });
    });
    expect(performance.now() - beganMs).toBeGreaterThan(500);
  });

  test('makes settled() and waitForTrace() longer too', async () => {
    await lateService(800);
    for (const wait of [
      () => receiver.settled({ since: receiver.mark() }),
      () => receiver.waitForTrace('work', { since: receiver.mark() }),
    ]) {
      const beganMs = performance.now();
      const waiting = wait();
      await send(receiver, { service: 'orders', name: 'work' });
      await waiting;
      expect(performance.now() - beganMs).toBeGreaterThan(500);
    }
  });

  test('takes a quarter of the timeout at most, and then what is absent is INCOMPLETE', async () => {
    await lateService(LATE_MS);
    const { trace, tookMs } = await capture('orders', { timeout: 2_000 });
    expect(tookMs).toBeGreaterThan(490);
    expect(tookMs).toBeLessThan(1_290);
    expect(trace.complete).toBe(false);
    const text = failureOf(() => expect(trace).not.toHaveSpan('refund'));
    expect(text).toContain('INCOMPLETE');
    expect(text).toMatch(/orders exports up to [\d,]+ ms after a span ends.*500 ms.*a quarter of its timeout/s);
    expect(text).toContain('OTEL_BSP_SCHEDULE_DELAY=50');
    expect(text).toMatch(/upstreamDelay: [12]_000/);
    expect(text).toMatch(/timeout: [3456]_000/);
    // What is there is there.
    expect(trace).toHaveSpan('work');
  });

  test('is INCOMPLETE too where the deadline comes before the longer quiet is over', async () => {
    await lateService(600);
    const trace = await receiver.capture(
      async ({ traceId, spanId }) => {
        await sleep(2_700);
        await send(receiver, { traceId, parentSpanId: spanId, service: 'orders', name: 'work' });
      },
      { timeout: 3_000 },
    );
    expect(trace.unsettled).toBe(true);
    expect(failureOf(() => expect(trace).not.toHaveSpan('refund'))).toMatch(
      /orders exports up to \d+ ms after a span ends.*time was up/s,
    );
  });

  test('never changes an explicit quiet', async () => {
    await lateService(LATE_MS);
    const { trace, tookMs } = await capture('orders', { quiet: 20 });
    expect(tookMs).toBeLessThan(PROMPT_MS);
    expect(trace.unsettled).toBe(false);
    expect(() => expect(trace).not.toHaveSpan('refund')).not.toThrow();
  });
});

describe('upstreamDelay', () => {
  let long: Receiver;
  beforeAll(() => {
    long = receiver;
  });
  afterEach(async () => {
    if (receiver !== long) await receiver.stop();
    receiver = long;
  });

  async function through(upstreamDelay: number): Promise<void> {
    receiver = await startReceiver({ grpcPort: false, upstreamDelay });
  }

  test('holds a capture open after its function for as long as spans may be held back', async () => {
    await through(600);
    let later: Promise<unknown> = Promise.resolve();
    const trace = await receiver.capture(async ({ traceId, spanId }) => {
      const root = newSpanId();
      await send(receiver, { traceId, spanId: root, parentSpanId: spanId, service: 'orders' });
      later = new Promise(resolve => setTimeout(resolve, 500)).then(() =>
        send(receiver, { traceId, parentSpanId: root, service: 'payments', name: 'charge' }),
      );
    });
    await later;
    expect(trace).toHaveSpan('charge');
    expect(trace.unsettled).toBe(false);
  });

  test('does not make what is held back count as late', async () => {
    await through(600);
    const startMs = Date.now();
    await new Promise(resolve => setTimeout(resolve, 550));
    await send(receiver, { service: 'orders', startMs });
    const { trace, tookMs } = await capture('orders');
    expect(trace.lateness).toBeUndefined();
    expect(tookMs).toBeLessThan(600 + PROMPT_MS);
  });

  test('is waited for by settled(), waitForTrace() and an unsampled capture', async () => {
    await through(400);
    for (const wait of [
      () => receiver.settled(),
      () => receiver.waitForTrace('work'),
      () => receiver.capture(({ headers }) => void headers, { sampled: false }),
    ]) {
      await send(receiver, { service: 'orders', name: 'work' });
      const beganMs = performance.now();
      await wait();
      expect(performance.now() - beganMs).toBeGreaterThan(395);
      receiver.clear();
    }
  });

  test('makes the default timeout longer by itself', async () => {
    await through(300);
    const error: unknown = await receiver.waitForSpan('never').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: expect.stringContaining('within 4,300 ms') });
  });

  test.each([
    [{ upstreamDelay: -1 }, /upstreamDelay is -1/],
    [{ upstreamDelay: '5s' as never }, /upstreamDelay is 5s/],
    [{ upstreamDelay: 5_000, timeout: 4_000 }, /timeout is 4000, and upstreamDelay is 5000/],
  ])('refuses %o', async (options, text) => {
    await expect(startReceiver(options)).rejects.toThrow(text);
  });
});
