import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { traceOf } from '../../src/receiver/trace-of.ts';
import { send } from '../otlp-request.ts';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false, timeout: 5_000 });
});
afterAll(() => receiver.stop());

/** Throws this inside a capture in which one span was sent. */
function captureThrowing(thrown: unknown): Promise<unknown> {
  return receiver
    .capture(async ({ traceId, spanId }) => {
      await send(receiver, { traceId, parentSpanId: spanId, name: 'before it', attributes: { note: 'a secret' } });
      throw thrown;
    })
    .then(
      () => expect.unreachable('the capture was fulfilled'),
      (reason: unknown) => reason,
    );
}

const names = (error: unknown) => traceOf(error)?.spans.map(span => span.name);

test.each<[string, () => unknown]>([
  ['an Error', () => new Error('boom')],
  ['a frozen Error', () => Object.freeze(new Error('boom'))],
  ['an object that is no Error', () => ({ status: 500 })],
  ['a function', () => () => 'boom'],
])('traceOf gives the trace for %s, which stays as it was', async (_kind, make) => {
  const thrown = make();
  const before = Reflect.ownKeys(thrown as object);
  const error = await captureThrowing(thrown);
  expect(error).toBe(thrown);
  expect(names(error)).toEqual(['before it']);
  expect(Reflect.ownKeys(error as object)).toEqual(before);
  expect(inspect(error, { showHidden: true, depth: 10 })).not.toContain('a secret');
});

test.each([['a string'], [404], [null], [undefined], [Symbol('boom')]])(
  'traceOf gives undefined when the function throws the primitive %s',
  async thrown => {
    expect(await captureThrowing(thrown)).toBe(thrown);
    expect(traceOf(thrown)).toBeUndefined();
  },
);

test('traceOf gives undefined for an error that no capture threw', () => {
  expect(traceOf(new Error('boom'))).toBeUndefined();
  expect(traceOf(new Error('boom', { cause: new Error('another') }))).toBeUndefined();
});

test('traceOf follows the causes of an error', async () => {
  const error = await captureThrowing(new Error('boom'));
  const wrapped = new Error('checkout failed', { cause: new Error('step 2 failed', { cause: error }) });
  expect(names(wrapped)).toEqual(['before it']);
});

test('traceOf gives the trace of the wrapping error if both have one', async () => {
  const inner = await captureThrowing(new Error('boom'));
  const outer = await captureThrowing(new Error('again', { cause: inner }));
  expect(traceOf(outer)).not.toBe(traceOf(inner));
  expect(traceOf(outer)?.traceId).not.toBe(traceOf(inner)?.traceId);
});

test.each([
  ['throws it on', (inner: () => Promise<unknown>) => inner()],
  [
    'waits a while and throws it again',
    async (inner: () => Promise<unknown>) => {
      const thrown = await inner().catch((error: unknown) => error);
      await send(receiver, {});
      throw thrown;
    },
  ],
])('traceOf gives the trace of the innermost capture when an outer one %s', async (_what, run) => {
  const boom = new Error('boom');
  let innerTraceId = '';
  const inner = () =>
    receiver.capture(async ({ traceId, spanId }) => {
      innerTraceId = traceId;
      await send(receiver, { traceId, parentSpanId: spanId, name: 'inner' });
      throw boom;
    });
  const outer = receiver.capture(async ({ traceId, spanId }) => {
    await send(receiver, { traceId, parentSpanId: spanId, name: 'outer' });
    await run(inner);
  });
  await expect(outer).rejects.toBe(boom);
  expect(names(boom)).toEqual(['inner']);
  expect(traceOf(boom)?.traceId).toBe(innerTraceId);
});

test('traceOf gives the latest trace when captures throw the same error one after the other', async () => {
  const boom = new Error('boom');
  await captureThrowing(boom);
  const first = traceOf(boom);
  await captureThrowing(boom);
  expect(traceOf(boom)?.traceId).not.toBe(first?.traceId);
});

test('traceOf ends on causes that form a circle, that never end, and that throw when read', () => {
  const first = new Error('first');
  first.cause = new Error('second', { cause: first });
  const endless: object = Object.defineProperty({}, 'cause', { get: () => Object.create(endless) });
  const hostile = Object.defineProperty(new Error('boom'), 'cause', {
    get: () => {
      throw new Error('not readable');
    },
  });
  expect([traceOf(first), traceOf(endless), traceOf(hostile)]).toEqual([undefined, undefined, undefined]);
});

test('traceOf of another copy of the package finds the trace', async () => {
  const error = await captureThrowing(new Error('boom'));
  const path = '../../src/receiver/trace-of.ts?another-copy';
  const other = (await import(/* @vite-ignore */ path)) as { readonly traceOf: typeof traceOf };
  expect(other.traceOf).not.toBe(traceOf);
  expect(other.traceOf(error)).toBe(traceOf(error));
});
