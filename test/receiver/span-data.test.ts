import * as grpc from '@grpc/grpc-js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as matchers from '../../matchers/index.ts';
import type { SpanData } from '../../src/model/span-data.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { failureOf } from '../failure-of.ts';
import { encodeRequest } from '../otlp/encode-request.ts';
import { EVERY_FIELD, EVERY_FIELD_SPAN } from '../otlp/every-field.ts';
import type { RequestJson, SpanJson } from '../otlp/otlp-json.ts';
import { fixed64Field, lenField, varintField } from '../otlp/wire-builder.ts';
import { call, TRACES } from './grpc-call.ts';

expect.extend(matchers as never);

// What becomes of a span's data on its whole way: over a socket, through the store, to who asks the receiver.

const TRACE_ID = '5b8efff798038103d269b633813fc60c';
const SPAN_ID = 'eee19b7ec3c1b174';
const IDS = { traceId: TRACE_ID, spanId: SPAN_ID };
const NOW = `${Date.now()}000000`;
const TIMES = { startTimeUnixNano: NOW, endTimeUnixNano: NOW };

let receiver: Receiver;
let client: grpc.Client;

beforeEach(async () => {
  receiver = await startReceiver();
  client = new grpc.Client(new URL(receiver.grpcUrl).host, grpc.credentials.createInsecure());
});

afterEach(async () => {
  client.close();
  await receiver.stop();
});

function post(type: string, body: string | Buffer): Promise<Response> {
  const headers = { 'content-type': type };
  return fetch(`${receiver.httpUrl}/v1/traces`, { method: 'POST', headers, body: Buffer.from(body) });
}

/** Spans as they are written in JSON, by hand: also what no encoder of ours would write. */
function postJson(...spans: readonly object[]): Promise<Response> {
  const timed = spans.map(span => ({ ...TIMES, ...span }));
  return post('application/json', JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: timed }] }] }));
}

/** Sends a request by each way in turn, and hands over what the receiver then holds. */
async function byEachWay(request: RequestJson, look: (way: string) => unknown): Promise<void> {
  const protobuf = Buffer.from(encodeRequest(request));
  const ways = {
    'HTTP/JSON': async () => expect((await post('application/json', JSON.stringify(request))).status).toBe(200),
    'HTTP/protobuf': async () => expect((await post('application/x-protobuf', protobuf)).status).toBe(200),
    gRPC: async () => expect(await call(client, TRACES, protobuf)).toBeInstanceOf(Buffer),
  };
  for (const [way, send] of Object.entries(ways)) {
    await send();
    await look(way);
    receiver.clear();
  }
}

function ofSpans(...spans: readonly SpanJson[]): RequestJson {
  return { resourceSpans: [{ scopeSpans: [{ spans: spans.map(span => ({ ...TIMES, ...span })) }] }] };
}

test('ids in upper case are held in lower case, wherever they stand', async () => {
  const ids = { traceId: TRACE_ID.toUpperCase(), spanId: SPAN_ID.toUpperCase() };
  await postJson({ ...ids, parentSpanId: 'ABCDEF0123456789', links: [ids] });
  expect(receiver.spans).toMatchObject([{ ...IDS, parentSpanId: 'abcdef0123456789', links: [IDS] }]);
  expect(receiver.problems).toEqual([]);
});

test('enums are taken as numbers and by their known names', async () => {
  await postJson(
    { ...IDS, name: 'numbers', kind: 3, status: { code: 2 } },
    {
      traceId: TRACE_ID,
      spanId: 'aa'.repeat(8),
      name: 'names',
      kind: 'SPAN_KIND_CLIENT',
      status: { code: 'STATUS_CODE_ERROR' },
    },
  );
  expect(receiver.spans).toMatchObject(Array(2).fill({ kind: 'CLIENT', status: { code: 'ERROR' } }));
});

