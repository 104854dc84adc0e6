import { Metadata } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordHeaders } from '../../src/probe/record-headers.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { captureMessage, judged } from './lost-hop.ts';

type Headers = Readonly<Record<string, string>>;

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false });
});
afterAll(() => receiver.stop());

/** The shape of NATS' MsgHdrs: private members, iterated as pairs of a name and its values. */
class MsgHdrs {
  readonly #headers = new Map<string, string[]>();
  constructor(headers: Headers) {
    for (const [name, value] of Object.entries(headers)) this.#headers.set(name, [value]);
  }
  get(name: string): string {
    return this.#headers.get(name)?.[0] ?? '';
  }
  keys(): string[] {
    return [...this.#headers.keys()];
  }
  values(name: string): string[] {
    return this.#headers.get(name) ?? [];
  }
  [Symbol.iterator](): IterableIterator<[string, string[]]> {
    return this.#headers.entries();
  }
}

/** A class that has `keys()` and `get()`, and cannot be iterated. */
class KeyedHeaders {
  readonly #headers: Headers;
  constructor(headers: Headers) {
    this.#headers = headers;
  }
  get(name: string): string | undefined {
    return this.#headers[name];
  }
  keys(): string[] {
    return Object.keys(this.#headers);
  }
}

const map = <To>(headers: Headers, to: (value: string, name: string) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, to(value, name)]));
const list = <To>(headers: Headers, to: (name: string, value: string) => To): To[] =>
  Object.entries(headers).map(([name, value]) => to(name, value));
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const sns = (headers: Headers) => ({
  Type: 'Notification',
  Message: 'charge',
  MessageAttributes: map(headers, Value => ({ Type: 'String', Value })),
});
function metadata(headers: Headers): Metadata {
  const made = new Metadata();
  for (const [name, value] of Object.entries(headers)) made.set(name, value);
  return made;
}

