import { connect } from 'node:http2';
import { connect as connectSocket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { type Canary, type CaptureOptions, canary, type Receiver, startReceiver, type Trace } from '../../src/index.ts';
import { newSpanId, newTraceId, type SpanToSend, traceRequest } from '../otlp-request.ts';
import { captureBeside, requestBody } from './capture-beside.ts';

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver({ quiet: 20 });
});

afterEach(() => receiver.stop());

const JSON_TYPE = { 'content-type': 'application/json' };

function post(path: string, body: string | Buffer, headers: Record<string, string> = JSON_TYPE): Promise<Response> {
  return fetch(`${receiver.httpUrl}${path}`, { method: 'POST', headers, body });
}

/** See captureBeside. */
function captureWith(
  meanwhile: Parameters<typeof captureBeside>[1],
  options?: CaptureOptions,
): Promise<Trace<unknown>> {
  return captureBeside(receiver, meanwhile, options);
}

function sentCanary(): Canary {
  const note = canary.track('note', `value-${newTraceId()}`);
  note.sent();
  return note;
}

/** Every assertion that rests on absence. */
const ABSENCES: readonly [string, (trace: Trace<unknown>) => void][] = [
  ['not.toHaveSpan', trace => expect(trace).not.toHaveSpan('charge card')],
  ['times with a maximum', trace => expect(trace).toHaveSpan('POST /orders', { times: 1 })],
  ['toHaveNoErrors', trace => expect(trace).toHaveNoErrors()],
  ['toHaveNoRepeats', trace => expect(trace).toHaveNoRepeats({ max: 3 })],
  ['toBeFreeOfPii', trace => expect(trace).toBeFreeOfPii()],
  ['not.toLeak', trace => expect(trace).not.toLeak(sentCanary())],
  ['an exact tree', trace => expect(trace).toHaveSpanTree('POST /orders', { exact: true })],
  ['not.toHaveSpanTree', trace => expect(trace).not.toHaveSpanTree('charge card')],
  ['toBeComplete', trace => expect(trace).toBeComplete()],
];

function messageOf(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return String(error);
  }
  return 'passed';
}

/** Calls a method of the gRPC port with these bytes as its message; `end` false breaks the call off. */
function call(path: string, message: Buffer, { end = true, type = 'application/grpc' } = {}): Promise<void> {
  return new Promise(resolve => {
    const session = connect(receiver.grpcUrl);
    const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': type, te: 'trailers' });
    stream.on('error', () => undefined);
    stream.on('close', () => session.close(() => resolve()));
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(message.length + (end ? 0 : 1), 1);
    const sent = type === 'application/grpc' ? Buffer.concat([prefix, message]) : message;
    if (end) stream.end(sent);
    else stream.write(sent, () => setImmediate(() => stream.close(8)));
    stream.resume();
  });
}

