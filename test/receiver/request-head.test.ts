import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { send, traceRequest } from '../otlp-request.ts';
import { makeCertificates } from './certificates.ts';

const spanJson = Buffer.from(JSON.stringify(traceRequest({ name: 'work' })));

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false });
});

afterEach(() => receiver.stop());

interface Answer {
  readonly status: number;
  readonly message: string | undefined;
}

/** Writes a request as it is, and resolves to its answer. */
async function exchange(socket: Socket, lines: readonly string[], body: Buffer): Promise<Answer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const head = [...lines, 'content-type: application/json', `content-length: ${body.length}`, 'connection: close'];
  socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body]));
  await once(socket, 'close');
  const answer = Buffer.concat(chunks).toString('latin1');
  const json = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as { message?: string };
  return { status: Number(answer.slice(9, 12)), message: json.message };
}

function raw(lines: readonly string[], body: Buffer = spanJson): Promise<Answer> {
  return exchange(connect(Number(new URL(receiver.httpUrl).port), '127.0.0.1'), lines, body);
}

const ACCEPTED = { status: 200, message: undefined };

describe('the target of a request', () => {
  test.each([
    ['a path', '/v1/traces'],
    ['a path with a query', '/v1/traces?tenant=a/b'],
    ['a path with percent-encoding', '/v1/tr%61ces'],
    ['a whole URL', 'http://127.0.0.1:4318/v1/traces'],
    ['a URL with a query', 'http://127.0.0.1:4318/v1/traces?tenant=http://a'],
    ['a URL with an odd-cased scheme', 'HtTp://127.0.0.1:4318/v1/traces'],
    ['a URL with the host of another', 'http://collector.test/v1/traces'],
    ['a URL with an IPv6 host', 'http://[::1]:4318/v1/traces'],
  ])('can be %s', async (_, target) => {
    expect(await raw([`POST ${target} HTTP/1.1`, 'host: x'])).toEqual(ACCEPTED);
    expect(receiver.spans.map(span => span.name)).toEqual(['work']);
    expect(receiver.stats.rejections).toEqual([]);
  });

  test.each([
    ['http://traces.test/v1/none', 404, 'no OTLP endpoint at "/v1/none": traces go to /v1/traces, logs go'],
    ['http://traces.test', 404, 'no OTLP endpoint at "/": traces go'],
    ['http://traces.test/v1/log?a=1', 404, 'no OTLP endpoint at "/v1/log": logs go to /v1/logs.'],
    ['https://127.0.0.1:4318/v1/traces', 421, 'the URL of the request has scheme "https"; this endpoint speaks http.'],
    ['ftp://127.0.0.1/v1/traces', 421, 'the URL of the request has scheme "ftp"; this endpoint speaks http.'],
    ['http://me:s3cret@a/v1/traces', 400, 'the URL of the request has an invalid host: "***@a".'],
  ])('%s is refused with %i, and what it carried is missing', async (target, status, message) => {
    const answer = await raw([`POST ${target} HTTP/1.1`, 'host: x']);
    expect(answer).toEqual({ status, message: expect.stringContaining(message) });
    expect(receiver.stats.rejections).toMatchObject([{ status, reason: answer.message }]);
    expect(receiver.stats.rejections[0]?.path).toMatch(/^\/(v1|$)/);
    await send(receiver, {});
    expect(receiver.traces[0]?.losses).toMatchObject([{ status, signal: 'traces', count: 1 }]);
  });

  test('can be a URL with https on a connection with TLS', async () => {
    const { file, remove } = makeCertificates();
    const tls = { cert: file('self.pem'), key: file('self.key') };
    const secure = await startReceiver({ grpcPort: false, tls });
    remove();
    for (const scheme of ['https', 'HTTPS', 'http']) {
      const port = Number(new URL(secure.httpUrl).port);
      const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
      const lines = [`POST ${scheme}://127.0.0.1:${port}/v1/traces HTTP/1.1`, 'host: x'];
      expect(await exchange(socket, lines, spanJson)).toEqual(ACCEPTED);
    }
    await secure.stop();
  });
});

