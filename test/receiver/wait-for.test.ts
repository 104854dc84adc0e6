import { afterEach, beforeEach, expect, test } from 'vitest';
import { TracewrightError } from '../../src/errors.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { markTestStart } from '../../src/store/current-test.ts';
import { newSpanId, newTraceId, send } from '../otlp-request.ts';

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false, timeout: 5_000 });
});

afterEach(() => receiver.stop());

async function failure(promise: Promise<unknown>): Promise<TracewrightError> {
  const error = await promise.then(
    () => expect.unreachable('the promise was fulfilled'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof TracewrightError)) throw error;
  return error;
}

test('resolves at once to a span that is there', async () => {
  await send(receiver, { name: 'charge card' });
  expect((await receiver.waitForSpan('charge card')).name).toBe('charge card');
});

test('resolves with the arrival of the deciding span, before its sender hears of it', async () => {
  let found: string | undefined;
  const waiting = receiver.waitForSpan('charge card').then(span => {
    found = span.name;
  });
  await send(receiver, { name: 'charge card' });
  expect(found).toBe('charge card');
  await waiting;
});

test('never finds a span of an earlier test, and says from which test it is', async () => {
  const end = markTestStart('the earlier test', expect.getState().currentTestName);
  await send(receiver, { name: 'charge card' });
  end();
  markTestStart('the current test', expect.getState().currentTestName);
  const error = await failure(receiver.waitForSpan('charge card', { timeout: 50 }));
  expect(error.code).toBe('TRACE_TIMEOUT');
  expect(error.message).toContain('which arrived in the test "the earlier test"');
  expect((await receiver.waitForSpan('charge card', { since: 'start' })).name).toBe('charge card');
});

test('waitForTrace resolves to the settled trace of the matching span', async () => {
  const [traceId, root] = [newTraceId(), newSpanId()];
  await send(receiver, { traceId, parentSpanId: root, name: 'child' });
  setTimeout(() => void send(receiver, { traceId, spanId: root, name: 'root' }), 150);
  const trace = await receiver.waitForTrace('child');
  expect(trace.spans.map(span => span.name).sort()).toEqual(['child', 'root']);
  expect(trace.complete).toBe(true);
});

test('waitForTrace refuses to choose between traces', async () => {
  await send(receiver, { name: 'child' }, { name: 'child' });
  expect((await failure(receiver.waitForTrace('child'))).code).toBe('SEVERAL_MATCHES');
});

test('settled resolves to every trace that began since', async () => {
  await send(receiver, { name: 'a' }, { name: 'b' });
  setTimeout(() => void send(receiver, { name: 'c' }), 50);
  const traces = await receiver.settled({ quiet: 500 });
  expect(traces.map(trace => trace.spans[0]?.name)).toEqual(['a', 'b', 'c']);
});

test('settled hands out traces that miss a parent as not complete', async () => {
  await send(receiver, { name: 'a', parentSpanId: newSpanId() });
  const traces = await receiver.settled({ timeout: 250 });
  expect(traces.map(trace => trace.complete)).toEqual([false]);
});

test('settled fails where nothing came at all', async () => {
  expect((await failure(receiver.settled({ timeout: 50 }))).code).toBe('TRACE_TIMEOUT');
});

test('a stopped receiver fails what still waits', async () => {
  const waiting = failure(receiver.waitForSpan('never'));
  await receiver.stop();
  expect((await waiting).code).toBe('RECEIVER_STOPPED');
  expect((await failure(receiver.waitForSpan('never'))).code).toBe('RECEIVER_STOPPED');
});

test.each<[string, unknown, unknown, string]>([
  ['no criteria', undefined, undefined, 'UNDEFINED_EXPECTATION'],
  ['an unknown criterion', { nam: 'x' }, undefined, 'UNKNOWN_CRITERION'],
  ['an unknown option', 'x', { quite: 5 }, 'UNKNOWN_OPTION'],
  ['an unknown since', 'x', { since: 'ever' }, 'INVALID_OPTION'],
  ['a number as since', 'x', { since: 5 }, 'INVALID_OPTION'],
  ['a date as since', 'x', { since: new Date() }, 'INVALID_OPTION'],
  ['a negative timeout', 'x', { timeout: -1 }, 'INVALID_OPTION'],
])('refuses %s', async (_, criteria, options, code) => {
  expect((await failure(receiver.waitForSpan(criteria as never, options as never))).code).toBe(code);
});
