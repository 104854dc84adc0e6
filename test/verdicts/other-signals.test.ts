import * as grpc from '@grpc/grpc-js';
import { ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { type Canary, canary, type Receiver, startReceiver, type Trace } from '../../src/index.ts';
import { decodePartialSuccess, type PartlyRejected } from '../../src/otlp/decode-response.ts';
import { signalOfProtobuf } from '../../src/otlp/protobuf-signal.ts';
import { protobufCorpus } from '../fuzz/corpus.ts';
import { mutatedBytes } from '../fuzz/mutate-bytes.ts';
import { encodeLogsRequest, encodeRequest } from '../otlp/encode-request.ts';
import { bytes, fixed64Field, hex, lenField, requestOfSpans, varintField } from '../otlp/wire-builder.ts';
import { newSpanId, newTraceId, type SpanToSend, traceRequest } from '../otlp-request.ts';
import { call } from '../receiver/grpc-call.ts';
import { runs } from '../runs.ts';

const TIME = `${Date.now()}000000`;

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver({ quiet: 20 });
});

afterEach(() => receiver.stop());

type Signal = 'traces' | 'logs' | 'metrics';

const METHODS: Readonly<Record<Signal, string>> = {
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  logs: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
};

/** Sends a request and returns its partial success; the status when it was refused. */
type Send = (signal: Signal, body: Uint8Array) => Promise<PartlyRejected | number | undefined>;

const overHttp: Send = async (signal, body) => {
  const headers = { 'content-type': 'application/x-protobuf' };
  const response = await fetch(`${receiver.httpUrl}/v1/${signal}`, {
    method: 'POST',
    headers,
    body: Buffer.from(body),
  });
  const answer = new Uint8Array(await response.arrayBuffer());
  return response.status === 200 ? decodePartialSuccess('protobuf', answer) : response.status;
};

const overGrpc: Send = async (signal, body) => {
  const target = new URL(receiver.grpcUrl).host;
  const client = new grpc.Client(target, grpc.credentials.createInsecure());
  const answer = await call(client, METHODS[signal], body).finally(() => client.close());
  return answer instanceof Uint8Array ? decodePartialSuccess('protobuf', answer) : answer.code;
};

const WAYS: readonly [string, Send][] = [
  ['OTLP/HTTP', overHttp],
  ['OTLP/gRPC', overGrpc],
];

function postJson(path: string, request: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${receiver.httpUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(request) });
}

function body(...spans: readonly SpanToSend[]): unknown {
  return traceRequest(...spans);
}

/** A capture whose trace has one good span, and during which something else happens. */
function captureWith(meanwhile: (traceId: string, rootId: string) => Promise<unknown>): Promise<Trace<unknown>> {
  return receiver.capture(async ({ traceId, spanId }) => {
    const rootId = newSpanId();
    await postJson('/v1/traces', body({ traceId, spanId: rootId, parentSpanId: spanId, name: 'POST /orders' }));
    await meanwhile(traceId, rootId);
  });
}

function sentCanary(): Canary {
  const note = canary.track('note', `value-${newTraceId()}`);
  note.sent();
  return note;
}

const ORDERS = { attributes: [{ key: 'service.name', value: { stringValue: 'orders' } }] };

function spans(traceId: string, spanId = newSpanId()): Uint8Array {
  const span = { traceId, spanId, name: 'charge card', kind: 3, startTimeUnixNano: TIME, endTimeUnixNano: TIME };
  return encodeRequest({
    resourceSpans: [{ resource: ORDERS, scopeSpans: [{ scope: { name: 't' }, spans: [span] }] }],
  });
}

function spansWithoutTimes(traceId: string): Uint8Array {
  return requestOfSpans(bytes(lenField(1, hex(traceId)), lenField(2, hex(newSpanId())), lenField(5, 'charge card')));
}

function spansWithIdsAsText(traceId: string): Uint8Array {
  return requestOfSpans(bytes(lenField(1, traceId), lenField(2, newSpanId()), lenField(5, 'charge card')));
}

function logs(traceId: string): Uint8Array {
  const record = {
    timeUnixNano: TIME,
    observedTimeUnixNano: TIME,
    severityNumber: 9,
    traceId,
    spanId: newSpanId(),
  };
  const logRecords = [{ ...record, body: { stringValue: 'hello' } }];
  return encodeLogsRequest({ resourceLogs: [{ resource: ORDERS, scopeLogs: [{ scope: { name: 't' }, logRecords }] }] });
}

