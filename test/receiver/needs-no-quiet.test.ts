import { performance } from 'node:perf_hooks';
import { context, propagation, SpanKind, type Tracer } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordHeaders } from '../../src/probe/record-headers.ts';
import type { CaptureArgument, CaptureOptions } from '../../src/receiver/capture-options.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { type ReceiverOptions, startReceiver } from '../../src/receiver/start-receiver.ts';
import { startSdk } from '../../src/sdk/index.ts';
import { startService } from '../../src/services/start-service.ts';
import { traceRequest } from '../otlp-request.ts';

let tracer: Tracer;
/** The default of `quiet`; timers fire a little early by another clock. */
const QUIET_MS = 95;
/** The quickest counts: a busy machine makes captures slow, and a quiet period makes every one slow. */
const CAPTURES = 5;

let receiver: Receiver;
const start = async (options: ReceiverOptions = {}): Promise<void> => {
  receiver = await startReceiver({ grpcPort: false, ...options });
  ({ tracer } = await startSdk({ receiver, service: 'shop' }));
};
afterEach(() => receiver.stop());

function work(kind: SpanKind = SpanKind.INTERNAL): void {
  tracer.startActiveSpan('root', root => {
    tracer.startActiveSpan('child', { kind }, span => span.end());
    root.end();
  });
}

/** How long the quickest of some captures took. */
async function quickest(
  fn: (argument: CaptureArgument) => unknown = () => work(),
  options?: CaptureOptions,
): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < CAPTURES; n++) {
    const beganMs = performance.now();
    const captured = await receiver.capture(fn, options);
    times.push(performance.now() - beganMs);
    expect(captured.spans.map(({ name }) => name)).toStrictEqual(['root', 'child']);
    expect(captured.unsettled).toBe(false);
  }
  return Math.min(...times);
}

describe('a capture of nothing but spans of this process', () => {
  beforeEach(() => start());

  test.each([
    ['INTERNAL', SpanKind.INTERNAL],
    ['SERVER', SpanKind.SERVER],
    ['CONSUMER', SpanKind.CONSUMER],
  ])('needs no quiet period: %s', async (_name, kind) => {
    expect(await quickest(() => work(kind))).toBeLessThan(QUIET_MS);
  });

  test('nor do captures side by side', async () => {
    const beganMs = performance.now();
    await Promise.all([receiver.capture(() => work()), receiver.capture(() => work())]);
    const first = performance.now() - beganMs;
    expect(Math.min(first, await quickest())).toBeLessThan(QUIET_MS);
  });

  test('nor when an earlier capture threw', async () => {
    await expect(receiver.capture(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(await quickest()).toBeLessThan(QUIET_MS);
  });
});

describe('it needs one', () => {
  test('where capture was told how long', async () => {
    await start();
    expect(await quickest(undefined, { quiet: 130 })).toBeGreaterThan(125);
  });

  test('where startReceiver was told how long', async () => {
    await start({ quiet: 130 });
    expect(await quickest()).toBeGreaterThan(125);
  });

  test.each([
    ['CLIENT', SpanKind.CLIENT],
    ['PRODUCER', SpanKind.PRODUCER],
  ])('where a span is a call: %s', async (_name, kind) => {
    await start();
    expect(await quickest(() => work(kind))).toBeGreaterThan(QUIET_MS);
  });

  test('where the function read the headers, which it may have sent', async () => {
    await start();
    const reading = ({ headers }: CaptureArgument) => {
      work();
      return headers;
    };
    expect(await quickest(reading)).toBeGreaterThan(QUIET_MS);
  });

  test('where a message that carries the trace was recorded', async () => {
    await start();
    const sending = () =>
      tracer.startActiveSpan('root', root => {
        const headers: Record<string, string> = {};
        propagation.inject(context.active(), headers);
        recordHeaders({ headers }, { receiver, destination: 'mails' });
        tracer.startSpan('child').end();
        root.end();
      });
    expect(await quickest(sending)).toBeGreaterThan(QUIET_MS);
  });

  test('where anybody else has exported, even before', async () => {
    await start();
    const headers = { 'content-type': 'application/json' };
    await fetch(`${receiver.httpUrl}/v1/traces`, { method: 'POST', headers, body: JSON.stringify(traceRequest({})) });
    receiver.clear();
    expect(await quickest()).toBeGreaterThan(QUIET_MS);
  });

  test('where a service was started, even if nothing came of it', async () => {
    await start();
    const server = "require('http').createServer((q, r) => r.end()).listen(process.env.PORT)";
    const service = await startService(['node', '-e', server], { name: 'silent', receiver, port: 'PORT' });
    expect(await quickest()).toBeGreaterThan(QUIET_MS);
    await service.stop();
  });

  test('where no SDK runs in this process', async () => {
    receiver = await startReceiver({ grpcPort: false });
    const beganMs = performance.now();
    await receiver.capture(async ({ traceId, spanId }) => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(traceRequest({ traceId, parentSpanId: spanId }));
      await fetch(`${receiver.httpUrl}/v1/traces`, { method: 'POST', headers, body });
    });
    expect(performance.now() - beganMs).toBeGreaterThan(QUIET_MS);
  });
});
