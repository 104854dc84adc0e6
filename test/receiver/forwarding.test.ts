import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import * as grpc from '@grpc/grpc-js';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ForwardOptions } from '../../src/receiver/forward-options.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { type ReceiverOptions, startReceiver } from '../../src/receiver/start-receiver.ts';
import { encodeRequest } from '../otlp/encode-request.ts';
import type { RequestJson } from '../otlp/otlp-json.ts';
import { newTraceId, send, traceRequest } from '../otlp-request.ts';

const closers: (() => unknown)[] = [];
const warnings: (string | Error)[] = [];
const emitWarning = vi.spyOn(process, 'emitWarning').mockImplementation(warning => {
  warnings.push(warning);
});

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  warnings.length = 0;
  emitWarning.mockClear();
});

async function start(options: ReceiverOptions = {}): Promise<Receiver> {
  const receiver = await startReceiver(options);
  closers.push(() => receiver.stop());
  return receiver;
}

interface Seen {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** An HTTP server that answers the nth request as told, and notes what it gets. */
async function rawTarget(
  answer: (response: ServerResponse, index: number) => void,
): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    seen.push({ url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
    answer(response, seen.length - 1);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const protobuf = Buffer.from(encodeRequest(traceRequest({ name: 'in protobuf' }) as RequestJson));

function post(receiver: Receiver, signal: string, contentType: string, body: Buffer, headers = {}): Promise<Response> {
  return fetch(`${receiver.httpUrl}/v1/${signal}`, {
    method: 'POST',
    headers: { 'content-type': contentType, ...headers },
    body: new Uint8Array(body),
  });
}

function callGrpc(receiver: Receiver, body: Buffer): Promise<number> {
  const client = new grpc.Client(new URL(receiver.grpcUrl).host, grpc.credentials.createInsecure());
  closers.push(() => client.close());
  const asItIs = (bytes: Buffer): Buffer => bytes;
  const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
  return new Promise(resolve => {
    client.makeUnaryRequest(path, asItIs, asItIs, body, error => resolve(error?.code ?? 0));
  });
}

/** The counts, once nothing is pending. */
async function outcome(receiver: Receiver) {
  await vi.waitFor(() => expect(receiver.forwarding?.pending).toBe(0), { timeout: 8_000, interval: 5 });
  const { sent, failed, dropped, failures } = receiver.forwarding ?? expect.unreachable();
  return { sent, failed, dropped, failures: failures.map(({ atMs, ...failure }) => failure) };
}

test('sends on what came over either protocol, in either encoding, to another receiver over HTTP', async () => {
  const target = await start({ grpcPort: false });
  const receiver = await start({ forwardTo: target.httpUrl });
  await send(receiver, { name: 'in JSON' });
  await post(receiver, 'traces', 'application/x-protobuf', protobuf);
  const overGrpc = Buffer.from(encodeRequest(traceRequest({ name: 'over gRPC' }) as RequestJson));
  expect(await callGrpc(receiver, overGrpc)).toBe(0);
  expect(await outcome(receiver)).toEqual({ sent: 3, failed: 0, dropped: 0, failures: [] });
  expect(target.spans.map(span => span.name).sort()).toEqual(['in JSON', 'in protobuf', 'over gRPC']);
});

test('and over gRPC, where JSON cannot go', async () => {
  const target = await start({ httpPort: false });
  const receiver = await start({ forwardTo: { url: target.grpcUrl, protocol: 'grpc' } });
  await post(receiver, 'traces', 'application/x-protobuf', protobuf);
  await send(receiver, { name: 'in JSON' });
  expect(await outcome(receiver)).toMatchInlineSnapshot(`
    {
      "dropped": 0,
      "failed": 1,
      "failures": [
        {
          "reason": "it came as OTLP/JSON, which gRPC does not carry: forward to the OTLP/HTTP port of the target",
          "signal": "traces",
          "status": undefined,
        },
      ],
      "sent": 1,
    }
  `);
  expect(target.spans.map(span => span.name)).toEqual(['in protobuf']);
});

test('the very bytes, inflated, of every signal, to the paths below the URL, with the headers', async () => {
  const { url, seen } = await rawTarget(response => response.end());
  const receiver = await start({
    grpcPort: false,
    forwardTo: { url: `${url}/otlp/`, headers: { authorization: 'Bearer s3cret' } },
  });
  await post(receiver, 'traces', 'application/x-protobuf', gzipSync(protobuf), { 'content-encoding': 'gzip' });
  await post(receiver, 'logs', 'application/json', Buffer.from('{ "resourceLogs": [] }'));
  await post(receiver, 'metrics', 'application/x-protobuf', Buffer.alloc(0));
  expect(await outcome(receiver)).toMatchObject({ sent: 3, failed: 0 });
  const byPath = new Map(seen.map(each => [each.url, each]));
  expect(byPath.get('/otlp/v1/traces')?.body.equals(protobuf)).toBe(true);
  expect(byPath.get('/otlp/v1/traces')?.headers).toMatchObject({
    authorization: 'Bearer s3cret',
    'content-type': 'application/x-protobuf',
  });
  expect(String(byPath.get('/otlp/v1/logs')?.body)).toBe('{ "resourceLogs": [] }');
  expect(byPath.get('/otlp/v1/logs')?.headers['content-type']).toBe('application/json');
  expect(byPath.get('/otlp/v1/metrics')?.body).toHaveLength(0);
});

test('only the signals that were asked for, and nothing that was refused or failed', async () => {
  const { url, seen } = await rawTarget(response => response.end());
  const receiver = await start({ grpcPort: false, forwardTo: { url, signals: ['traces'] } });
  await post(receiver, 'logs', 'application/json', Buffer.from('{}'));
  await post(receiver, 'traces', 'application/json', Buffer.from('{"resourceSpans":['));
  receiver.injectFault();
  await send(receiver, { name: 'failed' });
  await send(receiver, { name: 'taken' });
  expect(await outcome(receiver)).toMatchObject({ sent: 1, failed: 0, dropped: 0 });
  expect(seen.map(({ body }) => /"name":"(failed|taken)"/.exec(String(body))?.[1])).toEqual(['taken']);
});

describe('a target that', () => {
  test('refuses is counted, and warned of once', async () => {
    const { url, seen } = await rawTarget(response => response.writeHead(401).end());
    const receiver = await start({ grpcPort: false, forwardTo: { url, headers: { token: 's3cret' } } });
    expect((await send(receiver, {})).status).toBe(200);
    await send(receiver, {});
    expect(await outcome(receiver)).toMatchInlineSnapshot(`
      {
        "dropped": 0,
        "failed": 2,
        "failures": [
          {
            "reason": "the target answered 401 Unauthorized",
            "signal": "traces",
            "status": 401,
          },
          {
            "reason": "the target answered 401 Unauthorized",
            "signal": "traces",
            "status": 401,
          },
        ],
        "sent": 0,
      }
    `);
    expect(seen).toHaveLength(2);
    expect(warnings.map(text => String(text).replace(/:\d+:/, ':4318:'))).toMatchInlineSnapshot(`
      [
        "tracewright could not send on a request of traces to http://127.0.0.1:4318: the target answered 401 Unauthorized. Tests are not affected; receiver.forwarding counts this and what follows.",
      ]
    `);
    expect(emitWarning.mock.calls[0]?.[1]).toEqual({ type: 'TracewrightWarning', code: 'TRACEWRIGHT_FORWARD_FAILED' });
  });

  test('is busy is asked again when it says so, over HTTP', async () => {
    const times: number[] = [];
    const { url } = await rawTarget((response, index) => {
      times.push(performance.now());
      if (index === 0) response.writeHead(503, { 'retry-after': '1' }).end();
      else if (index === 1) response.writeHead(429).end();
      else response.end();
    });
    const receiver = await start({ grpcPort: false, forwardTo: url });
    await send(receiver, {});
    expect(await outcome(receiver)).toEqual({ sent: 1, failed: 0, dropped: 0, failures: [] });
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(990);
    expect(warnings).toEqual([]);
  });

  test('and over gRPC', async () => {
    const target = await start({ httpPort: false });
    const fault = target.injectFault({ with: 'RESOURCE_EXHAUSTED', retryAfter: 0.3 });
    const receiver = await start({ forwardTo: target.grpcUrl.replace('http:', 'grpc:') });
    await post(receiver, 'traces', 'application/x-protobuf', protobuf);
    await fault.recovered();
    expect(fault.requests[0]?.sentAgainAfterMs).toBeGreaterThan(290);
    expect(await outcome(receiver)).toMatchObject({ sent: 1, failed: 0 });
  });

  test('wants to be left alone for long is given up', async () => {
    const { url, seen } = await rawTarget(response => response.writeHead(503, { 'retry-after': '60' }).end());
    const receiver = await start({ grpcPort: false, forwardTo: url });
    await send(receiver, {});
    expect(await outcome(receiver)).toMatchInlineSnapshot(`
      {
        "dropped": 0,
        "failed": 1,
        "failures": [
          {
            "reason": "the target answered 503 Service Unavailable, and to wait 60000 ms",
            "signal": "traces",
            "status": 503,
          },
        ],
        "sent": 0,
      }
    `);
    expect(seen).toHaveLength(1);
  });

  test('is not there is tried four times', async () => {
    const gone = await startReceiver({ grpcPort: false });
    await gone.stop();
    const receiver = await start({ grpcPort: false, forwardTo: gone.httpUrl });
    await send(receiver, {});
    const { failures, ...counts } = await outcome(receiver);
    expect(counts).toEqual({ sent: 0, failed: 1, dropped: 0 });
    expect(failures[0]?.reason.replace(/:\d+/, ':4318')).toMatchInlineSnapshot(
      `"connect ECONNREFUSED 127.0.0.1:4318 (4 attempts)"`,
    );
  });

  test('takes only part is counted as sent, and noted', async () => {
    const target = await start();
    const url = target.grpcUrl;
    const overGrpc = await start({ forwardTo: { url, protocol: 'grpc' } });
    const overHttp = await start({ grpcPort: false, forwardTo: target.httpUrl });
    const bad = traceRequest({}, { traceId: 'abcd' }) as RequestJson;
    await post(overGrpc, 'traces', 'application/x-protobuf', Buffer.from(encodeRequest(bad)));
    await post(overHttp, 'traces', 'application/json', Buffer.from(JSON.stringify(bad)));
    for (const receiver of [overGrpc, overHttp]) {
      const { failures, ...counts } = await outcome(receiver);
      expect(counts).toEqual({ sent: 1, failed: 0, dropped: 0 });
      expect(failures).toMatchObject([{ reason: expect.stringMatching(/^the target rejected 1 of it: .*traceId/) }]);
    }
  });

  test('hangs holds nobody up: answers come at once, the queue is bounded, and stop() waits 2 s', async () => {
    const { url, seen } = await rawTarget(() => undefined);
    const receiver = await start({ grpcPort: false, forwardTo: { url, maxQueueBytes: 3_000 } });
    for (let index = 0; index < 10; index++) {
      expect((await send(receiver, { traceId: newTraceId(), name: 'x'.repeat(200) })).status).toBe(200);
    }
    const { pending = 0, dropped = 0, failures = [] } = receiver.forwarding ?? {};
    expect(pending).toBeGreaterThan(3);
    expect(pending + dropped).toBe(10);
    expect(failures).toHaveLength(dropped);
    expect(failures[0]?.reason.replace(/\d{4} bytes/, '3210 bytes')).toMatchInlineSnapshot(
      `"dropped: 3210 bytes would wait; maxQueueBytes is 3000"`,
    );
    expect(seen.length).toBeLessThanOrEqual(4);
    const begun = performance.now();
    await receiver.stop();
    expect(performance.now() - begun).toBeGreaterThan(1_900);
    expect(receiver.forwarding).toMatchObject({ sent: 0, failed: pending, dropped, pending: 0 });
    expect(receiver.forwarding?.failures.at(-1)?.reason).toMatchInlineSnapshot(
      `"the receiver was stopped before it was sent on (after waiting 2000 ms)"`,
    );
  });

  test('does not answer in time is given up after further attempts', async () => {
    const { url, seen } = await rawTarget(() => undefined);
    const receiver = await start({ grpcPort: false, forwardTo: { url, timeout: 200 } });
    await send(receiver, {});
    expect(await outcome(receiver)).toMatchInlineSnapshot(`
      {
        "dropped": 0,
        "failed": 1,
        "failures": [
          {
            "reason": "no answer within 200 ms (4 attempts)",
            "signal": "traces",
            "status": undefined,
          },
        ],
        "sent": 0,
      }
    `);
    expect(seen).toHaveLength(4);
  });
});

test('stop() sends on what is left', async () => {
  const target = await start({ grpcPort: false });
  const receiver = await start({ grpcPort: false, forwardTo: target.httpUrl });
  await Promise.all(Array.from({ length: 20 }, () => send(receiver, {})));
  await receiver.stop();
  expect(receiver.forwarding).toMatchObject({ sent: 20, pending: 0 });
  expect(target.spans).toHaveLength(20);
});

test('a receiver that forwards nowhere has no forwarding', async () => {
  expect((await start({ grpcPort: false })).forwarding).toBeUndefined();
});

test('never forwards to itself', async () => {
  const free = await startReceiver({ grpcPort: false });
  await free.stop();
  const port = Number(new URL(free.httpUrl).port);
  const starting = startReceiver({ grpcPort: false, httpPort: port, forwardTo: `http://localhost:${port}` });
  await expect(starting).rejects.toThrow(
    `INVALID_OPTION: startReceiver() option forwardTo is http://localhost:${port}, where this receiver itself listens`,
  );
  await (await startReceiver({ grpcPort: false, httpPort: port })).stop();
});

test.each<[string, unknown]>([
  ['no URL', 'jaeger:4317x'],
  ['a number', 4318],
  ['another scheme, without showing the password', 'ftp://me:s3cret@host'],
  ['no url', { protocol: 'grpc' }],
  ['an undefined url', { url: undefined }],
  ['an unknown option', { url: 'http://a', header: {} }],
  ['an unknown protocol', { url: 'http://a', protocol: 'http/json' }],
  ['a protocol that is not the scheme’s', { url: 'grpc://a', protocol: 'http/protobuf' }],
  ['headers that are no strings', { url: 'http://a', headers: { token: 5 } }],
  ['an unknown signal', { url: 'http://a', signals: ['trace'] }],
  ['no signals', { url: 'http://a', signals: [] }],
  ['a bound of 0', { url: 'http://a', maxQueueBytes: 0 }],
])('refuses %s', async (_, forwardTo) => {
  await expect(startReceiver({ forwardTo: forwardTo as ForwardOptions })).rejects.toThrowErrorMatchingSnapshot();
});
