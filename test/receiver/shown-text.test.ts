import assert from 'node:assert';
import { format, inspect } from 'node:util';
import { serialize } from 'node:v8';
import { expect as jestExpect } from 'expect';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogRecord } from '../../src/model/log-record.ts';
import type { Loss } from '../../src/model/loss.ts';
import type { Problem } from '../../src/model/problem.ts';
import type { Span, Trace } from '../../src/model/trace.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import type { Rejection } from '../../src/receiver/stats.ts';
import { failureOf } from '../failure-of.ts';
import { traceRequest } from '../otlp-request.ts';

const EMAIL = 'grete.hermann@uni-bremen.example';
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

let receiver: Receiver;
let trace: Trace;
let span: Span;
let record: LogRecord;
let others: readonly Trace[];

beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false });
  await post('/v1/traces', traceRequest(spanOf(TRACE_ID, 'charge card', EMAIL)));
  const [log] = [{ traceId: TRACE_ID, severityNumber: 17, body: { stringValue: `no customer ${EMAIL}` } }];
  await post('/v1/logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [log] }] }] });
  trace = receiver.traces[0] as Trace;
  span = trace.spans[0] as Span;
  record = receiver.logs[0] as LogRecord;
  others = await Promise.all(
    ['same', 'name', 'attribute'].map(async what => {
      const other = await startReceiver({ grpcPort: false });
      const name = what === 'name' ? 'charge' : 'charge card';
      const email = what === 'attribute' ? 'emmy@noether.example' : EMAIL;
      await post('/v1/traces', traceRequest(spanOf(TRACE_ID, name, email)), other);
      await other.stop();
      return other.traces[0] as Trace;
    }),
  );
});
afterAll(() => receiver.stop());

const spanOf = (traceId: string, name: string, email: string) => ({
  traceId,
  spanId: '00f067aa0ba902b7',
  name,
  service: 'payments',
  startMs: 1_793_620_801_000,
  durationMs: 80,
  attributes: { 'user.email': email, 'app.order.id': 'ord-17' },
});

function post(path: string, body: unknown, to = receiver): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(to.httpUrl + path, { method: 'POST', headers, body: JSON.stringify(body) });
}

const SPAN_TEXT = `Span {
  name: "charge card"
  kind: SERVER
  service: "payments"
  status: UNSET
  attributes:
    user.email: "g***@u***.example#1"
    app.order.id: "ord-17"
  startTimeUnixNano: 1793620801000000000 (12:00:01.000)
  endTimeUnixNano: 1793620801080000000 (80 ms later)
  traceId: 4bf92f3577b34da6a3ce929d0e0e4736
  spanId: 00f067aa0ba902b7
  resource:
    attributes:
      service.name: "payments"
  scope:
    name: "test"
}`;

describe('what JSON.stringify and util.inspect print', () => {
  test('a trace is its tree', () => {
    expect(String(trace)).toBe(`trace 4bf92f35, 1 service, 1 span, 80 ms
payments  SERVER  charge card  80 ms`);
    expect(JSON.parse(JSON.stringify({ trace }))).toEqual({ trace: String(trace) });
    expect(inspect(trace)).toBe(String(trace));
  });

  test('a span is its fields, with masked values', () => {
    expect(JSON.parse(JSON.stringify([span]))).toEqual([SPAN_TEXT]);
    expect(inspect(span)).toBe(SPAN_TEXT);
  });

  test('a log record is its fields, with masked values', () => {
    const text = `LogRecord {
  body: "no customer g***@u***.example#1"
  service: "unknown_service"
  severityNumber: 17 (ERROR)
  timeUnixNano: 0
  observedTimeUnixNano: 0
  traceId: 4bf92f3577b34da6a3ce929d0e0e4736
  resource
  scope
}`;
    expect(JSON.parse(JSON.stringify(record))).toBe(text);
    expect(inspect(record)).toBe(text);
  });

  test('a receiver is a line about what it holds, and its trees', () => {
    const text = `Receiver { 1 trace, 1 span, ${receiver.httpUrl} }\n\n${trace}`;
    expect(JSON.parse(JSON.stringify(receiver))).toBe(text);
    expect(inspect(receiver)).toBe(text);
  });

  test('a receiver with many traces prints the first three', async () => {
    const busy = await startReceiver({ grpcPort: false });
    for (let index = 1; index <= 5; index++) {
      await post('/v1/traces', traceRequest(spanOf(String(index).repeat(32), `work ${index}`, EMAIL)), busy);
    }
    await busy.stop();
    const text = inspect(busy);
    expect(text).toContain('Receiver { 5 traces, 5 spans, ');
    expect(text.match(/work \d/g)).toEqual(['work 1', 'work 2', 'work 3']);
    expect(text).toMatch(/\n\n\.\.\. and 2 more traces$/);
  });

  test('nested more deeply than util.inspect prints, each is a label', () => {
    expect(inspect({ trace, span, record, receiver }, { depth: 0 })).toBe(`{
  trace: [Trace 4bf92f35],
  span: [Span "charge card"],
  record: [LogRecord of unknown_service],
  receiver: [Receiver]
}`);
  });

  test('a copy without the prototype, as Jest reports it, holds no values', () => {
    const copyOf = (value: object) => Object.defineProperties({}, Object.getOwnPropertyDescriptors(value));
    expect(JSON.parse(JSON.stringify(copyOf(trace)))).toBe(String(trace));
    for (const copy of [copyOf(span), copyOf(record)]) {
      expect(JSON.stringify(copy)).toContain('"attributes":"(not shown)"');
      expect(JSON.stringify(copy)).not.toContain(EMAIL);
      // How Jest's workers send it.
      expect(serialize(copy).toString('latin1')).not.toContain(EMAIL);
    }
  });
});

