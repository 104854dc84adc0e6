import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Trace } from '../../src/model/trace.ts';
import type { Fault } from '../../src/receiver/fault.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { newSpanId, newTraceId, type SpanToSend, send } from '../otlp-request.ts';

const EMAIL = 'grete.hermann@uni-bremen.example';

let receiver: Receiver;
let trace: Trace;
let fault: Fault;

/** A captured trace: a trace links into it and it links back, and a stray links to itself. */
beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false, quiet: 20 });
  const [linked, stray] = [
    { traceId: newTraceId(), spanId: newSpanId() },
    { traceId: newTraceId(), spanId: newSpanId() },
  ];
  const attributes = { 'user.email': EMAIL };
  trace = await receiver.capture(async ({ traceId, spanId: parentSpanId }) => {
    const own: SpanToSend = { traceId, parentSpanId, spanId: newSpanId(), name: 'order', attributes, links: [linked] };
    const consumes: SpanToSend = {
      ...linked,
      name: 'mail',
      attributes,
      links: [{ traceId, spanId: own.spanId ?? '' }],
    };
    await send(receiver, own, consumes, { ...stray, name: 'poll', attributes, links: [stray] });
    await send(receiver, { traceId, parentSpanId: own.spanId ?? '', spanId: 'ab', name: EMAIL });
    const log = { traceId, spanId: own.spanId, severityNumber: 17, body: { stringValue: `no customer ${EMAIL}` } };
    await fetch(`${receiver.httpUrl}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [log] }] }] }),
    });
  });
  fault = receiver.injectFault();
});
afterAll(() => receiver.stop());

describe('JSON.stringify never throws, and what it gives is masked:', () => {
  test('there are cycles', () => {
    expect(trace.linked.map(({ roots }) => roots[0]?.name)).toEqual(['mail']);
    expect(trace.linked[0]?.spans[0]?.trace).toBe(trace.linked[0]);
    expect(trace.strays.map(({ roots }) => roots[0]?.name)).toEqual(['poll']);
  });

  const cases: [what: string, value: () => unknown, contains: string][] = [
    ['a trace', () => trace, 'order'],
    ['its linked traces', () => trace.linked, 'mail'],
    ['its strays', () => trace.strays, 'poll'],
    ['a span', () => trace.spans[0], 'order'],
    ['spans within an object of a test', () => ({ found: receiver.filter('order'), note: 'mine' }), 'order'],
    ['the logs of a trace', () => trace.logs, 'no customer'],
    ['problems', () => receiver.problems, 'spanId'],
    ['losses', () => trace.losses, 'span'],
    ['a receiver', () => receiver, 'Receiver'],
    ['counts', () => receiver.stats, 'rejections'],
    ['all traces', () => receiver.traces, 'order'],
    ['a context', () => trace.context, 'traceparent'],
    ['the environment for a service', () => receiver.env(), 'OTEL_EXPORTER_OTLP_ENDPOINT'],
    ['a fault', () => fault, '{'],
  ];
  test.each(cases)('%s', (_what, value, contains) => {
    const text = JSON.stringify(value(), undefined, 2);
    expect(text).toContain(contains);
    expect(text).not.toContain(EMAIL);
    expect(JSON.parse(text)).toBeDefined();
  });
});