const CARRIERS: readonly [label: string, carry: (headers: Headers) => object][] = [
  ['a plain object', headers => ({ headers })],
  ['an object without a prototype', headers => ({ headers: Object.assign(Object.create(null), headers) })],
  ['a Map', headers => ({ headers: new Map(Object.entries(headers)) })],
  ['a Map of bytes', headers => ({ headers: new Map(list(headers, (name, value) => [name, bytes(value)])) })],
  ['WHATWG Headers', headers => ({ headers: new Headers(headers) })],
  ['WHATWG Headers, given alone', headers => new Headers({ 'content-type': 'text/plain', ...headers })],
  ['a WHATWG Request', headers => new Request('http://localhost/', { headers })],
  ['grpc-js Metadata', headers => ({ metadata: metadata(headers) })],
  ['grpc-js Metadata, given alone', metadata],
  ['NATS headers', headers => ({ subject: 'charges', headers: new MsgHdrs(headers), data: bytes('{}') })],
  ['a class with keys() and get()', headers => ({ headers: new KeyedHeaders(headers) })],
  ['an array of pairs', headers => ({ headers: Object.entries(headers) })],
  ['an array of pairs of bytes', headers => ({ headers: list(headers, (name, value) => [bytes(name), bytes(value)]) })],
  ['an array of { key, value }', headers => ({ headers: list(headers, (key, value) => ({ key, value })) })],
  [
    'an array of { key, value } of bytes',
    headers => ({ headers: list(headers, (key, value) => ({ key, value: Buffer.from(value) })) }),
  ],
  ['an array of { name, value }', headers => ({ headers: list(headers, (name, value) => ({ name, value })) })],
  [
    'an array of objects, one for each header',
    headers => ({ headers: list(headers, (name, value) => ({ [name]: Buffer.from(value) })) }),
  ],
  ['numbered objects', headers => ({ headers: { ...list(headers, (name, value) => ({ [name]: value })) } })],
  ['numbered { key, value }', headers => ({ headers: { ...list(headers, (key, value) => ({ key, value })) } })],
  ['raw headers', headers => ({ headers: Object.entries(headers).flat() })],
  ['Buffers', headers => ({ headers: map(headers, value => Buffer.from(value)) })],
  ['Uint8Arrays', headers => ({ headers: map(headers, bytes) })],
  ['ArrayBuffers', headers => ({ headers: map(headers, value => bytes(value).buffer) })],
  ['arrays of numbers', headers => ({ headers: map(headers, value => [...bytes(value)]) })],
  ['serialised Buffers', headers => ({ headers: json(map(headers, value => Buffer.from(value))) })],
  ['serialised Uint8Arrays', headers => ({ headers: json(map(headers, bytes)) })],
  ['arrays of values', headers => ({ headers: map(headers, value => [Buffer.from(value)]) })],
  [
    'the payload of kafkajs',
    headers => ({
      topic: 'charges',
      partition: 0,
      message: { magicByte: 2, attributes: 0, timestamp: '1', offset: '7', key: null, value: null, headers },
    }),
  ],
  [
    "Lambda's event of Kafka",
    headers => ({
      records: { 'charges-0': [{ headers: list(headers, (name, value) => ({ [name]: [...bytes(value)] })) }] },
    }),
  ],
  ['amqplib', headers => ({ fields: { routingKey: 'charges' }, properties: { headers } })],
  ['rhea', headers => ({ application_properties: headers, body: 'charge' })],
  ["rhea's annotations", headers => ({ message_annotations: headers, application_properties: {} })],
  ['MQTT 5', headers => ({ cmd: 'publish', properties: { userProperties: headers } })],
  [
    'SQS',
    headers => ({
      Body: 'charge',
      MessageAttributes: map(headers, StringValue => ({ DataType: 'String', StringValue })),
    }),
  ],
  [
    'SQS with bytes',
    headers => ({ MessageAttributes: map(headers, value => ({ DataType: 'Binary', BinaryValue: bytes(value) })) }),
  ],
  [
    "Lambda's record of SQS",
    headers => ({
      receiptHandle: 'r',
      body: 'charge',
      attributes: { SentTimestamp: '1' },
      messageAttributes: map(headers, stringValue => ({ dataType: 'String', stringValue })),
    }),
  ],
  [
    "Lambda's record of SQS with bytes",
    headers => ({
      receiptHandle: 'r',
      messageAttributes: map(headers, value => ({
        dataType: 'Binary',
        binaryValue: Buffer.from(value).toString('base64'),
      })),
    }),
  ],
  [
    "Lambda's event of SQS",
    headers => ({ Records: [{ body: '', messageAttributes: map(headers, stringValue => ({ stringValue })) }] }),
  ],
  [
    'SQS with an envelope of SNS as its body',
    headers => ({ messageAttributes: {}, body: JSON.stringify(sns(headers)) }),
  ],
  ['SQS of the SDK with an envelope of SNS', headers => ({ ReceiptHandle: 'r', Body: JSON.stringify(sns(headers)) })],
  ["Lambda's event of SNS", headers => ({ Records: [{ EventSource: 'aws:sns', Sns: sns(headers) }] })],
  ['an envelope of SNS', sns],
  ['Pub/Sub', headers => ({ data: bytes('charge'), attributes: headers })],
  [
    'Pub/Sub that is pushed',
    headers => ({ subscription: 's', message: { data: '', messageId: '1', attributes: headers } }),
  ],
  ['Azure Service Bus', headers => ({ body: 'charge', applicationProperties: headers })],
  ['Azure Event Hubs', headers => ({ body: 'charge', properties: headers })],
  ['Pulsar', headers => ({ getProperties: () => headers })],
  [
    'a CloudEvent',
    headers => ({ specversion: '1.0', id: '1', source: '/orders', type: 'charge', ...headers, data: {} }),
  ],
  [
    'a request of MCP',
    headers => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'charge', _meta: headers } }),
  ],
  ['the params of MCP', headers => ({ name: 'charge', _meta: headers })],
];

