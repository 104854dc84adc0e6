import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import protobuf from 'protobufjs/minimal.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { encodeRequest } from '../otlp/encode-request.ts';
import type { RequestJson } from '../otlp/otlp-json.ts';
import { newSpanId, newTraceId, send, traceRequest } from '../otlp-request.ts';

const LIMIT = 200_000;
const PATHS = ['/v1/traces', '/v1/logs', '/v1/metrics'];

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false, maxRequestBytes: LIMIT });
});

afterEach(() => receiver.stop());

const JSON_TYPE = { 'content-type': 'application/json' };
const body = JSON.stringify(traceRequest({ name: 'work' }));

function post(
  path: string,
  headers: Record<string, string>,
  sent: string | Uint8Array<ArrayBuffer>,
): Promise<Response> {
  return fetch(`${receiver.httpUrl}${path}`, { method: 'POST', headers, body: sent });
}

test.each<[string, Record<string, string>, string | Uint8Array<ArrayBuffer>]>([
  ['JSON', JSON_TYPE, body],
  ['JSON with a charset', { 'content-type': 'application/json; charset=utf-8' }, body],
  ['JSON in upper case', { 'content-type': 'APPLICATION/JSON' }, body],
  ['gzipped JSON', { ...JSON_TYPE, 'content-encoding': 'gzip' }, gzipSync(body)],
  ['JSON gzipped by an encoding in upper case', { ...JSON_TYPE, 'content-encoding': 'GZIP' }, gzipSync(body)],
  ['deflated JSON', { ...JSON_TYPE, 'content-encoding': 'deflate' }, deflateSync(body)],
  ['JSON of encoding identity', { ...JSON_TYPE, 'content-encoding': 'identity' }, body],
])('takes %s', async (_, headers, sent) => {
  const response = await post('/v1/traces', headers, sent);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.json()).toEqual({});
  expect(receiver.spans.map(span => span.name)).toEqual(['work']);
});

test.each<[string, number, string, Record<string, string>, string | Uint8Array<ArrayBuffer>]>([
  ['a wrong path', 404, '/v1/trace', JSON_TYPE, body],
  ['a content type that is not OTLP', 415, '/v1/traces', { 'content-type': 'text/plain' }, body],
  ['no content type', 415, '/v1/traces', {}, new Uint8Array([10, 0])],
  ['JSON that is none', 400, '/v1/traces', JSON_TYPE, '{"resourceSpans":['],
  [
    'protobuf that is none',
    400,
    '/v1/traces',
    { 'content-type': 'application/x-protobuf' },
    new Uint8Array([255, 255, 255]),
  ],
  ['gzip that is none', 400, '/v1/traces', { ...JSON_TYPE, 'content-encoding': 'gzip' }, body],
  ['an unknown encoding', 400, '/v1/traces', { ...JSON_TYPE, 'content-encoding': 'zstd' }, body],
  ['a body over the limit', 413, '/v1/traces', JSON_TYPE, 'x'.repeat(LIMIT + 1)],
  [
    'a body over the limit once inflated',
    413,
    '/v1/traces',
    { ...JSON_TYPE, 'content-encoding': 'gzip' },
    gzipSync('x'.repeat(50 * LIMIT)),
  ],
])('answers %s with %i, counts it with its reason, and serves the next', async (_, status, path, headers, sent) => {
  const response = await post(path, headers, sent);
  expect(response.status).toBe(status);
  const [rejection] = receiver.stats.rejections;
  expect(rejection).toMatchObject({ status, path, protocol: 'http', spans: 0 });
  const answered = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  expect(isJson ? (JSON.parse(answered) as { message: string }).message : answered).toContain(rejection?.reason);
  expect(receiver.stats.rejected).toBe(1);
  expect((await send(receiver, {})).status).toBe(200);
});