/** Nothing in it is malformed as a span. */
function logsThatReadAsSpans(): Uint8Array {
  const record = { severityText: 'INFO', body: { stringValue: 'hello' } };
  return encodeLogsRequest({ resourceLogs: [{ resource: ORDERS, scopeLogs: [{ logRecords: [record] }] }] });
}

const POINT = lenField(1, fixed64Field(3, 1n), fixed64Field(6, 5n));

function metric(...fields: readonly Uint8Array[]): Uint8Array {
  return lenField(1, lenField(1, ''), lenField(2, lenField(1, lenField(1, 't')), lenField(2, ...fields)));
}

/** It reads as a span whose trace id has 13 bytes, and of which the name is binary. */
const GAUGE = metric(lenField(1, 'http.requests'), lenField(3, '1'), lenField(5, POINT));

const METRICS: readonly [string, Uint8Array][] = [
  ['a gauge', GAUGE],
  ['a gauge with a description', metric(lenField(1, 'queue'), lenField(2, 'How long it is'), lenField(5, POINT))],
  ['a gauge whose name has as many bytes as a trace id', metric(lenField(1, 'queue.length.max'), lenField(5, POINT))],
  [
    'a gauge whose name is as long as a trace id in base64',
    metric(lenField(1, 'process_cpu_time_ratio'), lenField(5, POINT)),
  ],
  ['a gauge with a name of 11 bytes', metric(lenField(1, 'http.server'), lenField(2, 'requests'), lenField(5, POINT))],
  ['a sum', metric(lenField(1, 'requests'), lenField(7, POINT, varintField(2, 2), varintField(3, 1)))],
  ['a histogram', metric(lenField(1, 'duration'), lenField(3, 'ms'), lenField(9, POINT, varintField(2, 2)))],
  ['a metric without data', metric(lenField(1, 'http.requests'))],
];

async function metricsOfSdk(): Promise<Uint8Array> {
  const reader = new PeriodicExportingMetricReader({
    exporter: new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE),
    exportIntervalMillis: 2 ** 30,
  });
  const provider = new MeterProvider({ readers: [reader] });
  const meter = provider.getMeter('test');
  meter.createCounter('requests').add(3);
  meter.createGauge('temperature', { unit: 'Cel' }).record(21.5);
  meter.createHistogram('duration', { unit: 'ms' }).record(12);
  const { resourceMetrics } = await reader.collect();
  await provider.shutdown();
  const sent = ProtobufMetricsSerializer.serializeRequest(resourceMetrics);
  if (sent === undefined) throw new Error('the SDK wrote nothing');
  return sent;
}

function messageOf(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return String(error);
  }
  return 'passed';
}

/** A warning is answered, listed in the problems and named by a timeout; nothing is counted as a span. */
async function expectWarning(sent: () => Promise<PartlyRejected | number | undefined>, warning: string): Promise<void> {
  const before = receiver.stats;
  const problems = receiver.problems.length;
  expect(await sent()).toEqual({ rejected: 0, message: expect.stringContaining(warning) });
  expect(receiver.problems.slice(problems)).toMatchObject([{ rule: expect.stringContaining(warning), span: '' }]);
  const { received, rejected, rejectedSpans, spans: stored, logs: records } = before;
  expect(receiver.stats).toMatchObject({ received, rejected, rejectedSpans, spans: stored, logs: records });
}