describe('a carrier that recordHeaders reads', () => {
  test.each(CARRIERS)('%s: with the context the consumer did not extract it', async (_label, carry) => {
    let headers: unknown;
    const trace = await captureMessage(receiver, ({ traceId, spanId }) => {
      const traceparent = `00-${traceId}-${spanId}-01`;
      headers = recordHeaders(carry({ traceparent }), { receiver }).headers;
      expect(headers).toEqual({ traceparent: [traceparent] });
    });
    const { diagnosis, text } = judged(trace, ['orders', 'mailer']);
    expect(text).toMatch(/not extracted\. orders' message(?: in charges)? carried this trace's traceparent/);
    expect(diagnosis).toBe('not-extracted');
  });

  test.each(CARRIERS)('%s: without a context the producer did not inject it', async (label, carry) => {
    const trace = await captureMessage(receiver, () => {
      const { headers } = recordHeaders(carry({ authorization: 'Bearer t0ps3cret', tier: 'gold' }), { receiver });
      expect(headers, label).toEqual({});
    });
    const { diagnosis, text } = judged(trace, ['orders', 'mailer']);
    expect(text).toMatch(/not injected\. orders' message(?: in charges)? carried no trace context \(seen by/);
    expect(diagnosis).toBe('not-injected');
  });
});

describe('a header of X-Ray that a queue adds', () => {
  const header = ({ traceId, spanId }: { traceId: string; spanId: string }): string =>
    `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=${spanId};Sampled=1`;
  test.each<[label: string, carry: (value: string) => object]>([
    ['SQS', value => ({ Body: '', Attributes: { AWSTraceHeader: value } })],
    ["Lambda's record of SQS", value => ({ body: '', attributes: { AWSTraceHeader: value }, messageAttributes: {} })],
    [
      'a message that is sent',
      value => ({ MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: value } } }),
    ],
    ['system attributes', value => ({ systemAttributes: { AWSTraceHeader: value } })],
    ['an entry of EventBridge', value => ({ Detail: '{}', TraceHeader: value })],
  ])('%s', async (_label, carry) => {
    const trace = await captureMessage(receiver, sent => {
      expect(recordHeaders(carry(header(sent)), { receiver }).headers).toEqual({ 'x-amzn-trace-id': [header(sent)] });
    });
    expect(judged(trace, ['orders', 'mailer'])).toMatchObject({
      diagnosis: 'wrong-format',
      text: expect.stringContaining("carried this trace's X-Amzn-Trace-Id, and no traceparent"),
    });
  });
});

class Unknown {
  readonly #headers = { traceparent: '00' };
  describe(): string {
    return this.#headers.traceparent;
  }
}

test.each<[label: string, message: unknown, text: string]>([
  ['text', '{"headers":{}}', 'received a string of 14 characters'],
  ['a Promise', Promise.resolve({ headers: {} }), 'it is a Promise'],
  ['bytes', bytes('traceparent'), 'it is a Uint8Array'],
  ['an object without a place for headers', { value: 'x', key: 'k' }, 'received an object with the members value, key'],
  ['an empty object', {}, 'received an object'],
  ['headers as text', { headers: 'traceparent: 00' }, 'cannot read headers: it is a string of 15 characters'],
  ['headers as bytes', { headers: bytes('traceparent') }, 'cannot read headers: it is a Uint8Array'],
  ['headers of a class that is not known', { headers: new Unknown() }, 'cannot read headers: it is a Unknown'],
  ['a class that is not known', new Unknown(), 'cannot read the message: it is a Unknown'],
  ['headers within headers', { headers: { headers: { traceparent: '00' } } }, 'cannot read headers'],
  ['a context that is an object', { headers: { traceparent: { id: '00' } } }, 'header "traceparent"'],
  ['a list of names', { headers: ['traceparent'] }, 'cannot read headers: it is an array of 1'],
  ['several messages', { Records: [{ headers: {} }, { headers: {} }] }, 'an object with 2 messages in it'],
  ['an array of messages', [{ headers: {} }], 'takes a message, not an array of 1 messages'],
  ['SQS without its attributes', { MessageId: '1', ReceiptHandle: 'r', Body: 'x' }, "MessageAttributeNames: ['All']"],
])('%s is refused, and nothing is recorded', async (_label, message, text) => {
  expect(() => recordHeaders(message as object, { receiver })).toThrow(/^INVALID_OPTION: recordHeaders\(\) /);
  expect(() => recordHeaders(message as object, { receiver })).toThrow(text);
  const { crossings } = await receiver.capture(
    () => {
      expect(() => recordHeaders(message as object, { receiver })).toThrow(text);
    },
    { sampled: false },
  );
  expect(crossings).toEqual([]);
});

test.each<[label: string, message: object]>([
  ['an empty object of headers', { headers: {} }],
  ['an empty Map', { headers: new Map() }],
  ['an empty Map, given alone', new Map()],
  ['an empty array', { headers: [] }],
  ['no headers', { headers: undefined }],
  ['null', { headers: null }],
  ['Metadata without entries', new Metadata()],
  ['Headers without entries', new Headers()],
  ['a message of amqplib', { fields: {}, properties: { headers: undefined } }],
  ['a dead letter of amqplib', { properties: { headers: { 'x-death': [{ count: 1, queue: 'charges' }] } } }],
  ['a message of Pub/Sub', { data: '', attributes: {} }],
  ['a request of MCP', { jsonrpc: '2.0', method: 'ping' }],
  ['a CloudEvent', { specversion: '1.0', id: '4bf92f3577b34da6a3ce929d0e0e4736', source: '/', type: 'charge' }],
])('%s without headers is evidence', (_label, message) => {
  expect(recordHeaders(message, { receiver }).headers).toEqual({});
});