test.each(PATHS)('answers a method other than POST to %s with 405, and says which it takes', async path => {
  for (const method of ['GET', 'PUT', 'DELETE']) {
    const response = await fetch(`${receiver.httpUrl}${path}`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  }
  expect(receiver.stats.rejected).toBe(3);
});

test.each(PATHS)('answers an empty request to %s with success, in the encoding it came in', async path => {
  const json = await post(path, JSON_TYPE, '{}');
  expect([json.status, json.headers.get('content-type'), await json.text()]).toEqual([200, 'application/json', '{}']);
  for (const type of ['application/x-protobuf', 'Application/X-Protobuf; charset=utf-8']) {
    const binary = await post(path, { 'content-type': type }, new Uint8Array());
    expect([binary.status, binary.headers.get('content-type')]).toEqual([200, 'application/x-protobuf']);
    expect((await binary.arrayBuffer()).byteLength).toBe(0);
  }
  expect(receiver.stats.rejected).toBe(0);
});

test('answers errors as google.rpc.Status in the encoding of the request', async () => {
  const binary = await post('/v1/traces', { 'content-type': 'application/x-protobuf' }, new Uint8Array([255, 255]));
  expect(binary.headers.get('content-type')).toBe('application/x-protobuf');
  const reader = protobuf.Reader.create(new Uint8Array(await binary.arrayBuffer()));
  expect([reader.uint32() >>> 3, reader.int32()]).toEqual([1, 3]);
  expect([reader.uint32() >>> 3, reader.string()]).toEqual([2, receiver.stats.rejections[0]?.reason]);
  const json = await post('/v1/traces', JSON_TYPE, '[');
  expect(json.headers.get('content-type')).toBe('application/json');
  expect(await json.json()).toEqual({ code: 3, message: receiver.stats.rejections[1]?.reason });
});

test.each<[number, number, string, RequestInit]>([
  [404, 12, '/v1/trace', { method: 'POST', body: '{}' }],
  [405, 12, '/v1/traces', { method: 'PUT', body: '{}' }],
  [413, 8, '/v1/traces', { method: 'POST', body: 'x'.repeat(LIMIT + 1) }],
  [400, 3, '/v1/traces', { method: 'POST', body: '[', headers: { 'content-encoding': 'br' } }],
  [503, 14, '/v1/traces', { method: 'POST' }],
])('the body of a %i is a google.rpc.Status of code %i, in JSON and in protobuf', async (status, code, path, init) => {
  const full = await startReceiver({ grpcPort: false, maxRequestBytes: LIMIT, maxSpans: 1 });
  const two = traceRequest({}, {});
  for (const type of ['application/json', 'application/x-protobuf']) {
    const spans = type === 'application/json' ? JSON.stringify(two) : encodeRequest(two as RequestJson);
    const headers = { 'content-type': type, ...init.headers };
    const sent = init.body ?? Buffer.from(spans);
    const response = await fetch(full.httpUrl + path, { ...init, headers, body: sent });
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type]);
    const answered = new Uint8Array(await response.arrayBuffer());
    const message = full.stats.rejections.at(-1)?.reason;
    const decoded = type === 'application/json' ? JSON.parse(Buffer.from(answered).toString()) : readStatus(answered);
    expect(decoded).toEqual({ code, message });
  }
  await full.stop();
});

test('the body of a 415, whose request has no encoding of OTLP, is a google.rpc.Status in JSON', async () => {
  const response = await post('/v1/traces', { 'content-type': 'text/xml' }, '<spans/>');
  expect([response.status, response.headers.get('content-type')]).toEqual([415, 'application/json']);
  expect(await response.json()).toEqual({ code: 3, message: receiver.stats.rejections[0]?.reason });
});

function readStatus(bytes: Uint8Array): { code: number; message: string } {
  const reader = protobuf.Reader.create(bytes);
  const [codeField, code, messageField, message] = [reader.uint32(), reader.int32(), reader.uint32(), reader.string()];
  expect([codeField >>> 3, messageField >>> 3, reader.pos]).toEqual([1, 2, bytes.length]);
  return { code, message };
}

