import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { type CaptureOptions, type Receiver, startReceiver, type Trace } from '../../src/index.ts';
import { newSpanId, newTraceId } from '../otlp-request.ts';
import { captureBeside, requestBody } from './capture-beside.ts';

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver({ quiet: 20 });
});

afterEach(() => receiver.stop());

const EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

function post(path: string, sent: string, at = receiver.httpUrl): Promise<Response> {
  return fetch(`${at}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: sent });
}

/** See captureBeside. */
function captureWith(
  meanwhile: Parameters<typeof captureBeside>[1],
  options?: CaptureOptions,
): Promise<Trace<unknown>> {
  return captureBeside(receiver, meanwhile, options);
}

function expectNothingLost(trace: Trace<unknown>): void {
  expect(trace.losses).toEqual([]);
  expect(trace).not.toHaveSpan('charge card');
  expect(trace).toBeFreeOfPii();
}

function expectIncomplete(trace: Trace<unknown>): void {
  expect(() => expect(trace).not.toHaveSpan('charge card')).toThrow('INCOMPLETE');
}

/** Begins a request of HTTP/1 without ending it. */
async function begin(sent: string | Buffer, headers: string): Promise<Socket> {
  const { hostname, port } = new URL(receiver.httpUrl);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.resume();
  socket.write(`POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${headers}\r\n\r\n`);
  await new Promise(resolve => socket.write(sent, resolve));
  return socket;
}

async function cutOff(sent: string | Buffer, headers: string): Promise<void> {
  const socket = await begin(sent, headers);
  const closed = new Promise(resolve => socket.once('close', resolve));
  socket.end();
  await closed;
}

function chunkOf(sent: string): string {
  return `${Buffer.byteLength(sent).toString(16)}\r\n${sent}\r\n`;
}

/** A span in protobuf, as a whole message of gRPC. */
function message(traceId: string, name: string): Buffer {
  const field = (number: number, bytes: Buffer): Buffer =>
    Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
  const ids = [field(1, Buffer.from(traceId, 'hex')), field(2, Buffer.from(newSpanId(), 'hex'))];
  const request = field(1, field(2, field(2, Buffer.concat([...ids, field(5, Buffer.from(name.repeat(8)))]))));
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(request.length, 1);
  return Buffer.concat([prefix, request]);
}

function call(sent: Buffer): Promise<void> {
  return new Promise(resolve => {
    const session = connectHttp2(receiver.grpcUrl);
    const stream = session.request({ ':method': 'POST', ':path': EXPORT, 'content-type': 'application/grpc' });
    stream.on('close', () => session.close(() => resolve()));
    stream.resume();
    stream.end(sent);
  });
}

describe('a body that was cut off and is sent again', () => {
  test.each([
    ['chunked, 70 bytes of it', (whole: string) => cutOff(chunkOf(whole.slice(0, 70)), 'transfer-encoding: chunked')],
    ['chunked, half of it', (whole: string) => cutOff(chunkOf(whole.slice(0, 130)), 'transfer-encoding: chunked')],
    [
      'with its length, 70 bytes of it',
      (whole: string) => cutOff(whole.slice(0, 70), `content-length: ${whole.length}`),
    ],
    [
      'with its length, all but 5 bytes',
      (whole: string) => cutOff(whole.slice(0, -5), `content-length: ${whole.length}`),
    ],
    [
      'compressed',
      (whole: string) => cutOff(gzipSync(whole).subarray(0, -12), 'content-encoding: gzip\r\ncontent-length: 9999'),
    ],
  ])('%s', async (_name, cut) => {
    const trace = await captureWith(async (traceId, parentSpanId) => {
      const whole = requestBody({ traceId, parentSpanId, name: 'reserve', spanId: newSpanId() });
      await cut(whole);
      await post('/v1/traces', whole);
    });
    expectNothingLost(trace);
  });

  test('and stored before the cut is noticed', async () => {
    const trace = await captureWith(async (traceId, parentSpanId) => {
      const whole = requestBody({ traceId, parentSpanId, name: 'reserve', spanId: newSpanId() });
      const socket = await begin(whole.slice(0, -5), `content-length: ${whole.length}`);
      await post('/v1/traces', whole);
      socket.resetAndDestroy();
      await new Promise(resolve => setTimeout(resolve, 50));
    });
    expectNothingLost(trace);
  });

  test('and stored before the cut is noticed, over gRPC', async () => {
    const trace = await captureWith(async traceId => {
      const whole = message(traceId, 'reserve');
      const session = connectHttp2(receiver.grpcUrl);
      session.on('error', () => undefined);
      const stream = session.request({ ':method': 'POST', ':path': EXPORT, 'content-type': 'application/grpc' });
      stream.on('error', () => undefined);
      stream.write(whole.subarray(0, -4));
      await new Promise(resolve => setTimeout(resolve, 30));
      await call(whole);
      session.destroy();
      await new Promise(resolve => setTimeout(resolve, 50));
    });
    expect(trace.losses).toEqual([]);
    expect(trace).not.toHaveSpan('charge card');
  });

  test('is not settled by another that was stored before and begins alike', async () => {
    const trace = await captureWith(async (traceId, parentSpanId) => {
      const lost = requestBody({ traceId, parentSpanId, name: 'charge card', spanId: newSpanId() });
      await post('/v1/traces', requestBody({ traceId, parentSpanId, name: 'reserve', spanId: newSpanId() }));
      await cutOff(chunkOf(lost.slice(0, 100)), 'transfer-encoding: chunked');
    });
    expectIncomplete(trace);
  });
});

test('log records of a small body that was refused and is sent again', async () => {
  const records = '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{}]}]}]}';
  const trace = await captureWith(async () => {
    await post('/v1/log', records);
    await post('/v1/logs', records);
  });
  expectNothingLost(trace);
  expect(receiver.logs).toBeFreeOfPii();
});

describe('nothing is lost with', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['a refused request that carries nothing', () => post('/v1/trace', '{"resourceSpans":[]}')],
    [
      'a refused request with a resource alone',
      () => post('/v1/trace', requestBody().replace(/"spans":\[.*\]/, '"spans":[]')),
    ],
    ['a refused empty object', () => post('/v1/log', '{}')],
    ['a POST without a body to the port of gRPC', () => post('/v1/traces', '', receiver.grpcUrl)],
  ])('%s', async (_name, meanwhile) => {
    expectNothingLost(await captureWith(() => meanwhile().catch(() => undefined)));
  });

  test.each([
    '/jaeger.api_v2.CollectorService/PostSpans',
    '/skywalking.v3.TraceSegmentReportService/collect',
    '/acme.Lifespan/Get',
    '/acme.logs.v1.AuditLog/Append',
  ])('a call of %s', async path => {
    const trace = await captureWith(
      () =>
        new Promise<void>(resolve => {
          const session = connectHttp2(receiver.grpcUrl);
          const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc' });
          stream.on('close', () => session.close(() => resolve()));
          stream.resume();
          stream.end(message(newTraceId(), 'hello'));
        }),
    );
    expectNothingLost(trace);
  });
});

describe('lost spans that would be no stray', () => {
  const lostPoll = (startMs = Date.now()): Promise<unknown> =>
    post('/v1/trace', requestBody({ traceId: newTraceId(), name: 'poll', startMs }));

  test('because they are named as background', async () => {
    expectNothingLost(await captureWith(() => lostPoll(), { background: 'poll' }));
  });

  test('because they began long before the capture', async () => {
    expectNothingLost(await captureWith(() => lostPoll(Date.now() - 60_000)));
  });

  test('unlike those that began in it', async () => {
    expectIncomplete(await captureWith(() => lostPoll(Date.now() + 5), { background: 'another poll' }));
  });

  test('unlike those of a trace that links to the captured one', async () => {
    const other = newTraceId();
    await post('/v1/traces', requestBody({ traceId: other, name: 'receive' }));
    const trace = await captureWith(async (traceId, spanId) => {
      await post('/v1/traces', requestBody({ traceId: other, name: 'process', links: [{ traceId, spanId }] }));
      await post('/v1/trace', requestBody({ traceId: other, name: 'charge card' }));
    });
    expectIncomplete(trace);
  });
});

test('all spans of a trace or a receiver know what was lost beside them', async () => {
  const trace = await captureWith(traceId => post('/v1/trace', requestBody({ traceId, name: 'charge card' })));
  for (const spans of [trace.spans, receiver.spans]) expect(() => expect(spans).toBeFreeOfPii()).toThrow('INCOMPLETE');
  expect(trace.filter('POST /orders')).toBeFreeOfPii();
});