describe('problems, losses and rejections', () => {
  const CARD = '4111 1111 1111 1111';
  const DATE = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;
  let problem: Problem;
  let loss: Loss;
  let rejection: Rejection;
  let logs: readonly LogRecord[];

  beforeAll(async () => {
    const faulty = await startReceiver({ grpcPort: false });
    const named = spanOf(TRACE_ID, `bad ${EMAIL}`, EMAIL);
    await post('/v1/traces', traceRequest({ ...named, startMs: Date.now(), durationMs: -1 }), faulty);
    await post('/v1/traces', traceRequest({ ...named, spanId: CARD }), faulty);
    const [log] = [{ traceId: TRACE_ID, severityNumber: 17 }];
    await post('/v1/logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [log] }] }] }, faulty);
    [problem] = faulty.problems as [Problem];
    [rejection] = faulty.stats.rejections as [Rejection];
    const [lossy] = faulty.traces as [Trace];
    [loss] = lossy.losses as [Loss];
    ({ logs } = lossy);
    await faulty.stop();
  });

  const withoutPort = (text: string) => text.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:1').replace(/\b\d{19}\b/g, 'TIME');
  const REASON =
    'spanId is not hex ("***#1"); it must be 8 bytes, not all zero (span "bad g***@u***.example#2" of service "payments")';
  const TEXTS: Record<string, readonly [of: () => object, text: string, more: string, label: string]> = {
    problem: [
      () => problem,
      'payments "bad g***@u***.example#1", endTimeUnixNano: broke the rule "is not before startTimeUnixNano (received TIME, where the start is TIME)"',
      `, trace ${TRACE_ID}, span 00f067aa0ba902b7`,
      '[Problem of payments]',
    ],
    loss: [
      () => loss,
      `1 span of payments from 127.0.0.1:1, rejected on /v1/traces: ${REASON}`,
      `; signal traces over http, status 200, at TIME, trace ${TRACE_ID}`,
      '[Loss of traces]',
    ],
    rejection: [
      () => rejection,
      `1 span, HTTP 200 on /v1/traces from 127.0.0.1:1: ${REASON}`,
      '; over http, at TIME',
      '[Rejection 200]',
    ],
  };

  test.each(Object.entries(TEXTS))('a %s is one line, with masked values', (kind, [of, text, more, label]) => {
    const name = kind.replace(/^./, letter => letter.toUpperCase());
    const whole = `${name} { ${text} }`;
    const one = of();
    expect(withoutPort(inspect(one))).toBe(whole);
    expect(withoutPort(format('%o', one))).toBe(whole);
    expect(withoutPort(JSON.parse(JSON.stringify({ one })).one)).toBe(whole);
    expect(inspect([one], { depth: 0 })).toBe(`[ ${label} ]`);
    const diff = failureOf(() => jestExpect([one]).toEqual([]));
    expect(withoutPort(diff).replace(DATE, 'TIME')).toContain(`+   ${name} { ${text}${more} },`);
  });

  test.each(Object.entries(TEXTS))('a %s is compared as the plain object with its fields', (_kind, [of]) => {
    const one = of();
    const plain = structuredClone(one);
    expect(Object.keys(plain)).toEqual(Object.keys(one));
    expect(JSON.stringify(plain)).toContain(EMAIL);
    for (const expectIn of [expect, jestExpect as unknown as typeof expect]) {
      expectIn([one]).toEqual([plain]);
      expectIn(one).toStrictEqual(plain);
      expectIn(one).toMatchObject(plain);
      expectIn(one).not.toEqual({ ...one, service: 'another', reason: 'another' });
    }
    assert.deepStrictEqual(one, plain);
    expect({ ...one }).toStrictEqual(plain);
  });

  test.each(Object.entries(TEXTS))('a copy of a %s without its values, as Jest reports it, has none', (_kind, [of]) => {
    const one = of();
    const copy = Object.defineProperties({}, Object.getOwnPropertyDescriptors(one));
    expect(JSON.stringify(copy)).toBe(JSON.stringify(one));
    expect(serialize(copy).toString('latin1')).not.toMatch(/grete|4111/);
  });

  test('log records with losses beside them show these masked, where hidden properties are shown', () => {
    const text = format('%o', logs);
    expect(text).toContain('Loss { 1 span of payments');
    expect(text).not.toMatch(/grete|4111/);
  });
});

describe('spans are compared by the fields that were sent', () => {
  const runners = [
    ['Vitest', expect],
    ['Jest', jestExpect as unknown as typeof expect],
  ] as const;

  describe.each(runners)('in %s', (_runner, expectIn) => {
    test('equal spans and traces are equal', () => {
      const [same] = others as [Trace];
      expectIn(span).toEqual(same.spans[0]);
      expectIn(span).toStrictEqual(same.spans[0]);
      expectIn(trace.spans).toEqual(same.spans);
      expectIn(trace).toEqual(same);
      expectIn({ ...span }).toEqual({ ...same.spans[0] });
    });

    test('a span equals an object with the same fields, and matches some of them', () => {
      expectIn(span).toEqual({ ...span });
      expectIn(span).toMatchObject({ name: 'charge card', attributes: { 'app.order.id': 'ord-17' } });
      expectIn(span).toEqual(expectIn.objectContaining({ name: 'charge card' }));
      expectIn(span).toHaveProperty('kind', 'SERVER');
    });

    test('spans and traces that differ are not equal, and the diff shows the field', () => {
      const [, renamed, readdressed] = others as [Trace, Trace, Trace];
      const name = failureOf(() => expectIn(span).toEqual(renamed.spans[0]));
      expect(name).not.toContain(EMAIL);
      expectIn(span).not.toEqual(renamed.spans[0]);
      expectIn(span).not.toEqual(readdressed.spans[0]);
      expectIn(trace).not.toEqual(renamed);
      expectIn(trace).not.toEqual(readdressed);
      expectIn(span).not.toStrictEqual({ ...span });
    });
  });

  test('the diff of two spans names the field that differs, and no other', () => {
    const [, renamed, readdressed] = others as [Trace, Trace, Trace];
    const changes = (expected: unknown, received: unknown) =>
      failureOf(() => jestExpect(received).toEqual(expected)).match(/^[-+] .*$/gm);
    expect(changes(renamed.spans[0], span)).toEqual([
      '- Expected  - 1',
      '+ Received  + 1',
      '-   name: "charge"',
      '+   name: "charge card"',
    ]);
    expect(changes(readdressed.spans[0], span)).toEqual([
      '- Expected  - 1',
      '+ Received  + 1',
      '-     user.email: "e***@n***.example#2"',
      '+     user.email: "g***@u***.example#1"',
    ]);
    expect(changes(readdressed, trace), 'of traces with the same tree').toEqual([
      '- Expected  - 1',
      '+ Received  + 1',
      '-     user.email: "e***@n***.example#2"',
      '+     user.email: "g***@u***.example#1"',
    ]);
  });
});

test('the fields of a span are own and enumerable, and cannot be changed', () => {
  const fields = Object.keys(span);
  expect(fields).toEqual(expect.arrayContaining(['name', 'attributes', 'startTimeUnixNano', 'resource']));
  expect(fields).toHaveLength(18);
  expect(Object.keys(trace).sort()).toEqual(['spans', 'traceId']);
  expect(() => Object.assign(span, { name: 'another' })).toThrow(TypeError);
  expect(span.name).toBe('charge card');
});
