import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { createGzip, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openHttpEndpoint } from '../../src/receiver/http-endpoint.ts';
import type { Ingest } from '../../src/receiver/ingest.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import type { Rejection } from '../../src/receiver/stats.ts';
import { send, traceRequest } from '../otlp-request.ts';
import { callOnce, TRACES, tracesRequest } from './grpc-call.ts';

const LIMIT = 200_000;
const MIB = 1_048_576;

let receiver: Receiver;
const sockets: Socket[] = [];

beforeEach(async () => {
  receiver = await startReceiver({ maxRequestBytes: LIMIT });
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await receiver.stop();
});

/** A raw connection to an endpoint. */
async function open(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** All that comes until the other side ends the connection. */
async function answerOf(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  if (!socket.destroyed) await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}

function head(...headers: readonly string[]): string {
  return ['POST /v1/traces HTTP/1.1', 'host: x', 'content-type: application/json', ...headers, '', ''].join('\r\n');
}

const spanJson = JSON.stringify(traceRequest({}));
const whole = head(`content-length: ${Buffer.byteLength(spanJson)}`) + spanJson;

async function expectBothServeTheNext(): Promise<void> {
  expect((await send(receiver, {})).status).toBe(200);
  expect(await callOnce(new URL(receiver.grpcUrl).host)).toEqual(Buffer.alloc(0));
}

function rejected(): Promise<Rejection> {
  return expect
    .poll(() => receiver.stats.rejections[0])
    .toBeDefined()
    .then(() => receiver.stats.rejections[0] as Rejection);
}

describe('over HTTP', () => {
  test.each<[string, string | Buffer, number, string]>([
    ['bytes that are no HTTP', 'hello\r\n\r\n', 400, 'what came to the OTLP/HTTP port is not HTTP.'],
    [
      'an HTTP/2 preface',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      400,
      'a client speaks HTTP/2 (gRPC?) to the OTLP/HTTP port; OTLP/gRPC has a port of its own: receiver.grpcUrl.',
    ],
    [
      'headers that are too large',
      head(`x: ${'x'.repeat(20_000)}`),
      431,
      'the headers of the request are more than 16 KiB.',
    ],
    ['two Content-Lengths', head('content-length: 2', 'content-length: 3'), 400, 'not well-formed HTTP'],
    [
      'a Content-Length beside chunks',
      head('content-length: 2', 'transfer-encoding: chunked'),
      400,
      'not well-formed HTTP',
    ],
    ['a chunk of no size', `${head('transfer-encoding: chunked')}zz\r\n`, 400, 'not well-formed HTTP'],
    ['a header that is none', head('no colon'), 400, 'not well-formed HTTP'],
    [
      'an expectation that is unknown',
      head('expect: a miracle', 'content-length: 0', 'connection: close'),
      417,
      'Expect: "a miracle"',
    ],
  ])('answers %s, says why, and serves the next', async (_, bytes, status, reason) => {
    const socket = await open(receiver.httpUrl);
    socket.write(bytes);
    const answer = await answerOf(socket);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as { message: string };
    expect(body.message).toContain(reason);
    expect(receiver.stats.rejections).toMatchObject([
      {
        protocol: 'http',
        status,
        reason: expect.stringContaining(reason),
        from: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      },
    ]);
    await expectBothServeTheNext();
  });

  test.each<[string, string]>([
    ['headers', 'POST /v1/traces HTTP/1.1\r\nhost: x\r\n'],
    ['a body', `${head('content-length: 100')}{"res`],
  ])('ends a client that lets %s trickle', async (_, bytes) => {
    const { endpoint, reasons } = await impatientEndpoint();
    const socket = await open(`http://127.0.0.1:${endpoint.address.kind === 'tcp' ? endpoint.address.port : 0}`);
    socket.write(bytes);
    const trickle = setInterval(() => socket.write('x'), 20);
    expect(await answerOf(socket)).toMatch(/^HTTP\/1\.1 408 /);
    clearInterval(trickle);
    expect(reasons).toEqual(['the client took too long to send its request.']);
    await endpoint.stop();
  });

  test.each<[string, () => Buffer, RegExp]>([
    ['a gzip bomb', () => gzipSync(Buffer.alloc(50 * MIB)), /^OTLP\/HTTP request is more than 200000 bytes/],
    [
      'a truncated gzip',
      () => gzipSync(spanJson).subarray(0, -12),
      /gzip, but the body is not: unexpected end of file/,
    ],
    [
      'a gzip with garbage after it',
      () => Buffer.concat([gzipSync(spanJson), Buffer.from('garbage')]),
      /but the body is not/,
    ],
  ])('refuses %s', async (_, bytes, reason) => {
    const response = await postGzip(bytes());
    expect(response.status).toBe(/more than/.test(reason.source) ? 413 : 400);
    expect((await rejected()).reason).toMatch(reason);
    await expectBothServeTheNext();
  });

  test('takes a gzip of several members', async () => {
    const half = Math.floor(spanJson.length / 2);
    const members = [spanJson.slice(0, half), spanJson.slice(half)].map(part => gzipSync(part));
    expect((await postGzip(Buffer.concat(members))).status).toBe(200);
    expect(receiver.spans).toHaveLength(1);
  });

  test('stops inflating a bomb that streams, within the memory that its limit allows', async () => {
    const big = await startReceiver({ grpcPort: false, maxRequestBytes: 8 * MIB });
    const socket = await open(big.httpUrl);
    const before = process.memoryUsage().rss;
    socket.write(head('content-encoding: gzip', 'transfer-encoding: chunked'));
    const bomb = createGzip({ level: 9 });
    bomb.on('data', (chunk: Buffer) =>
      socket.write(`${chunk.length.toString(16)}\r\n${chunk.toString('latin1')}\r\n`, 'latin1'),
    );
    const zeros = Buffer.alloc(MIB);
    const answered = answerOf(socket);
    // It is endless: only the answer ends it.
    let isAnswered = false;
    void once(socket, 'data').then(() => {
      isAnswered = true;
    });
    while (!isAnswered) await new Promise<void>(resolve => bomb.write(zeros, () => resolve()));
    bomb.destroy();
    socket.end();
    expect(await answered).toMatch(/^HTTP\/1\.1 413 /);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * MIB);
    expect(big.stats.rejections[0]?.reason).toBe(
      'OTLP/HTTP request is more than 8.0 MiB after decompression; maxRequestBytes is 8.0 MiB.',
    );
    await big.stop();
  });

  test('a client that waits to be asked for its body is asked, or told at once that it is too large', async () => {
    const asked = await open(receiver.httpUrl);
    asked.write(head('expect: 100-continue', 'connection: close', `content-length: ${spanJson.length}`));
    expect(String((await once(asked, 'data'))[0])).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    asked.write(spanJson);
    expect(await answerOf(asked)).toMatch(/^HTTP\/1\.1 200 /);

    const refused = await open(receiver.httpUrl);
    refused.write(head('expect: 100-continue', `content-length: ${LIMIT + 1}`));
    expect(String((await once(refused, 'data'))[0])).toMatch(/^HTTP\/1\.1 413 /);
    expect(receiver.stats.rejections[0]?.reason).toBe(
      'OTLP/HTTP request is 200001 bytes; maxRequestBytes is 200000 bytes.',
    );
  });

  test('a client that has much left to send when it is refused sees the answer, and then the end', async () => {
    const socket = await open(receiver.httpUrl);
    socket.write(head(`content-length: ${100 * LIMIT}`));
    const answered = once(socket, 'data');
    socket.write(Buffer.alloc(2 * LIMIT));
    expect(String((await answered)[0])).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close/i);
    socket.write(Buffer.alloc(2 * LIMIT));
    await once(socket, 'close');
  });

  test('the connection lives on after a refusal whose body is read', async () => {
    const socket = await open(receiver.httpUrl);
    socket.write(
      head('content-length: 3').replace('json', 'x-unknown') +
        '{}\n' +
        whole.replace('host: x', 'host: x\r\nconnection: close'),
    );
    expect((await answerOf(socket)).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 415', 'HTTP/1.1 200']);
  });

  test('takes pipelined requests, in their order', async () => {
    const socket = await open(receiver.httpUrl);
    socket.write(
      whole + whole.replace('/v1/traces', '/v1/none') + whole.replace('host: x', 'host: x\r\nconnection: close'),
    );
    expect((await answerOf(socket)).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 200']);
    expect(receiver.stats).toMatchObject({ requests: 2, rejected: 1 });
  });

  test('never prints what it received as it is', async () => {
    const socket = await open(receiver.httpUrl);
    const nasty =
      'POST /v1/\x9b31m\xff"x HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: \x9b31mtext\r\n\r\n';
    socket.write(Buffer.from(nasty, 'latin1'));
    await answerOf(socket);
    await fetch(`${receiver.httpUrl}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': '\u009b31mx' },
      body: 'x',
    });
    const noted = JSON.stringify(receiver.stats.rejections.map(({ reason, path }) => [reason, path]));
    expect(noted).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(noted).toContain('u009b31m');
  });
});

describe('over gRPC', () => {
  /** Sends what is not made by a gRPC client; resolves to the status of HTTP and of gRPC. */
  async function exchange(headers: Record<string, string>, ...bytes: readonly Buffer[]) {
    const session = connectHttp2(receiver.grpcUrl);
    session.on('error', () => undefined);
    const stream = session.request({
      ':method': 'POST',
      ':path': TRACES,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    });
    stream.on('error', () => undefined);
    const seen: Record<string, unknown> = {};
    stream.on('response', answered => Object.assign(seen, answered));
    stream.on('trailers', trailers => Object.assign(seen, trailers));
    for (const each of bytes) stream.write(each);
    stream.end();
    stream.resume();
    await once(stream, 'close');
    session.destroy();
    return {
      http: seen[':status'],
      grpc: seen['grpc-status'] === undefined ? undefined : Number(seen['grpc-status']),
      message: decodeURI(String(seen['grpc-message'] ?? '')),
    };
  }

  function frame(message: Uint8Array, isCompressed = false): Buffer {
    const prefix = Buffer.alloc(5);
    prefix[0] = isCompressed ? 1 : 0;
    prefix.writeUInt32BE(message.length, 1);
    return Buffer.concat([prefix, message]);
  }

  function flagged(flag: number): Buffer {
    const bytes = ok();
    bytes[0] = flag;
    return bytes;
  }

  const gzip = { 'grpc-encoding': 'gzip' };
  const ok = (): Buffer => frame(tracesRequest('work'));

  test.each<[string, Record<string, string>, () => Buffer[], number, string]>([
    [
      'a message over the limit',
      {},
      () => [frame(Buffer.alloc(5 * MIB))],
      8,
      'OTLP/gRPC request is 5.0 MiB; maxRequestBytes is 200000 bytes.',
    ],
    [
      'a gzip bomb',
      gzip,
      () => [frame(gzipSync(Buffer.alloc(100 * MIB)), true)],
      8,
      'OTLP/gRPC request is more than 200000 bytes after decompression; maxRequestBytes is 200000 bytes.',
    ],
    [
      'a truncated gzip',
      gzip,
      () => [frame(gzipSync(tracesRequest('work')).subarray(0, -12), true)],
      13,
      'the message is not what its grpc-encoding says: it is corrupt, or cut off.',
    ],
    [
      'a gzip that is none',
      gzip,
      () => [frame(randomBytes(100), true)],
      13,
      'the message is not what its grpc-encoding says: it is corrupt, or cut off.',
    ],
    [
      'an encoding that is unknown',
      { 'grpc-encoding': 'zstd' },
      () => [frame(tracesRequest('work'), true)],
      12,
      'unsupported encoding "zstd"',
    ],
    [
      'the compressed flag without an encoding',
      {},
      () => [frame(gzipSync(tracesRequest('work')), true)],
      13,
      'grpc: compressed flag set with identity or empty encoding',
    ],
    [
      'the compressed flag with encoding identity',
      { 'grpc-encoding': 'identity' },
      () => [frame(tracesRequest('work'), true)],
      13,
      'grpc: compressed flag set with identity or empty encoding',
    ],
    ['a flag byte of 2', {}, () => [flagged(2)], 13, 'grpc: received unexpected payload format 2'],
    ['a flag byte of 255 with gzip', gzip, () => [flagged(255)], 13, 'grpc: received unexpected payload format 255'],
    [
      'JSON as application/grpc+json',
      { 'content-type': 'application/grpc+json' },
      () => [frame(Buffer.from(spanJson))],
      13,
      'grpc: error unmarshalling request: it is JSON',
    ],
    [
      'no message',
      {},
      () => [],
      12,
      'the call ended without a whole message: there was none, or the client went away in the middle of it.',
    ],
    ['two messages', {}, () => [ok(), ok()], 12, 'the call has a second message; OTLP/gRPC is unary.'],
    [
      'an unknown service',
      { ':path': '/x.Y/Export' },
      () => [ok()],
      12,
      'no such method; OTLP/gRPC has TraceService, LogsService and MetricsService.',
    ],
    ['10 MB of random bytes', {}, () => [randomBytes(10_000_000)], 8, 'OTLP/gRPC request is '],
    ['random protobuf', {}, () => [frame(Buffer.alloc(1_000, 255))], 3, 'MALFORMED_PROTOBUF'],
  ])('refuses %s, once, and serves the next', async (_, headers, bytes, code, reason) => {
    const answer = await exchange(headers, ...bytes());
    expect(answer).toMatchObject({ http: 200, grpc: code });
    expect(receiver.stats.rejections).toMatchObject([
      { protocol: 'grpc', status: code, reason: expect.stringContaining(reason), path: headers[':path'] ?? TRACES },
    ]);
    if (code !== 12 || headers[':path'] === undefined) expect(answer.message).toContain(reason);
    expect(receiver.spans).toEqual([]);
    await expectBothServeTheNext();
  });

  test('takes a gzip of several members', async () => {
    const message = tracesRequest('work');
    const members = [message.subarray(0, 10), message.subarray(10)].map(part => gzipSync(part));
    expect(await exchange(gzip, frame(Buffer.concat(members), true))).toMatchObject({ grpc: 0 });
    expect(receiver.spans).toHaveLength(1);
  });

  test.each([
    ['the compressed flag without an encoding', {}, () => frame(gzipSync(tracesRequest('lost')), true)],
    ['a flag byte of 2', {}, () => flagged(2)],
    ['JSON as application/grpc+json', { 'content-type': 'application/grpc+json' }, () => frame(Buffer.from(spanJson))],
    ['gRPC-Web', { 'content-type': 'application/grpc-web+proto' }, ok],
  ])('what was sent with %s is missing', async (_, headers, message) => {
    await exchange(headers, message());
    await send(receiver, {});
    expect(receiver.traces[0]?.losses).toMatchObject([{ signal: 'traces', count: 1, protocol: 'grpc' }]);
  });

  test.each([
    ['application/grpc', frame(tracesRequest('work'))],
    ['application/grpc+proto', frame(tracesRequest('work'))],
    ['application/grpc;charset=utf-8', frame(tracesRequest('work'))],
    ['Application/gRPC', frame(tracesRequest('work'))],
    // A collector reads protobuf of this type too.
    ['application/grpc+json', frame(tracesRequest('work'))],
  ])('takes content type %s', async (type, message) => {
    expect(await exchange({ 'content-type': type }, message)).toMatchObject({ http: 200, grpc: 0 });
    expect(receiver.spans).toHaveLength(1);
  });

  test.each([
    'application/grpc-web+proto',
    'application/grpc-web',
    'application/grpc-web-text',
    'application/grpcx',
    'application/grpc+thrift',
    'application/x-protobuf',
  ])('answers content type %s with 415', async type => {
    const answer = await exchange({ 'content-type': type }, ok());
    expect(answer).toEqual({ http: 415, grpc: 3, message: `invalid gRPC request content-type "${type}"` });
    expect(receiver.stats.rejections).toMatchObject([
      {
        status: 415,
        path: TRACES,
        reason: expect.stringContaining(`content type "${type}"; OTLP/gRPC is application/grpc.`),
      },
    ]);
    expect(receiver.spans).toEqual([]);
    await expectBothServeTheNext();
  });

  test('answers what is no gRPC with 415', async () => {
    expect(await exchange({ 'content-type': 'application/json' }, Buffer.from('{}'))).toMatchObject({ http: 415 });
    expect(receiver.stats.rejections).toMatchObject([
      {
        status: 415,
        reason: expect.stringContaining('content type "application/json"; OTLP/gRPC is application/grpc.'),
      },
    ]);
    await expectBothServeTheNext();
  });

  test('tells a client that speaks HTTP/1 where it should go', async () => {
    const response = await fetch(`${receiver.grpcUrl}/v1/traces`, { method: 'POST', body: '{}' });
    const reason = 'a client speaks HTTP/1 to the OTLP/gRPC port; OTLP/HTTP has a port of its own: receiver.httpUrl.';
    expect(response.status).toBe(400);
    expect(await response.text()).toBe(reason);
    expect(receiver.stats.rejections).toMatchObject([{ protocol: 'grpc', status: 400, reason }]);
    await expectBothServeTheNext();
  });

  test('ends a connection that begins with bytes that are nothing', async () => {
    const socket = await open(receiver.grpcUrl);
    socket.write(randomBytes(10_000_000).fill(0, 0, 16));
    await once(socket, 'close');
    expect(receiver.stats.rejections).toMatchObject([{ reason: 'what came to the OTLP/gRPC port is not HTTP/2.' }]);
    await expectBothServeTheNext();
  });

  test.each<[string, (session: ClientHttp2Session, stream: ClientHttp2Stream) => void]>([
    ['resets its call', (_, stream) => stream.close(8)],
    ['closes its connection', session => session.destroy()],
  ])('notes a client that %s in the middle of its message', async (_, goAway) => {
    const session = connectHttp2(receiver.grpcUrl);
    session.on('error', () => undefined);
    const open = (): ClientHttp2Stream =>
      session.request({ ':method': 'POST', ':path': TRACES, 'content-type': 'application/grpc' });
    const first = open();
    first.end(ok());
    await once(first.resume(), 'close');
    const stream = open();
    stream.on('error', () => undefined);
    stream.write(ok().subarray(0, 20));
    // Frames are answered in their order.
    await new Promise(resolve => session.ping(resolve));
    goAway(session, stream);
    expect((await rejected()).reason).toMatch(/the client went away in the middle/);
    expect(receiver.stats).toMatchObject({ requests: 1, rejected: 1 });
    session.destroy();
    await expectBothServeTheNext();
  });

  test('notes a message that is not here by its deadline', async () => {
    const session = connectHttp2(receiver.grpcUrl);
    session.on('error', () => undefined);
    const path = { ':method': 'POST', ':path': TRACES, 'content-type': 'application/grpc', 'grpc-timeout': '30m' };
    const stream = session.request(path);
    stream.write(ok().subarray(0, 20));
    const [headers] = await once(stream, 'response');
    expect(headers['grpc-status']).toBe('4');
    expect(await rejected()).toMatchObject({
      status: 4,
      reason: "the client's deadline passed before its message was here.",
    });
    session.destroy();
  });

  test('never prints what it received as it is', async () => {
    await exchange({ ':path': '/\u009b31m' }, ok());
    const noted = JSON.stringify(receiver.stats.rejections.map(({ reason, path }) => [reason, path]));
    expect(receiver.stats.rejections).toHaveLength(1);
    expect(noted).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    await expectBothServeTheNext();
  });
});

describe('over both', () => {
  test('2,000 connections that say nothing do not keep the next client out, nor stop()', async () => {
    for (const url of [receiver.httpUrl, receiver.grpcUrl]) {
      for (let n = 0; n < 10; n++) await Promise.all(Array.from({ length: 100 }, () => open(url)));
    }
    await expectBothServeTheNext();
    const began = performance.now();
    await receiver.stop();
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(receiver.stats.rejections).toEqual([]);
  });

  test('stores nothing of requests that are open when it stops, and leaves no handle', async () => {
    await expect.poll(() => handles().includes('TCPSocketWrap')).toBe(false);
    const before = handles();
    const own = await startReceiver();
    const http = await open(own.httpUrl);
    http.write(whole.slice(0, -10));
    const session = connectHttp2(own.grpcUrl);
    session.on('error', () => undefined);
    const stream = session.request({ ':method': 'POST', ':path': TRACES, 'content-type': 'application/grpc' });
    stream.on('error', () => undefined);
    const message = tracesRequest('late');
    stream.write(Buffer.concat([Buffer.from([0, 0, 0, 0, message.length]), message.subarray(0, 10)]));
    await new Promise(resolve => session.ping(resolve));
    await own.stop();
    http.write(whole.slice(-10));
    stream.end(message.subarray(10));
    expect(own.stats).toMatchObject({ requests: 0, spans: 0 });
    expect(own.spans).toEqual([]);
    http.destroy();
    session.destroy();
    await expect.poll(handles).toEqual(before);
    expect(own.stats.rejections.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(['the receiver was stopped in the middle of the request.']),
    );
  });
});

/** What keeps the process alive, by kind. */
function handles(): readonly string[] {
  return process
    .getActiveResourcesInfo()
    .filter(kind => /TCP|Pipe|HTTP|TLS/.test(kind))
    .sort();
}

function postGzip(bytes: Buffer): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  return fetch(`${receiver.httpUrl}/v1/traces`, { method: 'POST', headers, body: Uint8Array.from(bytes) });
}

/** An endpoint that does not wait as long as a receiver's: the same code, with shorter timeouts. */
async function impatientEndpoint() {
  const reasons: string[] = [];
  const ingest = {
    closed: false,
    refuse: ({ reason }: { reason: string }) => reasons.push(reason),
  } as unknown as Ingest;
  const endpoint = await openHttpEndpoint(
    ingest,
    {
      address: { kind: 'tcp', host: '127.0.0.1', port: 0 },
      maxRequestBytes: LIMIT,
      tls: undefined,
      cors: undefined,
      timeouts: { headers: 150, request: 300, check: 50 },
    },
    { faults: { active: false }, forward: undefined } as never,
  );
  return { endpoint, reasons };
}
