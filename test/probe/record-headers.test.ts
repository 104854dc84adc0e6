import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordHeaders } from '../../src/probe/record-headers.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const XRAY = 'Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=00f067aa0ba902b7;Sampled=1';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false });
});
afterEach(() => receiver.stop());

test.each<[label: string, message: object, destination: string | undefined, headers: Record<string, string[]>]>([
  ['text', { headers: { traceparent: TRACEPARENT } }, undefined, { traceparent: [TRACEPARENT] }],
  [
    'bytes, as kafkajs has them',
    { headers: { traceparent: Buffer.from(TRACEPARENT) } },
    undefined,
    { traceparent: [TRACEPARENT] },
  ],
  [
    'several values',
    { headers: { tracestate: ['a=1', Buffer.from('b=2')] } },
    undefined,
    { tracestate: ['a=1', 'b=2'] },
  ],
  [
    'the payload of eachMessage',
    { topic: 'orders', partition: 0, message: { headers: { traceparent: TRACEPARENT } } },
    'orders',
    { traceparent: [TRACEPARENT] },
  ],
  [
    'amqplib',
    { fields: { routingKey: 'orders' }, properties: { headers: { TraceParent: TRACEPARENT } } },
    'orders',
    { traceparent: [TRACEPARENT] },
  ],
  ['amqplib without headers', { fields: {}, properties: { headers: undefined } }, undefined, {}],
  [
    'SQS',
    {
      MessageAttributes: { traceparent: { DataType: 'String', StringValue: TRACEPARENT } },
      Attributes: { AWSTraceHeader: XRAY },
    },
    undefined,
    { traceparent: [TRACEPARENT], 'x-amzn-trace-id': [XRAY] },
  ],
  [
    'a list of maps, as node-rdkafka has them',
    { headers: [{ traceparent: TRACEPARENT }, { other: 'x' }] },
    undefined,
    { traceparent: [TRACEPARENT] },
  ],
  ['a Map', { headers: new Map([['b3', '0']]) }, undefined, { b3: ['0'] }],
  ['the headers alone', { traceparent: TRACEPARENT, other: 'x' }, undefined, { traceparent: [TRACEPARENT] }],
  ['no headers at all', { headers: {} }, undefined, {}],
  ['undefined headers', { headers: undefined, value: 'x' }, undefined, {}],
  ['no header of ours', { headers: { authorization: 'Bearer t0ps', __proto__: null } }, undefined, {}],
])('reads %s', (_label, message, destination, headers) => {
  expect(recordHeaders(message, { receiver })).toMatchObject({ transport: 'message', destination });
  expect(recordHeaders(message, { receiver }).headers).toEqual(headers);
});

test('the destination can be given', () => {
  expect(recordHeaders({ headers: {} }, { receiver, destination: 'orders' }).destination).toBe('orders');
});

describe('which receiver it is for', () => {
  test('the only one that runs, unless it is said', async () => {
    expect(recordHeaders({ headers: {} }).transport).toBe('message');
    const second = await startReceiver({ grpcPort: false });
    expect(() => recordHeaders({ headers: {} })).toThrow('needs the option receiver: 2 run in this process');
    await second.stop();
    expect(recordHeaders({ headers: {} }).transport).toBe('message');
    await receiver.stop();
    expect(() => recordHeaders({ headers: {} })).toThrow('none runs in this process');
  });

  test('what it is for has the record, and no other', async () => {
    const other = await startReceiver({ grpcPort: false });
    const shown = async (from: Receiver) =>
      (
        await from.capture(() => recordHeaders({ headers: { traceparent: TRACEPARENT } }, { receiver }), {
          sampled: false,
        })
      ).crossings;
    expect(await shown(receiver)).toMatchObject([{ headers: { traceparent: [TRACEPARENT] } }]);
    expect(await shown(other)).toEqual([]);
    receiver.clear();
    expect((await receiver.capture(() => 0, { sampled: false })).crossings).toEqual([]);
    await other.stop();
  });
});

test.each<[label: string, message: unknown, options: unknown, text: string]>([
  ['nothing', undefined, {}, 'takes a message, an object with headers; received undefined'],
  ['an array', [{ headers: {} }], {}, 'takes a message'],
  ['an object without headers', { value: 'x' }, {}, 'found no headers in the message'],
  ['an unknown option', { headers: {} }, { topic: 'orders' }, 'has no option "topic"'],
  ['a destination that is no text', { headers: {} }, { destination: 7 }, 'option destination is the number 7'],
  ['a receiver that is none', { headers: {} }, { receiver: {} }, 'option receiver is an object'],
])('refuses %s', (_label, message, options, text) => {
  expect(() => recordHeaders(message as never, options as never)).toThrow(text);
});