test('takes what a page sends when it is hidden: nine requests at once, of a keepalive’s 60 KiB', async () => {
  const headers = { ...JSON_TYPE, origin: 'http://shop.test' };
  const answers = await Promise.all(
    Array.from({ length: 9 }, (_, n) => {
      const sent = JSON.stringify(traceRequest({ name: `span ${n}`, attributes: { text: 'x'.repeat(60_000) } }));
      return fetch(`${receiver.httpUrl}/v1/traces`, { method: 'POST', keepalive: true, headers, body: sent });
    }),
  );
  for (const answer of answers) {
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, 'http://shop.test']);
  }
  expect(receiver.spans).toHaveLength(9);
});

test('keeps the connection for the next request', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ports = new Set<number | undefined>();
  for (const path of ['/v1/traces', '/v1/none', '/v1/traces']) {
    const sent = request(`${receiver.httpUrl}${path}`, { method: 'POST', agent, headers: JSON_TYPE }).end('{}');
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    ports.add(response.socket.localPort);
    await once(response.resume(), 'close');
  }
  agent.destroy();
  expect(ports.size).toBe(1);
});

test('counts a chunked body as it streams, without a Content-Length to go by', async () => {
  const chunks = function* () {
    for (let sent = 0; sent <= LIMIT; sent += 50_000) yield new Uint8Array(50_000);
  };
  const response = await fetch(`${receiver.httpUrl}/v1/traces`, {
    method: 'POST',
    headers: JSON_TYPE,
    body: ReadableStream.from(chunks()),
    duplex: 'half',
  } as RequestInit);
  expect(response.status).toBe(413);
});

