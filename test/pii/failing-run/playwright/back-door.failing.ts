import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { Receiver } from '../../../../src/receiver/receiver.ts';
import { startReceiver } from '../../../../src/receiver/start-receiver.ts';
import { faultyRequests, logsRequest, traceRequest, valuesIn } from '../telemetry.ts';

// The values are in a file, so that no source that a runner shows around a failure holds them.
const values: Record<string, string> = JSON.parse(readFileSync(process.env.VALUES ?? '', 'utf8'));
const otherValues = { ...values, email: `emmy.${values.email}` };

let receiver: Receiver;
test.beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false, timeout: 5_000 });
});
test.afterEach(() => receiver.stop());

function post(path: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(receiver.httpUrl + path, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** The problems, losses and rejections that faulty requests with these values leave behind. */
async function notedBy(sent: typeof values) {
  const lossy = await receiver.capture(async context => {
    for (const [path, body] of faultyRequests(context, sent)) await post(path, body);
    await post('/v1/logs', logsRequest(sent, context.traceId));
  });
  const { losses, logs } = lossy;
  return { problems: receiver.problems, losses, logs, rejections: receiver.stats.rejections };
}

test('the captured function throws', async () => {
  await receiver.capture(async context => {
    await post('/v1/traces', traceRequest(context, values));
    throw new Error('the function failed');
  });
});

test('whole traces, spans, records and receivers', async () => {
  const trace = await receiver.capture(context => post('/v1/traces', traceRequest(context, values)));
  const other = await receiver.capture(context => post('/v1/traces', traceRequest(context, otherValues)));
  await post('/v1/logs', logsRequest(values));
  await post('/v1/logs', logsRequest(otherValues));
  const [record, otherRecord] = receiver.logs;
  const noted = [await notedBy(values), await notedBy(otherValues)] as const;
  const all = { trace, spans: trace.spans, record, receiver, noted };
  await test.info().attach('all', { body: JSON.stringify(all), contentType: 'application/json' });
  console.log(all, trace, trace.spans, record, receiver);
  console.log(`VALUES: ${valuesIn(trace, values).join()}`);
  for (const matcher of ['toBe', 'toEqual', 'toStrictEqual'] as const) {
    expect.soft(trace)[matcher](other);
    expect.soft(trace.spans)[matcher](other.spans);
    expect.soft(trace.spans[0])[matcher](other.spans[0]);
    expect.soft(record)[matcher](otherRecord);
    expect.soft(receiver)[matcher](trace);
    expect.soft(noted[0].problems)[matcher]([]);
    expect.soft(noted[0].losses)[matcher]([]);
    expect.soft(noted[0].rejections)[matcher]([]);
    expect.soft(noted[0])[matcher](noted[1]);
    expect.soft(all)[matcher]({ trace: other });
    expect.soft(trace)[matcher]({ roots: [] });
    expect.soft(trace.spans[0])[matcher]({ parent: 1 });
  }
  expect.soft(trace.spans).toContainEqual(other.spans[0]);
  throw Object.assign(new Error('everything'), all);
});
