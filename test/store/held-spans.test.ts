import { afterAll, beforeAll, expect, test } from 'vitest';
import { heldSpansOf } from '../../src/model/trace.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { buildTrace } from '../build-trace.ts';
import { newTraceId, send } from '../otlp-request.ts';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false });
});
afterAll(() => receiver.stop());

const valuesOf = (trace: Parameters<typeof heldSpansOf>[0]) =>
  [...(heldSpansOf(trace)?.spans() ?? [])].map(span => [span.attribute('app.key'), span.attributes['app.key']]);

test('a snapshot knows the spans of every trace that its receiver held then, and none that came later', async () => {
  const traceId = newTraceId();
  await send(receiver, { attributes: { 'app.key': 'first' } });
  await send(receiver, { traceId, attributes: { 'app.key': 'own' } });
  const before = receiver.traces.find(trace => trace.traceId === traceId);
  await send(receiver, { attributes: { 'app.key': 'late' } });
  const after = receiver.traces.at(-1);
  if (before === undefined || after === undefined) throw new Error('no trace');
  expect(valuesOf(before)).toEqual([
    ['first', 'first'],
    ['own', 'own'],
  ]);
  expect(valuesOf(after).map(([value]) => value)).toEqual(['first', 'own', 'late']);
  expect(heldSpansOf(after)?.store).toBe(heldSpansOf(before)?.store);
});

test('a span without the key has no value, and after clear() nothing is held', async () => {
  receiver.clear();
  await send(receiver, { attributes: { constructor: 'x' } });
  const [trace] = receiver.traces;
  if (trace === undefined) throw new Error('no trace');
  expect(valuesOf(trace)).toEqual([[undefined, undefined]]);
  expect([...(heldSpansOf(trace)?.spans() ?? [])].map(span => span.attribute('constructor'))).toEqual(['x']);
});

test('a trace without a receiver holds none', () => {
  expect(heldSpansOf(buildTrace([{}]))).toBeUndefined();
});