describe.each(WAYS)('over %s', (_way, send) => {
  describe.each([
    ['log records', () => logs(newTraceId())],
    ['log records that read as spans without ids', logsThatReadAsSpans],
  ])('%s that were sent to traces', (_name, request) => {
    test('are answered with a warning, listed, and named by a timeout', async () => {
      await expectWarning(() => send('traces', request()), 'It belongs to /v1/logs.');
      await expect(receiver.settled({ timeout: 50 })).rejects.toThrow('It belongs to /v1/logs');
    });
  });

  test('log records that were sent to traces count for personal data and canaries, and not for spans', async () => {
    const trace = await captureWith(traceId => send('traces', logs(traceId)));
    expect(trace.losses).toMatchObject([{ signal: 'logs', count: 1, services: ['orders'], traceId: trace.traceId }]);
    expect(trace).not.toHaveSpan('charge card');
    expect(trace).toBeComplete();
    expect(() => expect(trace).toBeFreeOfPii()).toThrow('It belongs to /v1/logs');
    expect(() => expect(trace).not.toLeak(sentCanary())).toThrow('INCOMPLETE');
    await send('logs', logs(newTraceId()));
    expect(() => expect(receiver.logs).toBeFreeOfPii()).toThrow('It belongs to /v1/logs');
  });

  test('log records that were sent to traces stop counting once they are stored', async () => {
    const trace = await captureWith(async traceId => {
      const request = logs(traceId);
      await send('traces', request);
      await send('logs', request);
    });
    expect(trace.losses).toEqual([]);
    expect(trace).toBeFreeOfPii();
  });

  test('log records that were sent to metrics are treated alike', async () => {
    await expectWarning(() => send('metrics', logs(newTraceId())), 'It belongs to /v1/logs.');
    receiver.clear();
    const trace = await captureWith(traceId => send('metrics', logs(traceId)));
    expect(trace).not.toHaveSpan('charge card');
    expect(() => expect(trace).toBeFreeOfPii()).toThrow('It belongs to /v1/logs');
  });

  test.each(METRICS)(
    '%s that was sent to traces or logs is answered with a warning and never counts',
    async (_name, request) => {
      await expectWarning(() => send('traces', request), 'It belongs to /v1/metrics.');
      await expect(receiver.settled({ timeout: 50 })).rejects.toThrow('It belongs to /v1/metrics');
      receiver.clear();
      await expectWarning(() => send('logs', request), 'It belongs to /v1/metrics.');
      receiver.clear();
      const trace = await captureWith(async () => {
        await send('traces', request);
        await send('logs', request);
      });
      expect(trace.losses).toEqual([]);
      expect(trace).not.toHaveSpan('charge card');
      expect(trace).toBeFreeOfPii();
      expect(receiver.stats).toMatchObject({ rejectedSpans: 0, rejected: 0 });
    },
  );

  test('metrics of the SDK that were sent to traces or logs are recognised', async () => {
    const request = await metricsOfSdk();
    await expectWarning(() => send('traces', request), 'It belongs to /v1/metrics.');
    await expectWarning(() => send('logs', request), 'It belongs to /v1/metrics.');
    expect(await send('metrics', request)).toBeUndefined();
    expect(receiver.stats.metrics).toBe(3);
  });

  describe.each([
    ['spans', spans],
    ['spans without times', spansWithoutTimes],
    ['spans whose ids are text', spansWithIdsAsText],
  ])('%s', (_name, request) => {
    test.each(['logs', 'metrics'] as const)(
      'that were sent to %s are answered with a warning and count',
      async signal => {
        await expectWarning(() => send(signal, request(newTraceId())), 'It belongs to /v1/traces.');
        await expect(receiver.settled({ timeout: 50 })).rejects.toThrow('It belongs to /v1/traces');
        receiver.clear();
        const trace = await captureWith(traceId => send(signal, request(traceId)));
        expect(trace.losses).toMatchObject([{ signal: 'traces', count: 1, traceId: trace.traceId }]);
        for (const assertion of [
          () => expect(trace).not.toHaveSpan('charge card'),
          () => expect(trace).toHaveNoErrors(),
          () => expect(trace).toBeComplete(),
          () => expect(trace).toBeFreeOfPii(),
        ]) {
          expect(messageOf(assertion)).toMatch('It belongs to /v1/traces');
        }
      },
    );
  });

  test('spans that were sent to metrics stop counting once they are stored', async () => {
    const trace = await captureWith(async traceId => {
      const request = spans(traceId);
      await send('metrics', request);
      await send('traces', request);
    });
    expect(trace.losses).toEqual([]);
    expect(trace).toHaveSpan('charge card');
  });

  test.each<[string, Signal, Uint8Array, 'taken' | 'refused']>([
    ['metrics', 'metrics', GAUGE, 'taken'],
    [
      'a gauge that is a span as well',
      'metrics',
      metric(lenField(1, 'queue.length.max'), lenField(2, 'requests'), lenField(5, POINT)),
      'taken',
    ],
    ['the same without data', 'metrics', metric(lenField(1, 'queue.length.max'), lenField(2, 'requests')), 'taken'],
    ['log records', 'logs', logs(newTraceId()), 'taken'],
    ['empty log records', 'logs', requestOfSpans(bytes()), 'taken'],
    ['spans', 'traces', spans(newTraceId()), 'taken'],
    ['an empty request to metrics', 'metrics', bytes(), 'taken'],
    ['a resource without spans', 'traces', lenField(1, lenField(1, '')), 'taken'],
    ['text', 'traces', Buffer.from('no protobuf'), 'refused'],
    ['text to metrics', 'metrics', Buffer.from('no protobuf'), 'refused'],
    ['spans that are cut off, to metrics', 'metrics', spans(newTraceId()).subarray(0, -3), 'refused'],
    ['log records that are cut off', 'traces', logs(newTraceId()).subarray(0, -3), 'refused'],
  ])('%s, sent to %s, keeps its answer', async (_name, signal, request, outcome) => {
    const answer = await send(signal, request);
    if (outcome === 'taken') expect(answer).toBeUndefined();
    else expect([400, 3]).toContain(answer);
    expect(receiver.problems).toEqual([]);
  });

  test.each<[string, Uint8Array]>([
    ['without ids', requestOfSpans(lenField(5, 'charge card'))],
    ['without ids, with a name that reads as a value', requestOfSpans(lenField(5, 'Hi'))],
    ['with nothing', requestOfSpans(bytes())],
    ['with a trace state only', requestOfSpans(lenField(3, 'a=1'))],
    ['with ids of zeros', requestOfSpans(bytes(lenField(1, new Uint8Array(16)), lenField(2, new Uint8Array(8))))],
    ['with a trace id as text and no other', requestOfSpans(lenField(1, newTraceId()))],
    ['with a trace id as a UUID', requestOfSpans(lenField(1, '0f8fad5b-d9cb-469f-a165-70867728950e'))],
    ['with a trace id in base64', requestOfSpans(lenField(1, 'W47/95gDgQPSabYzgT/GDA=='))],
    [
      'with a short trace id and a kind',
      requestOfSpans(bytes(lenField(1, 'abc'), lenField(5, 'work'), varintField(6, 2))),
    ],
    [
      'with a short trace id and a name',
      requestOfSpans(bytes(lenField(1, 'abc'), lenField(2, 'def'), lenField(5, 'charge card'))),
    ],
  ])('a span %s is rejected as a span', async (_name, request) => {
    const trace = await captureWith(() => send('traces', request));
    expect(receiver.stats.rejectedSpans).toBe(1);
    expect(trace.losses).toMatchObject([{ signal: 'traces', count: 1 }]);
  });
});

