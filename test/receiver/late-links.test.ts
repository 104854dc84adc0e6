import { afterEach, beforeEach, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { select } from '../../src/query/select.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { newSpanId, newTraceId, send } from '../otlp-request.ts';

let receiver: Receiver;
const PRODUCER = 4;
const CONSUMER = 5;

beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false, timeout: 2_000 });
});

afterEach(() => receiver.stop());

test('a link leads to a span that came after the one that links to it', async () => {
  const link = { traceId: newTraceId(), spanId: newSpanId() };
  const consumer = () => receiver.get('process');
  await send(receiver, { name: 'process', kind: CONSUMER, links: [link] });
  const before = consumer();
  expect(before.trace.linkTarget(link)).toBeUndefined();
  expect(() => expect(before).toBeLinkedTo('send')).toThrow(/a span that did not arrive/);

  await send(receiver, { ...link, name: 'send', kind: PRODUCER });
  expect(consumer()).toBeLinkedTo('send');
  expect(receiver.traces).toHaveSpan(select('span[kind=PRODUCER] ~> span[kind=CONSUMER]'));
  // What was handed out before stays as it was.
  expect(before.trace.linkTarget(link)).toBeUndefined();
});

test('waits for a selector whose link leads to a span that is yet to come', async () => {
  const link = { traceId: newTraceId(), spanId: newSpanId() };
  await send(receiver, { name: 'process', kind: CONSUMER, links: [link] });
  const waiting = receiver.waitForSpan(select('span[kind=PRODUCER] ~> span[name=process]'));
  await send(receiver, { ...link, name: 'send', kind: PRODUCER });
  expect((await waiting).name).toBe('process');
});
