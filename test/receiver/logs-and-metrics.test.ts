import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';

const TRACE_ID = '5b8efff798038103d269b633813fc60c';
const SPAN_ID = 'eee19b7ec3c1b174';

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false });
});

afterEach(() => receiver.stop());

function postJson(path: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(receiver.httpUrl + path, { method: 'POST', headers, body: JSON.stringify(body) });
}

function logsOf(...logRecords: readonly object[]): unknown {
  const attributes = [{ key: 'service.name', value: { stringValue: 'orders' } }];
  return { resourceLogs: [{ resource: { attributes }, scopeLogs: [{ scope: { name: 'app' }, logRecords }] }] };
}

test('keeps log records with their trace, in the order of arrival', async () => {
  const first = { traceId: TRACE_ID, spanId: SPAN_ID, severityNumber: 9, body: { stringValue: 'order placed' } };
  expect((await postJson('/v1/logs', logsOf(first, { body: { stringValue: 'idle' } }))).status).toBe(200);
  expect(receiver.logs).toMatchObject([
    { service: 'orders', traceId: TRACE_ID, spanId: SPAN_ID, severityNumber: 9, body: 'order placed' },
    { service: 'orders', traceId: undefined, spanId: undefined, body: 'idle' },
  ]);
  expect(receiver.stats).toMatchObject({ requests: 1, logs: 2, spans: 0, rejected: 0 });
  receiver.clear();
  expect(receiver.logs).toEqual([]);
});

test('a trace has the log records with its id that had arrived; a later snapshot has the later ones too', async () => {
  const log = (traceId: string, stringValue: string) =>
    postJson('/v1/logs', logsOf({ traceId, body: { stringValue } }));
  const span = { traceId: TRACE_ID, spanId: SPAN_ID, name: 'work', startTimeUnixNano: '1', endTimeUnixNano: '2' };
  await log(TRACE_ID, 'before');
  await postJson('/v1/traces', { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  const [trace] = receiver.traces;
  await log(TRACE_ID, 'after');
  await log('a'.repeat(32), 'of another');
  expect(trace?.logs.map(({ body }) => body)).toEqual(['before']);
  expect(receiver.traces[0]?.logs.map(({ body }) => body)).toEqual(['before', 'after']);
});

test('keeps a log record whose ids are wrong without them, as a problem of no trace', async () => {
  await postJson('/v1/logs', logsOf({ traceId: 'ab', spanId: SPAN_ID }));
  expect(receiver.logs).toMatchObject([{ traceId: undefined }]);
  expect(receiver.problems).toMatchObject([{ service: 'orders', span: '', field: 'logRecord.traceId' }]);
});

test('refuses logs and metrics that cannot be read, and says where', async () => {
  const logs = await postJson('/v1/logs', { resourceLogs: [{ scopeLogs: 7 }] });
  const metrics = await postJson('/v1/metrics', { resourceMetrics: 'none' });
  expect([logs.status, metrics.status]).toEqual([400, 400]);
  expect(receiver.stats.rejections.map(({ path, reason }) => `${path}: ${reason}`)).toMatchInlineSnapshot(`
    [
      "/v1/logs: MALFORMED_JSON: resourceLogs[0].scopeLogs must be an array; found the number 7.",
      "/v1/metrics: MALFORMED_JSON: resourceMetrics must be an array; found the string "none".",
    ]
  `);
});

test('counts the data points of metrics', async () => {
  const metric = { name: 'hits', sum: { dataPoints: [{ asInt: '1' }, { asInt: '2' }] } };
  const body = {
    resourceMetrics: [{ scopeMetrics: [{ metrics: [metric, { name: 'g', gauge: { dataPoints: [{}] } }] }] }],
  };
  expect((await postJson('/v1/metrics', body)).status).toBe(200);
  expect(receiver.stats).toMatchObject({ metrics: 3, spans: 0, logs: 0 });
});
