import { afterEach, beforeEach, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { type Receiver, recordHeaders, startReceiver, startService, type Trace } from '../../src/index.ts';
import { newSpanId, newTraceId, send } from '../otlp-request.ts';

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver({ quiet: 0, maxSpans: 20 });
});

afterEach(() => receiver.stop());

function postLog(traceId: string): Promise<Response> {
  const record = { traceId, body: { stringValue: 'hello' } };
  return fetch(`${receiver.httpUrl}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] }),
  });
}

/** All that a trace shows. */
function shown(trace: Trace<unknown>): unknown {
  return {
    spans: trace.spans.map(({ spanId }) => spanId),
    roots: trace.roots.length,
    orphans: trace.orphans.length,
    problems: trace.problems,
    logs: trace.logs.length,
    losses: trace.losses,
    overflow: trace.overflow,
    complete: trace.complete,
    strays: trace.strays.map(({ spans }) => spans.length),
    background: trace.backgroundStrays.length,
    linked: trace.linked.map(({ spans }) => spans.length),
    crossings: trace.crossings,
    services: [...trace.startedServices.keys()],
    text: String(trace),
  };
}

test.each([
  ['a captured trace', (trace: Trace<unknown>) => trace],
  ['a trace of receiver.traces', () => receiver.traces[0] as Trace],
  ['a trace of settled()', async () => (await receiver.settled())[0] as Trace],
])('%s shows the same whatever arrives later', async (_name, take) => {
  const stray = newTraceId();
  const captured = await receiver.capture(async ({ traceId, spanId }) => {
    await send(receiver, { traceId, spanId: 'a'.repeat(16), parentSpanId: spanId });
    await postLog(traceId);
    await send(receiver, { traceId: stray });
    recordHeaders({ headers: {} }, { receiver });
  });
  const trace = await take(captured);
  const before = shown(trace);
  const { traceId } = captured;
  await send(receiver, { traceId, parentSpanId: newSpanId() });
  await send(receiver, { traceId: stray });
  await send(receiver, { links: [{ traceId, spanId: 'a'.repeat(16) }] });
  await send(receiver, { traceId, spanId: 'ab' });
  await postLog(traceId);
  await fetch(`${receiver.httpUrl}/v1/traces`, { method: 'POST', body: 'x' });
  recordHeaders({ headers: {} }, { receiver });
  await startService(['node', '-e', ''], { name: 'job', receiver, oneShot: true });
  expect(shown(trace)).toEqual(before);
  expect(trace.logs).toHaveLength(1);
  expect(Object.isFrozen(trace.logs) && Object.isFrozen(trace.losses) && Object.isFrozen(trace.crossings)).toBe(true);
});

test('problems, losses, rejections and the sent context cannot be changed', async () => {
  const trace = await receiver.capture(async ({ traceId, spanId, headers }) => {
    Object.assign(headers, { accept: '*/*' }); // Only of the function's own copy.
    await send(receiver, { traceId, parentSpanId: spanId, attributes: { '': 'x' } });
    await send(receiver, { traceId, spanId: 'ab' });
    await postLog(traceId);
  });
  const before = JSON.stringify([shown(trace), receiver.problems, receiver.stats, trace.context]);
  const [problem] = trace.problems;
  const [loss] = trace.losses;
  const [rejection] = receiver.stats.rejections;
  expect([problem?.rule, loss?.services, rejection?.spans]).toEqual(['has a key that is not empty', ['orders'], 1]);
  for (const given of [problem, loss, loss?.services, rejection, trace.context, trace.context?.headers, trace.losses]) {
    expect(Object.isFrozen(given)).toBe(true);
    expect(() => Object.assign(given as object, { rule: 'evil', reason: 'evil', 0: 'evil' })).toThrow(TypeError);
  }
  expect(JSON.stringify([shown(trace), receiver.problems, receiver.stats, trace.context])).toBe(before);
  expect(trace.context?.headers).not.toHaveProperty('accept');
  expect(receiver.problems[0]).toBe(problem);
  expect(receiver.stats.rejections[0]).toBe(rejection);
});

test('an overflow that comes later is not shown, though nothing can be judged any more', async () => {
  const trace = await receiver.capture(({ traceId, spanId }) => send(receiver, { traceId, parentSpanId: spanId }));
  await send(receiver, ...Array.from({ length: 30 }, () => ({})));
  expect(receiver.overflow?.limit).toBe('maxSpans');
  expect(trace.overflow).toBeUndefined();
  expect(() => expect(trace).not.toHaveSpan('refund')).toThrow('RECEIVER_OVERFLOW');
  receiver.clear();
  expect(trace).not.toHaveSpan('refund');
});