test.each([
  ['kind', { kind: 'SPAN_KIND_CLEINT' }],
  ['status', { status: { code: 'ERROR' } }],
])('an unknown name of a %s is answered 400, and says where', async (_, fields) => {
  const response = await postJson({ ...IDS, ...fields });
  expect(response.status).toBe(400);
  expect(((await response.json()) as { message: string }).message).toContain('resourceSpans[0].scopeSpans[0].spans[0]');
  expect(receiver.spans).toEqual([]);
});

test('fields that are unknown are ignored, and so is snake_case', async () => {
  await postJson({ ...IDS, name: 'work', start_time_unix_nano: '5', parent_span_id: SPAN_ID, brandNew: [{ a: 1 }] });
  expect(receiver.spans).toMatchObject([{ name: 'work', startTimeUnixNano: BigInt(NOW), parentSpanId: undefined }]);
  expect(receiver.problems).toEqual([]);
});

test('an integer of 1e+21, as JavaScript sends it, is held as it is, with a problem', async () => {
  const ints = ['42', 42, 1e21].map((intValue, n) => ({ key: `n${n}`, value: { intValue } }));
  expect((await postJson({ ...IDS, name: 'big', attributes: ints })).status).toBe(200);
  expect(receiver.spans).toMatchObject([{ attributes: { n0: 42, n1: 42, n2: 1e21 } }]);
  expect(receiver.problems).toMatchObject([
    { span: 'big', field: 'attributes["n2"]', rule: 'is an int64, -2^63 to 2^63 - 1 (received 1e+21)' },
  ]);
});

test.each([
  ['42', '41'],
  ['9007199254740993', '9007199254740992'],
])('an integer that is wrong, %s, is one line of its failure', async (intValue, wrong) => {
  const attributes = [{ key: 'app.amount', value: { intValue } }];
  await byEachWay(ofSpans({ ...IDS, name: 'charge card', attributes }), way => {
    const text = failureOf(() => expect(receiver.spans[0]).toHaveAttribute('app.amount', toInteger(wrong)));
    expect(
      text.split('\n').filter(line => line.includes(intValue)),
      way,
    ).toHaveLength(1);
    expect(text).toContain(`app.amount = ${intValue}`);
    expect(text.split('\n').length, way).toBeLessThan(10);
  });
});

test('a span with an id of the wrong length is rejected, and named among the problems', async () => {
  const spans = [
    IDS,
    { traceId: TRACE_ID, spanId: 'abcd', name: 'short' },
    { traceId: 'ab'.repeat(17), spanId: SPAN_ID },
  ];
  await byEachWay(ofSpans(...spans), way => {
    expect(receiver.spans, way).toMatchObject([IDS]);
    expect(receiver.problems, way).toEqual(
      expect.arrayContaining([expect.objectContaining({ span: 'short', field: 'spanId' })]),
    );
  });
  expect(receiver.stats).toMatchObject({ received: 9, spans: 3, rejectedSpans: 6 });
});

test('an empty parent id is none, and a wrong one is none too, with a problem', async () => {
  const wrong = { ...IDS, spanId: 'aa'.repeat(8), parentSpanId: 'abcd' };
  await byEachWay(ofSpans({ ...IDS, parentSpanId: '' }, wrong), way => {
    expect(receiver.spans, way).toMatchObject(Array(2).fill({ parentSpanId: undefined }));
    expect(receiver.problems, way).toMatchObject([
      { spanId: wrong.spanId, field: 'parentSpanId', rule: 'is 8 bytes, not all zero (received 2 bytes)' },
    ]);
  });
});