test('survives a client that goes away in the middle, and says so', async () => {
  const socket = connect(Number(new URL(receiver.httpUrl).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    'POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"res',
    () => socket.resetAndDestroy(),
  );
  await expect
    .poll(() => receiver.stats.rejections.map(rejection => rejection.reason))
    .toEqual(['the client went away in the middle of its request.']);
  expect((await send(receiver, {})).status).toBe(200);
});

test('survives random bytes under every content type', async () => {
  for (const contentType of ['application/json', 'application/x-protobuf']) {
    const response = await post('/v1/traces', { 'content-type': contentType }, randomBytes(50_000));
    expect(response.status).toBe(400);
  }
  expect((await send(receiver, {})).status).toBe(200);
});

test('takes a batch of 512 spans with long attributes, beyond what a default body limit would allow', async () => {
  const big = await startReceiver({ grpcPort: false });
  const spans = Array.from({ length: 512 }, (_, n) => ({ name: `span ${n}`, attributes: { text: 'x'.repeat(400) } }));
  expect((await send(big, ...spans)).status).toBe(200);
  expect(big.spans).toHaveLength(512);
  await big.stop();
});

test('rejects a span with a bad id by partial success, and keeps the others', async () => {
  const response = await send(receiver, { name: 'good' }, { name: 'bad', traceId: 'abc' });
  expect(response.status).toBe(200);
  const { partialSuccess } = (await response.json()) as {
    partialSuccess: { rejectedSpans: unknown; errorMessage: string };
  };
  expect(Number(partialSuccess.rejectedSpans)).toBe(1);
  expect(partialSuccess.errorMessage).toContain('bad');
  expect(receiver.spans.map(span => span.name)).toEqual(['good']);
  expect(receiver.stats).toMatchObject({ spans: 1, rejected: 1 });
});

test('stores a span once that is sent twice, and both of two that share their ids', async () => {
  const [traceId, spanId, startMs] = [newTraceId(), newSpanId(), Date.now()];
  await send(receiver, { traceId, spanId, startMs, name: 'one' });
  await send(receiver, { traceId, spanId, startMs, name: 'one' });
  expect(receiver.stats).toMatchObject({ spans: 1, duplicates: 1 });
  await send(receiver, { traceId, spanId, startMs, name: 'another' });
  expect(receiver.spans.map(span => span.name).sort()).toEqual(['another', 'one']);
  expect(receiver.traces[0]?.problems).toMatchObject([{ spanId, field: 'spanId', rule: 'is unique in its trace' }]);
});

test('answers logs and metrics with success and counts them', async () => {
  for (const path of ['/v1/logs', '/v1/metrics']) expect((await post(path, JSON_TYPE, '{}')).status).toBe(200);
  expect(receiver.stats).toMatchObject({ requests: 2, logs: 0, metrics: 0, rejected: 0 });
});

test('refuses spans over maxSpans with a retryable status and says how many it holds', async () => {
  const small = await startReceiver({ grpcPort: false, maxSpans: 2 });
  expect((await send(small, {}, {})).status).toBe(200);
  expect((await send(small, {})).status).toBe(503);
  expect(small.stats.rejections[0]?.reason).toContain('maxSpans is 2');
  await small.stop();
});

test('lets a page of another origin export', async () => {
  const preflight = await fetch(`${receiver.httpUrl}/v1/traces`, {
    method: 'OPTIONS',
    headers: { origin: 'http://shop.test', 'access-control-request-headers': 'content-type,x-api' },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('http://shop.test');
  expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type,x-api');
});

function preflight(url: string, origin: string, headers: Record<string, string> = {}, path = '/v1/traces') {
  const asked = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type,x-api',
  };
  return fetch(`${url}${path}`, { method: 'OPTIONS', headers: { ...asked, ...headers } });
}

test('tells browsers for how long, of what, and from where they may send', async () => {
  const { headers } = await preflight(receiver.httpUrl, 'http://shop.test', {
    'access-control-request-private-network': 'true',
  });
  expect(Object.fromEntries(headers)).toMatchObject({
    'access-control-allow-methods': 'POST',
    'access-control-allow-credentials': 'true',
    'access-control-allow-private-network': 'true',
    'access-control-max-age': '7200',
    vary: 'origin, access-control-request-headers',
  });
  const answer = await post('/v1/traces', { ...JSON_TYPE, origin: 'null' }, body);
  expect(answer.headers.get('access-control-allow-origin')).toBe('null');
  expect(answer.headers.get('vary')).toBe('origin');
  expect((await preflight(receiver.httpUrl, 'http://shop.test', {}, '/v1/none')).status).toBe(404);
});

test('lets only the pages and headers through that cors names, and notes the others', async () => {
  const cors = { origins: ['http://shop.test', /^http:\/\/localhost:\d+$/g], headers: ['x-own'] };
  const picky = await startReceiver({ grpcPort: false, cors });
  for (const origin of ['http://shop.test', 'http://localhost:1', 'http://localhost:2']) {
    const allowed = await preflight(picky.httpUrl, origin);
    expect(allowed.headers.get('access-control-allow-origin')).toBe(origin);
    expect(allowed.headers.get('access-control-allow-headers')).toBe('content-type, content-encoding, x-own');
  }
  const refused = await preflight(picky.httpUrl, 'http://evil.test');
  expect(refused.status).toBe(403);
  expect(refused.headers.get('access-control-allow-origin')).toBeNull();
  expect(picky.stats.rejections).toMatchObject([
    { status: 403, reason: expect.stringContaining('"http://evil.test"') },
  ]);
  await picky.stop();
});

test('answers no page with cors: false', async () => {
  const off = await startReceiver({ grpcPort: false, cors: false });
  const response = await preflight(off.httpUrl, 'http://shop.test');
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([405, null]);
  await off.stop();
});

test.each<[string, object, string]>([
  ['an origin with a path', { origins: ['http://shop.test/'] }, 'as browsers send them ("http://shop.test")'],
  ['a star', { origins: ['*'] }, 'it takes origins as browsers send them'],
  ['origins that are no list', { origins: 'http://shop.test' }, 'it takes a list'],
  ['a header that is none', { headers: ['x api'] }, 'it takes names of headers'],
  ['an option that is unknown', { origin: [] }, 'Did you mean "origins"?'],
])('refuses cors with %s', async (_, cors, message) => {
  await expect(startReceiver({ cors: cors as never })).rejects.toThrow(message);
});
