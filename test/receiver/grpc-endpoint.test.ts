import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import * as grpc from '@grpc/grpc-js';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { type ReceiverOptions, startReceiver } from '../../src/receiver/start-receiver.ts';
import { encodeLogsRequest, encodeRequest } from '../otlp/encode-request.ts';
import { newSpanId, newTraceId } from '../otlp-request.ts';

const TRACES = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
const LOGS = '/opentelemetry.proto.collector.logs.v1.LogsService/Export';
const METRICS = '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export';

let receiver: Receiver;
let client: grpc.Client;

beforeEach(async () => {
  receiver = await startReceiver({ httpPort: false });
  client = clientOf(receiver);
});

afterEach(async () => {
  client.close();
  await receiver.stop();
});

function clientOf({ grpcUrl }: Receiver, options: grpc.ClientOptions = {}): grpc.Client {
  return new grpc.Client(new URL(grpcUrl).host, grpc.credentials.createInsecure(), options);
}

/** Resolves to the answer's bytes, or to the status code and details of an error. */
function call(path: string, body: Uint8Array, by = client): Promise<Buffer | { code: number; details: string }> {
  const asItIs = (bytes: Buffer): Buffer => bytes;
  return new Promise(resolve => {
    by.makeUnaryRequest(path, asItIs, asItIs, Buffer.from(body), (error, answer) =>
      resolve(error === null ? (answer ?? Buffer.alloc(0)) : { code: error.code, details: error.details }),
    );
  });
}

function request(...names: readonly string[]): Uint8Array {
  const spans = names.map(name => ({
    traceId: name === 'bad' ? 'abcd' : newTraceId(),
    spanId: newSpanId(),
    name,
    startTimeUnixNano: '1',
    endTimeUnixNano: '2',
  }));
  return encodeRequest({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
}

test('answers success without a partial_success, once the spans are stored', async () => {
  expect(await call(TRACES, request('work'))).toEqual(Buffer.alloc(0));
  expect(receiver.spans.map(span => span.name)).toEqual(['work']);
});

test('takes gzip', async () => {
  const gzip = clientOf(receiver, { 'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip });
  expect(await call(TRACES, request('x'.repeat(5_000)), gzip)).toEqual(Buffer.alloc(0));
  gzip.close();
  expect(receiver.spans[0]?.name).toHaveLength(5_000);
});

test('answers malformed protobuf with INVALID_ARGUMENT and its place, counts it, and serves the next', async () => {
  const answer = await call(TRACES, new Uint8Array([255, 255, 255]));
  expect(answer).toMatchObject({
    code: grpc.status.INVALID_ARGUMENT,
    details: expect.stringContaining('MALFORMED_PROTOBUF: at byte'),
  });
  expect(receiver.stats.rejections).toMatchObject([{ protocol: 'grpc', status: 3, path: TRACES }]);
  expect(await call(TRACES, request('next'))).toEqual(Buffer.alloc(0));
});

test('rejects a span with a bad id by partial success, and keeps the others', async () => {
  const answer = await call(TRACES, request('good', 'bad'));
  const { partialSuccess } = ProtobufTraceSerializer.deserializeResponse(answer as Buffer);
  expect(Number(partialSuccess?.rejectedSpans)).toBe(1);
  expect(partialSuccess?.errorMessage).toContain('traceId is 2 bytes');
  expect(receiver.spans.map(span => span.name)).toEqual(['good']);
  expect(receiver.stats).toMatchObject({ spans: 1, rejected: 1 });
});

test('answers an empty request, logs and metrics with success', async () => {
  for (const path of [TRACES, LOGS, METRICS]) expect(await call(path, new Uint8Array())).toEqual(Buffer.alloc(0));
  expect(receiver.stats).toMatchObject({ requests: 3, spans: 0, logs: 0, metrics: 0 });
});

test('keeps a log record with a bad id, so that none is rejected', async () => {
  const logRecords = [{ traceId: 'abcd', body: { stringValue: 'declined' } }];
  const logs = encodeLogsRequest({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
  expect(await call(LOGS, logs)).toEqual(Buffer.alloc(0));
  expect(receiver.logs).toMatchObject([{ body: 'declined', traceId: undefined }]);
  expect(receiver.problems).toMatchObject([{ field: 'logRecord.traceId' }]);
});

test.each<[string, ReceiverOptions, string[]]>([
  ['a request over maxRequestBytes', { maxRequestBytes: 1_000 }, ['x'.repeat(2_000)]],
  ['spans over maxSpans', { maxSpans: 1 }, ['one', 'two']],
])('refuses %s for good: RESOURCE_EXHAUSTED without RetryInfo', async (_, options, names) => {
  const small = await startReceiver({ httpPort: false, ...options });
  const by = clientOf(small);
  const error = await new Promise<grpc.ServiceError | null>(resolve => {
    const asItIs = (bytes: Buffer): Buffer => bytes;
    by.makeUnaryRequest(TRACES, asItIs, asItIs, Buffer.from(request(...names)), resolve);
  });
  expect(error?.code).toBe(grpc.status.RESOURCE_EXHAUSTED);
  expect(error?.metadata.get('grpc-status-details-bin')).toEqual([]);
  expect(small.overflow?.limit).toBe(Object.keys(options)[0]);
  by.close();
  await small.stop();
});

test('stores nothing after stop', async () => {
  await receiver.stop();
  expect(await call(TRACES, request('late'))).toMatchObject({ code: grpc.status.UNAVAILABLE });
  expect(receiver.spans).toEqual([]);
});

test('answers with headers, one message and trailers, as gRPC over HTTP/2 has it', async () => {
  const session = connectHttp2(receiver.grpcUrl);
  const stream = session.request({ ':method': 'POST', ':path': TRACES, 'content-type': 'application/grpc+proto' });
  const chunks: Buffer[] = [];
  const trailers = once(stream, 'trailers');
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.end(Buffer.alloc(5));
  const [headers] = await once(stream, 'response');
  expect(headers).toMatchObject({ ':status': 200, 'content-type': 'application/grpc+proto' });
  expect((await trailers)[0]).toMatchObject({ 'grpc-status': '0' });
  expect(Buffer.concat(chunks)).toEqual(Buffer.alloc(5));
  session.destroy();
});

test('takes many calls on one connection, and those of another after it', async () => {
  await Promise.all(Array.from({ length: 50 }, (_, n) => call(TRACES, request(`work ${n}`))));
  const another = clientOf(receiver);
  expect(await call(TRACES, request('another'), another)).toEqual(Buffer.alloc(0));
  another.close();
  expect(receiver.spans).toHaveLength(51);
});