test('log records and metrics in protobuf that a fault or a wrong path refuses are known by what they hold', async () => {
  const headers = { 'content-type': 'application/x-protobuf' };
  const post = (path: string, request: Uint8Array): Promise<Response> =>
    fetch(`${receiver.httpUrl}${path}`, { method: 'POST', headers, body: Buffer.from(request) });
  const trace = await captureWith(async traceId => {
    await post('/v1/metric', spans(traceId));
    await post('/ingest', logs(traceId));
    await post('/ingest', GAUGE);
    await post('/v1/metric', GAUGE);
  });
  expect(trace.losses).toMatchObject([
    { signal: 'traces', count: 1, traceId: trace.traceId },
    { signal: 'logs', count: 1, traceId: trace.traceId },
  ]);
});

describe('signalOfProtobuf', () => {
  const corpus = [...protobufCorpus(), ...METRICS.map(([, request]) => Buffer.from(request))];

  test('names a signal or none for requests that were changed, and throws nothing', () => {
    const asked = fc.constantFrom<Signal | undefined>('traces', 'logs', 'metrics', undefined);
    fc.assert(
      fc.property(asked, mutatedBytes(corpus), (signal, request) => {
        expect(['traces', 'logs', 'metrics', undefined]).toContain(signalOfProtobuf(signal, request));
      }),
      { numRuns: runs(5_000) },
    );
  });

  test('never takes spans with valid ids for anything else', () => {
    for (const request of protobufCorpus()) {
      const isLogs = signalOfProtobuf('logs', request) === 'logs';
      if (!isLogs) expect(signalOfProtobuf('traces', request)).toBe('traces');
    }
  });
});
