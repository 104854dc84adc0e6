import * as grpc from '@grpc/grpc-js';
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, SimpleSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TracewrightError } from '../../src/errors.ts';
import type { FaultOptions } from '../../src/receiver/fault-options.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { encodeRequest } from '../otlp/encode-request.ts';
import type { RequestJson } from '../otlp/otlp-json.ts';
import { newSpanId, newTraceId, send, traceRequest } from '../otlp-request.ts';

const TRACES = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
const LOGS = '/opentelemetry.proto.collector.logs.v1.LogsService/Export';

let receiver: Receiver;
const closers: (() => unknown)[] = [];

beforeEach(async () => {
  receiver = await startReceiver();
});

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await receiver.stop();
});

/** A request of one span as both encodings take it. */
function requestOf(...names: readonly string[]): RequestJson {
  return traceRequest(...names.map(name => ({ name }))) as RequestJson;
}

function postProtobuf(request = requestOf('work')): Promise<Response> {
  return fetch(`${receiver.httpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf' },
    body: Buffer.from(encodeRequest(request)),
  });
}

function clientOf(options: grpc.ClientOptions = {}): grpc.Client {
  const client = new grpc.Client(new URL(receiver.grpcUrl).host, grpc.credentials.createInsecure(), options);
  closers.push(() => client.close());
  return client;
}

type CallResult = { code: number; details: string; retryInfo: string | undefined };

function call(client: grpc.Client, body: Uint8Array, path = TRACES, timeoutMs = 5_000): Promise<CallResult> {
  const asItIs = (bytes: Buffer): Buffer => bytes;
  return new Promise(resolve => {
    const deadline = Date.now() + timeoutMs;
    client.makeUnaryRequest(path, asItIs, asItIs, Buffer.from(body), { deadline }, error => {
      const [details] = error?.metadata?.get('grpc-status-details-bin') ?? [];
      resolve({
        code: error?.code ?? 0,
        details: error?.details ?? '',
        retryInfo: details === undefined ? undefined : (details as Buffer).toString('hex'),
      });
    });
  });
}

/** An SDK that exports each span as it ends. */
function tracerOf(exporter: SpanExporter) {
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'orders', 'telemetry.sdk.language': 'nodejs' }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  closers.push(() => provider.shutdown());
  return provider.getTracer('shop');
}

/** The text of a rejection, with what changes from run to run made the same. */
async function textOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => expect.unreachable('the promise was fulfilled'),
    (reason: unknown) => reason as TracewrightError,
  );
  return error.message
    .replace(/\d\d:\d\d:\d\d\.\d\d\d/g, '12:00:01.204')
    .replace(/sent again after [\d,]+ ms/g, 'sent again after 4 ms')
    .replace(/of which [\d,]+ ms/g, 'of which 52 ms');
}

describe('what is answered', () => {
  test.each<[FaultOptions['with'], number, number]>([
    ['CANCELLED', 499, 1],
    ['UNKNOWN', 500, 2],
    ['INVALID_ARGUMENT', 400, 3],
    ['DEADLINE_EXCEEDED', 504, 4],
    ['NOT_FOUND', 404, 5],
    ['ALREADY_EXISTS', 409, 6],
    ['PERMISSION_DENIED', 403, 7],
    ['RESOURCE_EXHAUSTED', 429, 8],
    ['FAILED_PRECONDITION', 400, 9],
    ['ABORTED', 409, 10],
    ['OUT_OF_RANGE', 400, 11],
    ['UNIMPLEMENTED', 501, 12],
    ['INTERNAL', 500, 13],
    ['UNAVAILABLE', 503, 14],
    ['DATA_LOSS', 500, 15],
    ['UNAUTHENTICATED', 401, 16],
    [400, 400, 3],
    [401, 401, 16],
    [403, 403, 7],
    [404, 404, 12],
    [413, 413, 8],
    [418, 418, 2],
    [429, 429, 8],
    [500, 500, 13],
    [502, 502, 14],
    [503, 503, 14],
    [504, 504, 14],
  ])('%s is %i over HTTP and code %i over gRPC', async (status, http, code) => {
    receiver.injectFault({ with: status as 'UNAVAILABLE', next: 2 });
    const response = await send(receiver, {});
    expect(response.status).toBe(http);
    expect(await response.json()).toEqual({ code, message: `receiver.injectFault(): answered ${http}` });
    expect(await call(clientOf(), encodeRequest(requestOf('work')))).toMatchObject({ code });
    expect((await send(receiver, {})).status).toBe(200);
    expect(receiver.spans).toHaveLength(1);
  });

  test('UNAVAILABLE once, unless told otherwise; the body is google.rpc.Status in the encoding of the request', async () => {
    receiver.injectFault();
    const failed = await postProtobuf();
    expect([failed.status, failed.headers.get('content-type')]).toEqual([503, 'application/x-protobuf']);
    expect(failed.headers.get('retry-after')).toBeNull();
    expect(Buffer.from(await failed.arrayBuffer()).toString('latin1')).toBe(
      '\x08\x0e\x12\x24receiver.injectFault(): answered 503',
    );
    expect((await postProtobuf()).status).toBe(200);
  });

  test('Retry-After in whole seconds, rounded up, or as an HTTP date', async () => {
    receiver.injectFault({ retryAfter: 1.2 });
    receiver.injectFault({ with: 429, retryAfter: new Date('2031-05-06T07:08:09.999Z') });
    const [seconds, date] = [await send(receiver, {}), await send(receiver, {})];
    expect([seconds.status, seconds.headers.get('retry-after')]).toEqual([503, '2']);
    expect([date.status, date.headers.get('retry-after')]).toEqual([429, 'Tue, 06 May 2031 07:08:09 GMT']);
  });

  test('RetryInfo over gRPC, to the nanosecond', async () => {
    receiver.injectFault({ with: 'RESOURCE_EXHAUSTED', retryAfter: 1.5 });
    const answer = await call(clientOf(), encodeRequest(requestOf('work')));
    expect(answer).toMatchObject({ code: 8, details: 'receiver.injectFault(): answered RESOURCE_EXHAUSTED' });
    const typeUrl = Buffer.from('type.googleapis.com/google.rpc.RetryInfo');
    // RetryInfo { retry_delay { seconds: 1, nanos: 500_000_000 } }
    const retryInfo = Buffer.from('0a080801108 0cab5ee01'.replace(' ', ''), 'hex');
    const any = Buffer.concat([
      Buffer.from([0x0a, typeUrl.length]),
      typeUrl,
      Buffer.from([0x12, retryInfo.length]),
      retryInfo,
    ]);
    const message = Buffer.from(answer.details);
    const expected = Buffer.concat([
      Buffer.from([0x08, 8, 0x12, message.length]),
      message,
      Buffer.from([0x1a, any.length]),
      any,
    ]);
    expect(answer.retryInfo).toBe(expected.toString('hex'));
  });

  test('nothing, and the connection is destroyed', async () => {
    const fault = receiver.injectFault({ drop: true, next: 2 });
    await expect(send(receiver, {})).rejects.toMatchObject({ cause: { code: 'UND_ERR_SOCKET' } });
    expect(await call(clientOf(), encodeRequest(requestOf('work')))).toMatchObject({ code: grpc.status.CANCELLED });
    expect(receiver.spans).toEqual([]);
    expect(receiver.stats.rejections).toMatchObject([
      { protocol: 'http', status: 0, spans: 1, reason: 'receiver.injectFault(): dropped without an answer' },
      { protocol: 'grpc', status: 1, spans: 1 },
    ]);
    await fault.exhausted();
    // The connection still serves other calls.
    expect(await call(clientOf(), encodeRequest(requestOf('next')))).toMatchObject({ code: 0 });
  });

  test('nothing, to a request that was stored: what is sent again is a duplicate', async () => {
    const fault = receiver.injectFault({ drop: 'answer', next: 2 });
    const request = requestOf('charge card');
    await expect(postProtobuf(request)).rejects.toThrow();
    expect(receiver.spans.map(span => span.name)).toEqual(['charge card']);
    expect(await call(clientOf(), encodeRequest(request))).toMatchObject({ code: grpc.status.CANCELLED });
    const recovered = fault.recovered();
    expect((await postProtobuf(request)).status).toBe(200);
    await recovered;
    expect(receiver.stats).toMatchObject({ requests: 3, received: 3, spans: 1, duplicates: 2, rejected: 0 });
  });

  test('success, late', async () => {
    const fault = receiver.injectFault({ delay: 150, next: 2 });
    const begun = performance.now();
    const [response, answer] = await Promise.all([
      send(receiver, {}),
      call(clientOf(), encodeRequest(requestOf('work'))),
    ]);
    expect([response.status, answer.code]).toEqual([200, 0]);
    expect(performance.now() - begun).toBeGreaterThan(145);
    expect(receiver.spans).toHaveLength(2);
    await fault.exhausted();
    await fault.recovered();
    expect(fault.requests.map(({ protocol, answered }) => [protocol, answered]).sort()).toEqual([
      ['grpc', 'OK'],
      ['http', 200],
    ]);
  });

  test('so late that the client gives up: the request is lost, and counted with its reason', async () => {
    const fault = receiver.injectFault({ delay: 60_000, next: 2 });
    const posted = fetch(`${receiver.httpUrl}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(requestOf('work')),
      signal: AbortSignal.timeout(100),
    });
    await expect(posted).rejects.toThrow(/timeout/);
    const called = call(clientOf(), encodeRequest(requestOf('work')), TRACES, 100);
    expect(await called).toMatchObject({ code: grpc.status.DEADLINE_EXCEEDED });
    await fault.exhausted();
    expect(receiver.stats).toMatchObject({ requests: 2, received: 2, spans: 0, rejected: 2 });
    expect(receiver.stats.rejections[0]?.reason).toBe(
      'receiver.injectFault(): the client gave up before it was answered',
    );
  });
});