/** A request of which the connection ends after some of its body. */
function cutOff(sent: string, length = 9_999): Promise<void> {
  return new Promise(resolve => {
    const { hostname, port } = new URL(receiver.httpUrl);
    const socket = connectSocket(Number(port), hostname, () => {
      const head = `POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;
      socket.write(head + sent, () => socket.end());
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.resume();
  });
}

/** A span in protobuf, as a whole request. */
function protobuf(traceId: string, spanId: string): Buffer {
  const field = (number: number, bytes: Buffer): Buffer =>
    Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
  const span = Buffer.concat([
    field(1, Buffer.from(traceId, 'hex')),
    field(2, Buffer.from(spanId, 'hex')),
    field(5, Buffer.from('charge card')),
  ]);
  return field(1, field(2, field(2, span)));
}

interface ResourceSpans {
  readonly resource: unknown;
  readonly scopeSpans: readonly unknown[];
}

/** A request with a span that is stored, of another trace, and one of this trace in a list that nothing reads. */
function snakeCase(traceId: string, list: 'scope_spans' | 'resource_spans'): string {
  const resourcesOf = (span: SpanToSend): ResourceSpans[] =>
    (traceRequest(span) as { resourceSpans: ResourceSpans[] }).resourceSpans;
  const stored = resourcesOf({ name: 'other' });
  const lost = resourcesOf({ traceId, name: 'charge card' });
  if (list === 'resource_spans') return JSON.stringify({ resourceSpans: stored, resource_spans: lost });
  const renamed = lost.map(({ resource, scopeSpans }) => ({ resource, scope_spans: scopeSpans }));
  return JSON.stringify({ resourceSpans: [...stored, ...renamed] });
}

function oneSpan(span: unknown): string {
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
}

const TRACE_SERVICE = '/opentelemetry.proto.collector.trace.v1.TraceService';

/** Events in which data is lost, and what a failure has to name. */
const LOST: readonly [string, (traceId: string, rootId: string) => Promise<unknown>, RegExp, string][] = [
  [
    'a span of the trace with an invalid id',
    (traceId, parentSpanId) =>
      post('/v1/traces', requestBody({ traceId, parentSpanId, spanId: 'ab'.repeat(16), name: 'charge card' })),
    /1 span of orders from 127\.0\.0\.1:\d+, rejected on \/v1\/traces: spanId is 16 bytes/,
    'spanId is 16 bytes',
  ],
  [
    'a span whose trace id is base64',
    traceId => post('/v1/traces', requestBody({ traceId: Buffer.from(traceId, 'hex').toString('base64') })),
    /1 span of orders .* rejected on \/v1\/traces: traceId is base64/,
    'traceId is base64',
  ],
  [
    'a span without a trace id that can be read',
    () => post('/v1/traces', requestBody({ traceId: 'no id' })),
    /1 span of orders .* rejected on \/v1\/traces: traceId is not hex/,
    'traceId is not hex',
  ],
  [
    'a span of a trace that would have been a stray',
    () => post('/v1/traces', requestBody({ spanId: 'ab' })),
    /1 span of orders .* rejected on \/v1\/traces: spanId is 1 bytes/,
    'spanId is 1 bytes',
  ],
  [
    'a request that is malformed',
    () => post('/v1/traces', '{"resourceSpans": [{'),
    /1 request from 127\.0\.0\.1:\d+, refused with status 400 on \/v1\/traces: .*expected/,
    '400 on /v1/traces',
  ],
  [
    'a request to a path that does not exist',
    traceId => post('/v1/trace', requestBody({ traceId, name: 'charge card' })),
    /1 span of orders from 127\.0\.0\.1:\d+, refused with status 404 on \/v1\/trace: /,
    '404 on /v1/trace',
  ],
  [
    'a request to a path that says nothing',
    () => post('/ingest', 'anything', {}),
    /1 request from 127\.0\.0\.1:\d+, refused with status 404 on \/ingest: /,
    '404 on /ingest',
  ],
  [
    'a request with another content type',
    traceId => post('/v1/traces', requestBody({ traceId }), { 'content-type': 'text/plain' }),
    /1 span of orders .* refused with status 415 on \/v1\/traces: content type "text\/plain"/,
    'content type "text/plain"',
  ],
  [
    'a request that says gzip and is not',
    () => post('/v1/traces', requestBody({}), { ...JSON_TYPE, 'content-encoding': 'gzip' }),
    /1 request .* refused with status 400 on \/v1\/traces: Content-Encoding is gzip/,
    'Content-Encoding is gzip',
  ],
  [
    'a request that is cut off',
    () => cutOff(requestBody({}).slice(0, 100)),
    /1 request .*(cut off|refused with status 400) on \/v1\/traces: the client went away/,
    'the client went away',
  ],
  [
    'a request that a fault refuses',
    async traceId => {
      receiver.injectFault({ next: 1, with: 'UNAVAILABLE' });
      await post('/v1/traces', requestBody({ traceId }));
    },
    /1 span of orders .* refused with status 503 on \/v1\/traces: receiver\.injectFault\(\)/,
    'receiver.injectFault()',
  ],
  [
    'a body with unknown members',
    () => post('/v1/traces', JSON.stringify({ resource_spans: [{}] })),
    /1 request .* not understood on \/v1\/traces: the request has the unknown member "resource_spans"/,
    'the unknown member "resource_spans"',
  ],
  [
    'spans in a list with a name in snake_case, beside spans that are stored',
    traceId => post('/v1/traces', snakeCase(traceId, 'scope_spans')),
    /1 span of orders .* on \/v1\/traces: an element of resourceSpans has the unknown member "scope_spans"/,
    'Did you mean "scopeSpans"?',
  ],
  [
    'resources in a list with a name in snake_case, beside spans that are stored',
    traceId => post('/v1/traces', snakeCase(traceId, 'resource_spans')),
    /1 span of orders .* on \/v1\/traces: the request has the unknown member "resource_spans"/,
    'Did you mean "resourceSpans"?',
  ],
  [
    'spans whose members have names in snake_case',
    traceId => post('/v1/traces', oneSpan({ trace_id: traceId, span_id: newSpanId(), name: 'charge card' })),
    /1 span of unknown_service .* rejected on \/v1\/traces: traceId is 0 bytes/,
    'traceId is 0 bytes',
  ],
  [
    'a call of a method that does not exist',
    traceId => call(`${TRACE_SERVICE}/Send`, protobuf(traceId, newSpanId())),
    /1 span of unknown_service .* refused with gRPC status 12 on .*TraceService\/Send: no such method/,
    'no such method',
  ],
  [
    'a request of HTTP/2 that is no gRPC',
    traceId => call('/v1/traces', protobuf(traceId, newSpanId()), { type: 'application/x-protobuf' }),
    /1 span of unknown_service .* refused with gRPC status 415 on \/v1\/traces/,
    '415 on /v1/traces',
  ],
  [
    'a call that is cut off',
    () => call(`${TRACE_SERVICE}/Export`, protobuf(newTraceId(), newSpanId()), { end: false }),
    /1 request .* on .*TraceService\/Export: the c(lient|all)/,
    'TraceService/Export',
  ],
  [
    'a call with a message that is malformed',
    () => call(`${TRACE_SERVICE}/Export`, Buffer.from('no protobuf')),
    /1 request .* refused with gRPC status 3 on .*TraceService\/Export: MALFORMED_PROTOBUF/,
    'MALFORMED_PROTOBUF',
  ],
];

describe.each(LOST)('%s', (_name, meanwhile, named, reason) => {
  test.each(ABSENCES)('makes %s incomplete', async (_assertion, assertion) => {
    const trace = await captureWith(meanwhile);
    const message = messageOf(() => assertion(trace));
    expect(message).toMatch(named);
    expect(message).toMatch(/INCOMPLETE/);
  });

  test('does not count with rejected: allow', async () => {
    const trace = await captureWith(meanwhile, { rejected: 'allow' });
    expect(trace.losses).toEqual([]);
    expect(trace).not.toHaveSpan('charge card');
  });

  test('before the capture does not count', async () => {
    await meanwhile(newTraceId(), newSpanId());
    const trace = await captureWith(async () => undefined);
    expect(trace.losses).toEqual([]);
    for (const [, assertion] of ABSENCES) assertion(trace);
  });

  test('is in the text of a wait that times out', async () => {
    const waiting = receiver.capture(({ traceId }) => meanwhile(traceId, newSpanId()), {
      timeout: 150,
      services: ['orders'],
    });
    await expect(waiting).rejects.toThrow(reason);
  });
});

/** What is refused and cannot be missing from a trace. */
const HARMLESS: readonly [string, () => Promise<unknown>][] = [
  ['a GET of a path that does not exist', () => fetch(`${receiver.httpUrl}/health`)],
  ['a POST without a body', () => post('/v1/trace', '')],
  ['metrics that are malformed', () => post('/v1/metrics', '{')],
  ['metrics to a path that does not exist', () => post('/v1/metric', '{"resourceMetrics": [{}]}')],
  ['profiles', () => post('/v1development/profiles', '{"resourceProfiles": [{}]}')],
  ['a call of another service', () => call('/grpc.health.v1.Health/Check', Buffer.from('\n\u0001x'))],
  ['a connection that speaks something else', () => speak('hello\r\n\r\n')],
  ['an empty request', () => post('/v1/traces', '{}')],
  ['a request with no spans', () => post('/v1/traces', '{"resourceSpans": [{"resource": {}, "scopeSpans": []}]}')],
  ['an unknown member beside known ones', () => post('/v1/traces', '{"resourceSpans": [], "future": 1}')],
  [
    'unknown members beside spans',
    () => post('/v1/traces', withUnknownMembers({ future_spans: [{}], spans_count: 1 })),
  ],
  [
    'empty lists with names in snake_case',
    () => post('/v1/traces', withUnknownMembers({ scope_spans: [], resource_spans: null })),
  ],
  [
    'attributes that are named like lists',
    () => post('/v1/traces', requestBody({ attributes: { scope_spans: '"scope_spans"' } })),
  ],
];

/** A span that is stored, with these members in its request and in its resource. */
function withUnknownMembers(members: Readonly<Record<string, unknown>>): string {
  const { resourceSpans } = traceRequest({ name: 'other' }) as { resourceSpans: ResourceSpans[] };
  return JSON.stringify({ ...members, resourceSpans: resourceSpans.map(resource => ({ ...members, ...resource })) });
}

function speak(text: string): Promise<void> {
  return new Promise(resolve => {
    const { hostname, port } = new URL(receiver.httpUrl);
    const socket = connectSocket(Number(port), hostname, () => socket.end(text));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.resume();
  });
}

describe.each(HARMLESS)('%s', (_name, meanwhile) => {
  test('changes no verdict', async () => {
    const trace = await captureWith(meanwhile);
    expect(trace.losses).toEqual([]);
    for (const [, assertion] of ABSENCES) assertion(trace);
  });
});

describe('a loss stops counting', () => {
  test('once every span of a refused request is stored', async () => {
    const spanId = newSpanId();
    const trace = await captureWith(async (traceId, parentSpanId) => {
      receiver.injectFault({ next: 1, with: 'UNAVAILABLE' });
      const request = requestBody(
        { traceId, spanId, parentSpanId, name: 'reserve' },
        { traceId, parentSpanId, spanId: newSpanId() },
      );
      await post('/v1/traces', request);
      await post('/v1/traces', request);
    });
    expect(trace.losses).toEqual([]);
    expect(trace).not.toHaveSpan('charge card');
  });

  test('not while one of its spans is missing', async () => {
    const spanId = newSpanId();
    const trace = await captureWith(async (traceId, parentSpanId) => {
      receiver.injectFault({ next: 1, with: 'UNAVAILABLE' });
      const first = { traceId, spanId, parentSpanId };
      await post('/v1/traces', requestBody(first, { traceId, parentSpanId, spanId: newSpanId() }));
      await post('/v1/traces', requestBody(first));
    });
    expect(trace.losses).toMatchObject([{ signal: 'traces', count: 2, services: ['orders'] }]);
    expect(() => expect(trace).not.toHaveSpan('charge card')).toThrow('INCOMPLETE');
  });

  test.each([
    ['cut off before a span id', (whole: string) => cutOff(whole.slice(0, 120), whole.length)],
    ['cut off after a span id', (whole: string) => cutOff(whole.slice(0, 300))],
    ['another content type', (whole: string) => post('/v1/traces', whole, { 'content-type': 'text/plain' })],
    ['a path that does not exist', (whole: string) => post('/v1/trace', whole)],
  ])('once what was cut off or refused is sent whole: %s', async (_name, send) => {
    const trace = await captureWith(async (traceId, parentSpanId) => {
      const whole = requestBody({ traceId, parentSpanId, name: 'reserve', spanId: newSpanId() });
      await send(whole);
      await post('/v1/traces', whole);
    });
    expect(trace.losses).toEqual([]);
    expect(trace).not.toHaveSpan('charge card');
  });

  test('not for another body of the same service, which begins alike', async () => {
    const trace = await captureWith(async (traceId, parentSpanId) => {
      const other = requestBody({ traceId, parentSpanId, name: 'reserve', spanId: newSpanId() });
      await cutOff(requestBody({ traceId, parentSpanId, name: 'charge card', spanId: newSpanId() }).slice(0, 120), 999);
      await post('/v1/traces', other);
    });
    expect(() => expect(trace).not.toHaveSpan('charge card')).toThrow('INCOMPLETE');
  });

  test('not for another body that begins alike', async () => {
    const trace = await captureWith(async (traceId, parentSpanId) => {
      const one = requestBody({ traceId, parentSpanId, name: 'reserve', spanId: newSpanId() });
      await cutOff(requestBody({ traceId, parentSpanId, name: 'charge card', spanId: newSpanId() }).slice(0, 300));
      await post('/v1/traces', one);
    });
    expect(trace.losses).toMatchObject([{ count: 0 }]);
    expect(() => expect(trace).not.toHaveSpan('charge card')).toThrow('INCOMPLETE');
  });

  test('once it is cleared', async () => {
    await post('/v1/traces', '{');
    await post('/v1/traces', requestBody({ name: 'other' }));
    expect(() => expect(receiver.traces).not.toHaveSpan('charge card')).toThrow('INCOMPLETE');
    receiver.clear();
    await post('/v1/traces', requestBody({ name: 'other' }));
    expect(receiver.traces).not.toHaveSpan('charge card');
  });
});

describe('the window of a wait', () => {
  test('settled counts what was refused before it was called, and a lost trace of which nothing is stored', async () => {
    await post('/v1/trace', requestBody({ name: 'charge card' }));
    await post('/v1/traces', requestBody({ name: 'other' }));
    const traces = await receiver.settled();
    expect(() => expect(traces).not.toHaveSpan('charge card')).toThrow('refused with status 404');
    expect(await receiver.settled({ rejected: 'allow' })).not.toHaveSpan('charge card');
  });

  test('waitForTrace counts what was refused before it was called and cannot be read', async () => {
    await post('/v1/traces', '{');
    await post('/v1/traces', requestBody({ name: 'other' }));
    const trace = await receiver.waitForTrace('other');
    expect(() => expect(trace).not.toHaveSpan('charge card')).toThrow('refused with status 400');
    expect(await receiver.waitForTrace('other', { rejected: 'allow' })).not.toHaveSpan('charge card');
  });

  test('waitForTrace does not count a lost span of another trace', async () => {
    await post('/v1/trace', requestBody({ name: 'charge card' }));
    await post('/v1/traces', requestBody({ name: 'other' }));
    expect(await receiver.waitForTrace('other')).not.toHaveSpan('charge card');
  });

  test('more losses than are kept as rejections are counted', async () => {
    const trace = await captureWith(async () => {
      for (let sent = 0; sent < 1_010; sent += 101) {
        await Promise.all(Array.from({ length: 101 }, () => post('/v1/traces', '{')));
      }
    });
    expect(trace.losses).toHaveLength(1_010);
    expect(() => expect(trace).not.toHaveSpan('charge card')).toThrow('1,010 requests were refused');
  });
});

describe('by signal', () => {
  const logs = (traceId: string): string =>
    JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ traceId, body: { stringValue: 'hello' } }] }] }] });

  test('lost log records count for personal data and canaries, and not for spans', async () => {
    const trace = await captureWith(traceId => post('/v1/log', logs(traceId)));
    expect(trace).not.toHaveSpan('charge card');
    expect(trace).toBeComplete();
    expect(() => expect(trace).toBeFreeOfPii()).toThrow('1 log record of unknown_service');
    expect(() => expect(trace).not.toLeak(sentCanary())).toThrow('INCOMPLETE');
    expect(() => expect(receiver.logs.concat()).toBeFreeOfPii()).toThrow();
  });

  test('lost log records of any trace count for receiver.logs', async () => {
    await post('/v1/log', logs(newTraceId()));
    await post('/v1/logs', logs(newTraceId()));
    expect(() => expect(receiver.logs).toBeFreeOfPii()).toThrow('1 log record of unknown_service');
    receiver.clear();
    await post('/v1/logs', logs(newTraceId()));
    expect(receiver.logs).toBeFreeOfPii();
  });

  test('log records that were sent to the path of traces are read as such', async () => {
    const trace = await captureWith(traceId => post('/v1/traces', logs(traceId)));
    expect(trace).not.toHaveSpan('charge card');
    expect(() => expect(trace).toBeFreeOfPii()).toThrow('It belongs to /v1/logs');
  });

  test.each(['resource_logs', 'scope_logs', 'log_records'])(
    'log records in %s count beside stored ones',
    async list => {
      const trace = await captureWith(async traceId => {
        const record = (id: string): unknown => ({ traceId: id, body: { stringValue: 'hello' } });
        const [stored, lost] = [[record(newTraceId())], [record(traceId)]];
        const scopeLogs = [{ logRecords: stored, ...(list === 'log_records' ? { log_records: lost } : {}) }];
        const resourceLogs = [{ scopeLogs, ...(list === 'scope_logs' ? { scope_logs: [{ log_records: lost }] } : {}) }];
        const resources = list === 'resource_logs' ? { resource_logs: [{ scope_logs: [{ log_records: lost }] }] } : {};
        const response = await post('/v1/logs', JSON.stringify({ resourceLogs, ...resources }));
        expect(await response.json()).toEqual({
          partialSuccess: { errorMessage: expect.stringContaining(`"${list}"`) },
        });
      });
      expect(receiver.stats.logs).toBe(1);
      expect(receiver.problems).toMatchObject([{ rule: expect.stringContaining(`"${list}"`) }]);
      expect(trace.losses).toMatchObject([{ signal: 'logs', count: 1, traceId: trace.traceId }]);
      expect(trace).not.toHaveSpan('charge card');
      expect(() => expect(trace).toBeFreeOfPii()).toThrow('1 log record of unknown_service');
    },
  );

  test('log records in resource_logs beside spans count as log records', async () => {
    const trace = await captureWith(traceId => {
      const lost = [{ scope_logs: [{ log_records: [{ trace_id: traceId, body: {} }] }] }];
      return post('/v1/traces', withUnknownMembers({ resource_logs: lost }));
    });
    expect(trace.losses).toMatchObject([{ signal: 'logs', count: 1, traceId: trace.traceId }]);
    expect(trace).not.toHaveSpan('charge card');
  });

  test('lost log records stop counting once they are stored', async () => {
    const trace = await captureWith(async traceId => {
      await post('/v1/log', logs(traceId));
      await post('/v1/logs', logs(traceId));
    });
    expect(trace).toBeFreeOfPii();
  });
});

describe('a list with a name in snake_case beside spans that are stored', () => {
  test.each(['scope_spans', 'resource_spans'] as const)('%s is answered with a warning, and listed', async list => {
    const response = await post('/v1/traces', snakeCase(newTraceId(), list));
    const warning = expect.stringContaining(`has the unknown member "${list}"`);
    expect(await response.json()).toEqual({ partialSuccess: { errorMessage: warning } });
    expect(receiver.problems).toMatchObject([{ field: '/v1/traces', rule: warning }]);
    expect(receiver.stats).toMatchObject({ spans: 1, received: 1, rejectedSpans: 0, rejected: 0 });
  });

  test('is named in the answer with the spans that are rejected', async () => {
    const [resource] = (traceRequest({ spanId: 'ab' }) as { resourceSpans: ResourceSpans[] }).resourceSpans;
    const request = { resourceSpans: [{ ...resource, scope_spans: [{ spans: [{ name: 'charge card' }] }] }] };
    const response = await post('/v1/traces', JSON.stringify(request));
    expect(await response.json()).toEqual({
      partialSuccess: { rejectedSpans: '1', errorMessage: expect.stringMatching(/spanId is 1 bytes.*"scope_spans"/) },
    });
  });

  test('counts in an element that has an empty list with the right name', async () => {
    const request = { resourceSpans: [{ scopeSpans: [], scope_spans: [{ spans: [{ name: 'charge card' }] }] }] };
    const response = await post('/v1/traces', JSON.stringify(request));
    expect(await response.json()).toEqual({
      partialSuccess: { errorMessage: expect.stringContaining('"scope_spans"') },
    });
  });

  test('stops counting once its spans are stored', async () => {
    const trace = await captureWith(async (traceId, parentSpanId) => {
      const span = { traceId, spanId: newSpanId(), parentSpanId, name: 'reserve' };
      const { resourceSpans } = traceRequest(span) as { resourceSpans: ResourceSpans[] };
      await post('/v1/traces', withUnknownMembers({ resource_spans: resourceSpans }));
      await post('/v1/traces', requestBody(span));
    });
    expect(trace.losses).toEqual([]);
    expect(trace).toHaveSpan('reserve');
  });
});

test.each([
  ['/v1/log', 'logs go to /v1/logs'],
  ['/v1/logz', 'logs go to /v1/logs'],
  ['/v1/metric', 'metrics go to /v1/metrics'],
  ['/v1/metircs', 'metrics go to /v1/metrics'],
  ['/v1/trace', 'traces go to /v1/traces'],
  ['/v1/spans', 'traces go to /v1/traces'],
  ['/', 'traces go to /v1/traces, logs go to /v1/logs, metrics go to /v1/metrics'],
  ['/ingest', 'traces go to /v1/traces, logs go to /v1/logs, metrics go to /v1/metrics'],
])('a request to %s is told that %s', async (path, hint) => {
  const response = await post(path, '{}');
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ message: `no OTLP endpoint at "${path}": ${hint}.` });
});

describe('a body in which nothing is known', () => {
  test.each([
    ['/v1/traces', { resource_spans: [{}] }, 'Did you mean "resourceSpans"?'],
    ['/v1/traces', { resourceLogs: [{}] }, 'It belongs to /v1/logs.'],
    ['/v1/logs', { resourceSpans: [{}] }, 'It belongs to /v1/traces.'],
    ['/v1/metrics', { resourceSpans: [{}] }, 'It belongs to /v1/traces.'],
    ['/v1/traces', { resourceSpans: [{ instrumentationLibrarySpans: [{}] }] }, 'an element of resourceSpans'],
    ['/v1/traces', { resourceSpans: [{ scopeSpans: [{ span: [{}] }] }] }, 'Did you mean "spans"?'],
  ])('%s %j is accepted with a warning', async (path, request, warning) => {
    const response = await post(path, JSON.stringify(request));
    const answer = await response.json();
    expect(response.status).toBe(200);
    expect(answer).toEqual({ partialSuccess: { errorMessage: expect.stringContaining(warning) } });
    expect(receiver.problems).toMatchObject([{ field: path, rule: expect.stringContaining(warning) }]);
    await expect(receiver.settled({ timeout: 50 })).rejects.toThrow(warning);
  });
});