test('attributes keep values of every type, empty ones too', async () => {
  const attributes = [
    { key: 'text', value: { stringValue: 'ü' } },
    { key: 'yes', value: { boolValue: true } },
    { key: 'int', value: { intValue: '9007199254740993' } },
    { key: 'double', value: { doubleValue: 0.5 } },
    { key: 'bytes', value: { bytesValue: 'AAH/' } },
    { key: 'array', value: { arrayValue: { values: [{ stringValue: 'a' }, {}] } } },
    { key: 'kvlist', value: { kvlistValue: { values: [{ key: 'a', value: { intValue: '1' } }, { key: 'b' }] } } },
    { key: 'empty', value: {} },
  ];
  await byEachWay(ofSpans({ ...IDS, attributes }), way => {
    expect(receiver.spans[0]?.attributes, way).toEqual({
      text: 'ü',
      yes: true,
      int: 9007199254740993n,
      double: 0.5,
      bytes: new Uint8Array([0, 1, 255]),
      array: ['a', null],
      kvlist: { a: 1, b: null },
      empty: null,
    });
    expect(receiver.problems, way).toEqual([]);
  });
});

test('a string_value_strindex, which is for profiles, is null, with a problem', async () => {
  const spans = [{ ...IDS, attributes: [{ key: 'k', value: { stringValueStrindex: 3 } }] }];
  await postJson(...spans);
  const look = (): void => {
    expect(receiver.spans).toMatchObject([{ attributes: { k: null } }]);
    expect(receiver.problems).toMatchObject([
      { field: 'attributes["k"]', rule: 'holds its text (string_value_strindex is for profiles only)' },
    ]);
    receiver.clear();
  };
  look();
  // AnyValue.string_value_strindex is field 8; Span.attributes 9, trace_id 1, span_id 2, its times 7 and 8.
  const attribute = lenField(9, lenField(1, 'k'), lenField(2, varintField(8, 3)));
  const ids = [lenField(1, Buffer.from(TRACE_ID, 'hex')), lenField(2, Buffer.from(SPAN_ID, 'hex'))];
  const times = [7, 8].map(field => fixed64Field(field, BigInt(NOW)));
  await call(client, TRACES, lenField(1, lenField(2, lenField(2, ...ids, ...times, attribute))));
  look();
});

test('flags are kept whole, bits above the known ones too, of spans and of links', async () => {
  const flags = [0, 1, 0x101, 0x301, 0xffff_ffff];
  const spans = flags.map((each, n) => ({
    ...IDS,
    spanId: `${n + 1}`.padStart(16, '0'),
    flags: each,
    links: [{ ...IDS, flags: each }],
  }));
  await byEachWay(ofSpans(...spans), way => {
    const byId = [...receiver.spans].sort((a, b) => (a.spanId < b.spanId ? -1 : 1));
    expect(
      byId.map(span => [span.flags, span.links[0]?.flags]),
      way,
    ).toEqual(flags.map(each => [each, each]));
    expect(receiver.problems, way).toEqual([]);
  });
});

test('every field arrives: dropped counts, trace state, schema URLs and entity references too', async () => {
  await byEachWay(EVERY_FIELD, way => {
    const [span] = receiver.spans;
    expect(fieldsOf(span), way).toEqual(EVERY_FIELD_SPAN);
    expect(
      receiver.problems.map(({ field }) => field),
      way,
    ).toContain('droppedEventsCount');
  });
});

test('a request that is sent again, by whatever way, holds duplicates only', async () => {
  const request = ofSpans({ ...IDS, name: 'work' });
  const protobuf = Buffer.from(encodeRequest(request));
  await post('application/json', JSON.stringify(request));
  await post('application/x-protobuf', protobuf);
  await call(client, TRACES, protobuf);
  expect(receiver.spans).toHaveLength(1);
  expect(receiver.stats).toMatchObject({ received: 3, spans: 1, duplicates: 2, rejected: 0 });
  expect(receiver.problems).toEqual([]);
});

/** As attributes hold it. */
function toInteger(text: string): number | bigint {
  return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
}

/** What was sent of a span, without what is derived. */
function fieldsOf(span: SpanData | undefined): unknown {
  const given = span as unknown as Record<string, unknown>;
  return Object.fromEntries(Object.keys(EVERY_FIELD_SPAN).map(key => [key, given[key]]));
}