describe('which requests fail', () => {
  test('those of traces, over either protocol, one fault after the other', async () => {
    receiver.injectFault({ next: 2, with: 503 });
    receiver.injectFault({ with: 429 });
    const logs = await fetch(`${receiver.httpUrl}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(logs.status).toBe(200);
    const client = clientOf();
    expect(await call(client, new Uint8Array(), LOGS)).toMatchObject({ code: 0 });
    expect((await send(receiver, {})).status).toBe(503);
    expect(await call(client, encodeRequest(requestOf('work')))).toMatchObject({ code: 14 });
    expect((await send(receiver, {})).status).toBe(429);
    expect((await send(receiver, {})).status).toBe(200);
  });

  test('those of another signal, on request', async () => {
    const fault = receiver.injectFault({ signal: 'logs', next: Number.POSITIVE_INFINITY });
    expect(await call(clientOf(), new Uint8Array(), LOGS)).toMatchObject({ code: 14 });
    expect((await send(receiver, {})).status).toBe(200);
    expect(fault.requests).toMatchObject([{ signal: 'logs', spans: 0, answered: 'UNAVAILABLE' }]);
    expect(fault.remaining).toBe(Number.POSITIVE_INFINITY);
  });

  test('those of one protocol or one service only', async () => {
    const overGrpc = receiver.injectFault({ protocol: 'grpc', with: 'ABORTED' });
    const ofPayments = receiver.injectFault({ service: 'payments', with: 429 });
    expect((await send(receiver, { service: 'orders' })).status).toBe(200);
    expect((await send(receiver, { service: 'payments' })).status).toBe(429);
    expect(await call(clientOf(), encodeRequest(requestOf('work')))).toMatchObject({ code: 10 });
    expect(overGrpc.requests).toMatchObject([{ protocol: 'grpc', services: ['orders'] }]);
    expect(ofPayments.requests).toMatchObject([{ protocol: 'http', services: ['payments'], spans: 1, answered: 429 }]);
  });

  test('a body that cannot be read is refused as usual, and uses nothing up', async () => {
    const fault = receiver.injectFault();
    const response = await fetch(`${receiver.httpUrl}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf' },
      body: new Uint8Array([255, 255, 255]),
    });
    expect(response.status).toBe(400);
    expect(fault.remaining).toBe(1);
  });

  test('every span is counted as received, and as stored, rejected or a duplicate', async () => {
    receiver.injectFault({ next: 2 });
    const spans = [
      { traceId: newTraceId(), spanId: newSpanId(), startMs: Date.now() },
      { traceId: newTraceId(), spanId: newSpanId(), startMs: Date.now() },
      { traceId: 'abcd', spanId: newSpanId(), startMs: Date.now() },
    ];
    for (const expected of [503, 503, 200, 200]) expect((await send(receiver, ...spans)).status).toBe(expected);
    expect(receiver.stats).toMatchObject({ requests: 4, received: 12, spans: 2, duplicates: 2, rejected: 8 });
    expect(receiver.stats.rejections.slice(0, 2)).toMatchObject([
      { status: 503, spans: 3, path: '/v1/traces', reason: 'receiver.injectFault(): answered 503' },
      { status: 503, spans: 3 },
    ]);
  });

  test('none after clear(), which ends all faults, and none after fault.clear()', async () => {
    const first = receiver.injectFault({ next: Number.POSITIVE_INFINITY });
    const second = receiver.injectFault({ next: Number.POSITIVE_INFINITY, with: 429 });
    expect((await send(receiver, {})).status).toBe(503);
    first.clear();
    expect((await send(receiver, {})).status).toBe(429);
    receiver.clear();
    expect((await send(receiver, {})).status).toBe(200);
    expect([first.remaining, second.remaining]).toEqual([0, 0]);
  });

  test('none once the receiver stops, which lets go of those that wait', async () => {
    receiver.injectFault({ delay: 60_000 });
    const begun = performance.now();
    const sent = send(receiver, { name: 'last words' });
    await new Promise(resolve => setTimeout(resolve, 100));
    await receiver.stop();
    expect((await sent).status).toBe(200);
    expect(receiver.spans.map(span => span.name)).toEqual(['last words']);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});

describe('recovered()', () => {
  test.each<[string, FaultOptions]>([
    ['503', { with: 503, next: 1 }],
    ['429 with Retry-After', { with: 429, next: 2, retryAfter: 1 }],
    ['a connection that is dropped', { drop: true }],
    ['an answer that is dropped', { drop: 'answer' }],
  ])('a real SDK that exports over HTTP sends again after %s', async (_, options) => {
    const tracer = tracerOf(new ProtobufExporter({ url: `${receiver.httpUrl}/v1/traces` }));
    const fault = receiver.injectFault(options);
    tracer.startSpan('charge card').end();
    await fault.exhausted({ timeout: 8_000 });
    await fault.recovered({ timeout: 8_000 });
    expect(receiver.spans.map(span => span.name)).toEqual(['charge card']);
    for (const request of fault.requests) {
      expect(request).toMatchObject({ services: ['orders'], spans: 1, protocol: 'http' });
      expect(request.sentAgainAfterMs).toBeGreaterThan((request.retryAfterMs ?? 800) - 10);
    }
    const { received, spans, duplicates, rejected } = receiver.stats;
    expect(received).toBe(spans + duplicates + rejected);
  });

  test('a gRPC client with a retry policy sends again after UNAVAILABLE', async () => {
    const retrying = clientOf({
      'grpc.service_config': JSON.stringify({
        loadBalancingConfig: [],
        methodConfig: [
          {
            name: [{}],
            retryPolicy: {
              maxAttempts: 4,
              initialBackoff: '0.05s',
              maxBackoff: '0.1s',
              backoffMultiplier: 1,
              retryableStatusCodes: ['UNAVAILABLE'],
            },
          },
        ],
      }),
    });
    const fault = receiver.injectFault({ next: 3, with: 'UNAVAILABLE' });
    expect(await call(retrying, encodeRequest(requestOf('charge card')))).toMatchObject({ code: 0 });
    await fault.recovered();
    expect(fault.requests.map(request => request.answered)).toEqual(['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE']);
  });

  test('says what a real SDK that exports over gRPC lost: it never sends again', async () => {
    const tracer = tracerOf(new GrpcExporter({ url: receiver.grpcUrl }));
    const fault = receiver.injectFault({ with: 'UNAVAILABLE' });
    tracer.startSpan('charge card').end();
    await fault.exhausted();
    expect(await textOf(fault.recovered({ timeout: 100 }))).toMatchInlineSnapshot(`
      "NOT_RETRIED: 1 span of orders did not come again within 100 ms, after receiver.injectFault({ with: "UNAVAILABLE" }).

      Missing:
        orders  1 span: charge card

      1 request failed:
        12:00:01.204  grpc  orders, 1 span: answered UNAVAILABLE; not sent again

      Hint: "orders" exports from Node over gRPC, and OpenTelemetry's exporter for that (as of 0.223) never sends again. The one for http/protobuf does."
    `);
  });

  test('says which spans are missing, and when which request came again', async () => {
    const spans = [
      { service: 'orders', name: 'POST /orders', spanId: newSpanId(), traceId: newTraceId() },
      { service: 'payments', name: 'charge card', spanId: newSpanId(), traceId: newTraceId() },
    ];
    const fault = receiver.injectFault({ next: 3, with: 503, retryAfter: 2 });
    await send(receiver, ...spans);
    await send(receiver, ...spans);
    await send(receiver, { name: 'poll', service: 'worker' });
    expect(await textOf(fault.recovered({ timeout: 100 }))).toMatchInlineSnapshot(`
      "NOT_RETRIED: 3 spans of orders, payments and worker did not come again within 100 ms, after receiver.injectFault({ next: 3, with: 503, retryAfter: 2 }).

      Missing:
        orders    1 span: POST /orders
        payments  1 span: charge card
        worker    1 span: poll

      3 requests failed:
        12:00:01.204  http  orders, payments, 2 spans: answered 503, told to wait 2,000 ms; sent again after 4 ms, too early
        12:00:01.204  http  orders, payments, 2 spans: answered 503, told to wait 2,000 ms; not sent again
        12:00:01.204  http  worker, 1 span: answered 503, told to wait 2,000 ms; not sent again

      Hint: the last one was told to wait 2,000 ms, of which 52 ms are over: give recovered() a longer timeout."
    `);
    const recovered = fault.recovered();
    await send(receiver, ...spans);
    expect(await textOf(fault.recovered({ timeout: 50 }))).toContain('1 span of worker did not come again');
    receiver.clear();
    expect(await textOf(recovered)).toMatchInlineSnapshot(`
      "NOT_RETRIED: 1 span of worker did not come again, after receiver.injectFault({ next: 3, with: 503, retryAfter: 2 }).
      It was ended by receiver.clear().

      Missing:
        worker  1 span: poll

      3 requests failed:
        12:00:01.204  http  orders, payments, 2 spans: answered 503, told to wait 2,000 ms; sent again after 4 ms, too early
        12:00:01.204  http  orders, payments, 2 spans: answered 503, told to wait 2,000 ms; sent again after 4 ms, too early
        12:00:01.204  http  worker, 1 span: answered 503, told to wait 2,000 ms; not sent again"
    `);
  });

  test('does not resolve before all `next` requests were failed, nor when none came', async () => {
    const fault = receiver.injectFault({ next: 2, delay: 10 });
    expect(await textOf(fault.recovered({ timeout: 60 }))).toMatchInlineSnapshot(`
      "NOT_EXHAUSTED: receiver.injectFault({ next: 2, delay: 10 }) failed 0 of 2 requests within 60 ms.

      No request of traces came in that time."
    `);
    await fetch(`${receiver.httpUrl}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    await send(receiver, { service: 'orders' });
    expect(await textOf(fault.recovered({ timeout: 60 }))).toMatchInlineSnapshot(`
      "NOT_EXHAUSTED: receiver.injectFault({ next: 2, delay: 10 }) failed 1 of 2 requests within 60 ms.

      1 request failed:
        12:00:01.204  http  orders, 1 span: answered 200

      Requests came that it does not concern: logs over http (1)."
    `);
    fault.clear();
    await fault.recovered();
    expect(await textOf(fault.exhausted())).toMatchInlineSnapshot(`
      "NOT_EXHAUSTED: receiver.injectFault({ next: 2, delay: 10 }) failed 1 of 2 requests.
      It was ended by fault.clear().

      1 request failed:
        12:00:01.204  http  orders, 1 span: answered 200

      Requests came that it does not concern: logs over http (1)."
    `);
    const unused = receiver.injectFault();
    unused.clear();
    expect(await textOf(unused.recovered())).toMatchInlineSnapshot(`
      "NOT_EXHAUSTED: receiver.injectFault() failed 0 of 1 request.
      It was ended by fault.clear() before any request came."
    `);
  });

  test('of a fault without an end it waits until that is cleared', async () => {
    const fault = receiver.injectFault({ next: Number.POSITIVE_INFINITY });
    const span = { name: 'charge card', traceId: newTraceId(), spanId: newSpanId() };
    await send(receiver, span);
    expect(await textOf(fault.recovered({ timeout: 50 }))).toMatchInlineSnapshot(`
      "NOT_RETRIED: 1 span of orders did not come again within 50 ms, after receiver.injectFault({ next: Infinity }).

      Missing:
        orders  1 span: charge card

      1 request failed:
        12:00:01.204  http  orders, 1 span: answered 503; not sent again

      Hint: this fault still fails requests: end it with fault.clear() before what it failed can come again."
    `);
    const recovered = fault.recovered();
    fault.clear();
    expect((await send(receiver, span)).status).toBe(200);
    await recovered;
    await expect(fault.exhausted()).rejects.toThrow(/fails all that comes: it is never exhausted/);
  });

  test('tells of a client that gave up too early, and of one that has still to wait', async () => {
    const fault = receiver.injectFault({ with: 'UNAVAILABLE', retryAfter: 30 });
    await call(clientOf(), encodeRequest(requestOf('work')));
    expect(await textOf(fault.recovered({ timeout: 50 }))).toMatchInlineSnapshot(`
      "NOT_RETRIED: 1 span of orders did not come again within 50 ms, after receiver.injectFault({ with: "UNAVAILABLE", retryAfter: 30 }).

      Missing:
        orders  1 span: work

      1 request failed:
        12:00:01.204  grpc  orders, 1 span: answered UNAVAILABLE, told to wait 30,000 ms; not sent again

      Hint: the last one was told to wait 30,000 ms, of which 52 ms are over: give recovered() a longer timeout."
    `);
    const other = receiver.injectFault({ drop: true });
    await send(receiver, { name: 'poll' }).catch(() => undefined);
    expect(await textOf(other.recovered({ timeout: 50 }))).toMatchInlineSnapshot(`
      "NOT_RETRIED: 1 span of orders did not come again within 50 ms, after receiver.injectFault({ drop: true }).

      Missing:
        orders  1 span: poll

      1 request failed:
        12:00:01.204  http  orders, 1 span: dropped; not sent again

      Hint: SDKs wait one to five seconds before they first send again, and longer each time: give recovered() a longer timeout."
    `);
  });

  test.each<[string, FaultOptions, (() => Promise<unknown>) | undefined]>([
    ['at once, after a status that forbids it over both protocols', { with: 400 }, undefined],
    ['at once, over the one protocol that is failed', { with: 'ABORTED', protocol: 'http' }, undefined],
    [
      'once a request came over the protocol that forbids it',
      { with: 'RESOURCE_EXHAUSTED' },
      () => call(clientOf(), encodeRequest(requestOf('work'))),
    ],
  ])('says that nothing can be expected to come again: %s', async (_, options, sending) => {
    const fault = receiver.injectFault(options);
    const recovered = textOf(fault.recovered());
    await sending?.();
    expect(await recovered).toMatchSnapshot();
  });
});

describe('misuse', () => {
  test.each<[string, object]>([
    ['an unknown option', { nxt: 3 }],
    ['an undefined option', { next: undefined }],
    ['an unknown status', { with: 'UNAVAILBLE' }],
    ['a status in lower case', { with: 'unavailable' }],
    ['OK', { with: 'OK' }],
    ['a number that is a gRPC code', { with: 14 }],
    ['an HTTP status that is no failure', { with: 204 }],
    ['a status of another type', { with: true }],
    ['a next of 0', { next: 0 }],
    ['a negative retryAfter', { retryAfter: -1 }],
    ['an invalid date', { retryAfter: new Date('soon') }],
    ['a retryAfter as text', { retryAfter: '1' }],
    ['a delay that is none', { delay: -5 }],
    ['an unknown drop', { drop: 'reply' }],
    ['both drop and with', { drop: true, with: 503 }],
    ['both drop and retryAfter', { drop: 'answer', retryAfter: 1 }],
    ['an unknown signal', { signal: 'spans' }],
    ['an unknown protocol', { protocol: 'http/protobuf' }],
    ['an empty service', { service: '' }],
    ['a service for logs', { service: 'orders', signal: 'logs' }],
  ])('refuses %s', (_, options) => {
    expect(() => receiver.injectFault(options)).toThrowErrorMatchingSnapshot();
  });

  test('the former name, fail(), does the same, and its texts have the new name', async () => {
    const fault = receiver.fail({ next: 2, with: 429 });
    expect([(await postProtobuf()).status, (await postProtobuf()).status]).toEqual([429, 429]);
    expect((await postProtobuf()).status).toBe(200);
    expect(fault.requests.map(({ answered }) => answered)).toEqual([429, 429]);
    expect(receiver.stats.rejections[0]?.reason).toBe('receiver.injectFault(): answered 429');
    expect(await textOf(receiver.fail().exhausted({ timeout: 1 }))).toContain('receiver.injectFault() failed 0 of 1');
    expect(() => receiver.fail({ nxt: 1 } as never)).toThrow('receiver.injectFault() has no option "nxt"');
  });

  test('refuses unknown options of the waits', async () => {
    const fault = receiver.injectFault();
    expect(await textOf(fault.recovered({ timout: 1 } as never))).toMatchInlineSnapshot(
      `"UNKNOWN_OPTION: recovered() has no option "timout". Did you mean "timeout"? Valid: timeout."`,
    );
    expect(await textOf(fault.exhausted(5 as never))).toMatchInlineSnapshot(
      `"INVALID_OPTION: exhausted() takes its options as an object; received the number 5."`,
    );
  });
});