describe('the Host header', () => {
  test.each([
    ['a name', ['host: orders.test']],
    ['a name and a port', ['Host: my_service:4318']],
    ['an IPv6 address', ['host: [::1]:4318']],
    ['an IPv6 address with a zone', ['host: [fe80::1%eth0]:4318']],
    ['nothing', ['host:']],
    ['a percent-encoded path of a socket', ['host: %2Ftmp%2Fa.sock']],
  ])('can hold %s', async (_, headers) => {
    expect(await raw(['POST /v1/traces HTTP/1.1', ...headers])).toEqual(ACCEPTED);
  });

  test('can be missing in HTTP/1.0', async () => {
    expect(await raw(['POST /v1/traces HTTP/1.0'])).toEqual(ACCEPTED);
  });

  test.each([
    ['two', ['host: a', 'host: b'], 'the request has 2 Host headers; it must have one.'],
    ['two that are alike', ['host: a', 'Host: a'], 'the request has 2 Host headers; it must have one.'],
    ['none', [], 'the request has no Host header; HTTP/1.1 requires one.'],
    ['a space in it', ['host: a b'], 'the Host header is invalid: "a b".'],
    ['a path in it', ['host: a/b'], 'the Host header is invalid: "a/b".'],
    ['a user in it', ['host: a@b'], 'the Host header is invalid: "a@b".'],
    ['a port that is none', ['host: a:b'], 'the Host header is invalid: "a:b".'],
    ['half an IPv6 address', ['host: [::1'], 'the Host header is invalid: "[::1".'],
  ])('is refused with 400 when there is %s, and what it carried is missing', async (_, headers, message) => {
    expect(await raw(['POST /v1/traces HTTP/1.1', ...headers])).toEqual({ status: 400, message });
    expect(receiver.spans).toEqual([]);
    expect(receiver.stats.rejections).toMatchObject([{ status: 400, reason: message, path: '/v1/traces' }]);
    await send(receiver, {});
    expect(receiver.traces[0]?.losses).toMatchObject([{ status: 400, count: 1 }]);
  });

  test('is refused with 400 too when there are two in HTTP/1.0, or beside a whole URL', async () => {
    expect(await raw(['POST /v1/traces HTTP/1.0', 'host: a', 'host: b'])).toMatchObject({ status: 400 });
    expect(await raw(['POST http://a/v1/traces HTTP/1.1', 'host: a', 'host: b'])).toMatchObject({ status: 400 });
  });
});

describe('Content-Encoding', () => {
  test.each<[string, Buffer]>([
    ['', spanJson],
    ['identity', spanJson],
    ['Identity, ,', spanJson],
    [',', spanJson],
    ['gzip', gzipSync(spanJson)],
    ['x-gzip', gzipSync(spanJson)],
    ['X-GZip', gzipSync(spanJson)],
    [', gzip ,', gzipSync(spanJson)],
    ['identity, x-gzip', gzipSync(spanJson)],
    ['deflate', deflateSync(spanJson)],
  ])('with the value [%s] is taken', async (encoding, body) => {
    expect(await raw(['POST /v1/traces HTTP/1.1', 'host: x', `content-encoding: ${encoding}`], body)).toEqual(ACCEPTED);
    expect(receiver.spans.map(span => span.name)).toEqual(['work']);
  });

  test.each([
    ['x-compress', 'Content-Encoding "x-compress" is not one of gzip, deflate, identity.'],
    ['gzip, gzip', 'Content-Encoding "gzip, gzip" has 2 codings; at most one is supported.'],
    ['x-gzip', 'Content-Encoding is gzip, but the body is not: incorrect header check.'],
  ])('with the value [%s] is refused with 400 where the body is not so', async (encoding, message) => {
    const answer = await raw(['POST /v1/traces HTTP/1.1', 'host: x', `content-encoding: ${encoding}`]);
    expect(answer).toEqual({ status: 400, message });
    expect(receiver.stats.rejections).toMatchObject([{ status: 400, reason: message }]);
  });
});

test.each([
  ['/v1/traces/', ['traces']],
  ['/v1/logs/', ['logs']],
  ['/v1/metrics/', ['metrics']],
  ['/V1/Logs', ['logs']],
  ['//v1/metrics', ['metrics']],
  ['/logs', ['logs']],
  ['/otlp/v1/logs/export', ['logs']],
  ['/v1/lgos', ['logs']],
  ['/v1/log%73/', ['logs']],
  ['/v1/logging', ['logs']],
  ['/v1/metrisc', ['metrics']],
  ['/v1/tracing', ['traces']],
  ['/api/v2/spans', ['traces']],
  ['/opentelemetry.proto.collector.logs.v1.LogsService/Export', ['logs']],
  ['/v1', ['traces', 'logs', 'metrics']],
  ['/login', ['traces', 'logs', 'metrics']],
])('a request to %s is told where %s go', async (path, signals) => {
  const { status, message = '' } = await raw([`POST ${path} HTTP/1.1`, 'host: x']);
  expect(status).toBe(404);
  const said = /: (.*)\.$/.exec(message)?.[1];
  expect(said).toBe(signals.map(signal => `${signal} go to /v1/${signal}`).join(', '));
});

test('a request to the path of profiles is told that they are not supported', async () => {
  const { message } = await raw(['POST /v1development/profiles HTTP/1.1', 'host: x']);
  expect(message).toBe('no OTLP endpoint at "/v1development/profiles": profiles are not supported.');
});
