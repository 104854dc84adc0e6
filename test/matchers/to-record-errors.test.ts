import { describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { LogRecordData } from '../../src/model/log-record.ts';
import { buildLogRecord } from '../build-log-record.ts';
import { buildTrace, type SpanSpec, TRACE_ID, type TraceSpec } from '../build-trace.ts';
import { checkoutTrace } from '../checkout-trace.ts';
import { failureOf } from '../failure-of.ts';

const ERROR = { code: 'ERROR' } as const;
const OK = { code: 'OK' } as const;
const EXCEPTION = {
  name: 'exception',
  attributes: { 'exception.type': 'CardDeclined', 'exception.message': 'do not honour' },
};

/** A log record of the first span. */
function logged(data: Partial<LogRecordData> = {}): TraceSpec {
  const attributes = { 'exception.type': 'CardDeclined' };
  const record = { traceId: TRACE_ID, spanId: '0000000000000001', severityNumber: 17, attributes, ...data };
  return { logs: [buildLogRecord(record)] };
}

const http = (code: number | string) => ({ 'http.request.method': 'GET', 'http.response.status_code': code });
const oldHttp = (code: number | string) => ({ 'http.method': 'GET', 'http.status_code': code });
const grpc = (code: number | string) => ({ 'rpc.system': 'grpc', 'rpc.grpc.status_code': code });
const newGrpc = (code: number | string) => ({ 'rpc.system.name': 'grpc', 'rpc.response.status_code': code });

const LOST_LOGS = {
  signal: 'logs',
  reason: 'full',
  protocol: 'http',
  status: 503,
  from: '127.0.0.1:1',
  path: '/v1/logs',
  traceId: TRACE_ID,
  services: ['gateway'],
  count: 1,
  atMs: 0,
} as const;

const RULES: Record<string, string> = {
  'http-server-5xx': 'A SERVER span with a 5xx has the status ERROR.',
  'grpc-server-error': 'A gRPC SERVER span with UNKNOWN, DEADLINE_EXCEEDED',
  'http-client-error': 'A CLIENT span with a 4xx or 5xx has the status ERROR.',
  'grpc-client-error': 'A gRPC CLIENT span with another code than OK',
  'exception-status': 'A span with an exception has the status ERROR.',
  'error-type-status': 'A span with error.type has the status ERROR.',
  'http-server-4xx': 'A 4xx leaves the status of a SERVER span UNSET',
  'unexplained-error': 'A status ERROR has a description, an exception, error.type or a failing status code.',
  'error-type': 'A status ERROR has error.type on spans in the stable conventions',
};

type Row = [what: string, span: SpanSpec, breaks: string, spec?: TraceSpec];

const ROWS: Row[] = [
  // HTTP, servers
  ['a 500 that is UNSET', { kind: 'SERVER', attributes: http(500) }, 'http-server-5xx'],
  ['a 503 under the old name', { kind: 'SERVER', attributes: oldHttp(503) }, 'http-server-5xx'],
  ['a 500 as text', { kind: 'SERVER', attributes: oldHttp('500') }, 'http-server-5xx'],
  ['a 500 that is OK', { kind: 'SERVER', attributes: http(500), status: OK }, 'http-server-5xx'],
  ['a 500 that is ERROR', { kind: 'SERVER', attributes: http(500), status: ERROR }, 'nothing'],
  ['a 404 that is ERROR', { kind: 'SERVER', attributes: http(404), status: ERROR }, 'http-server-4xx'],
  [
    'a 402 of the old name that is ERROR',
    { kind: 'SERVER', attributes: oldHttp(402), status: ERROR },
    'http-server-4xx',
  ],
  [
    'a 429 that is ERROR, with error.type 429',
    { kind: 'SERVER', attributes: { ...http(429), 'error.type': '429' }, status: ERROR },
    'http-server-4xx',
  ],
  ['a 404 that is UNSET', { kind: 'SERVER', attributes: http(404) }, 'nothing'],
  ['a 404 that the application calls OK', { kind: 'SERVER', attributes: http(404), status: OK }, 'nothing'],
  ['a 404 by an exception that is UNSET', { kind: 'SERVER', attributes: http(404), events: [EXCEPTION] }, 'nothing'],
  [
    'a 400 by an exception that is ERROR',
    { kind: 'SERVER', attributes: http(400), events: [EXCEPTION], status: ERROR },
    'nothing',
  ],
  [
    'a 499 of a connection that broke',
    { kind: 'SERVER', attributes: { ...http(499), 'error.type': 'ECONNRESET' }, status: ERROR },
    'nothing',
  ],
  [
    'a 404 with its error.type, UNSET',
    { kind: 'SERVER', attributes: { ...http(404), 'error.type': '404' } },
    'nothing',
  ],
  ['a 302', { kind: 'SERVER', attributes: http(302) }, 'nothing'],
  // HTTP, clients
  ['a 404 of a client that is UNSET', { kind: 'CLIENT', attributes: http(404) }, 'http-client-error'],
  ['a 429 of a client that is UNSET', { kind: 'CLIENT', attributes: oldHttp(429) }, 'http-client-error'],
  ['a 502 of a client that is OK', { kind: 'CLIENT', attributes: http(502), status: OK }, 'http-client-error'],
  ['a 404 of a client that the application expects', { kind: 'CLIENT', attributes: http(404), status: OK }, 'nothing'],
  [
    'the same with its error.type',
    { kind: 'CLIENT', attributes: { ...http(404), 'error.type': '404' }, status: OK },
    'nothing',
  ],
  ['a 404 of a client that is ERROR', { kind: 'CLIENT', attributes: http(404), status: ERROR }, 'nothing'],
  ['a 304 of a client', { kind: 'CLIENT', attributes: http(304) }, 'nothing'],
  [
    'no response, with error.type',
    { kind: 'CLIENT', attributes: { 'http.request.method': 'GET', 'error.type': 'timeout' } },
    'error-type-status',
  ],
  [
    'no response, with error.type, ERROR',
    { kind: 'CLIENT', attributes: { 'http.request.method': 'GET', 'error.type': 'timeout' }, status: ERROR },
    'nothing',
  ],
  [
    'a request that was cancelled, of which nothing is known',
    { kind: 'CLIENT', attributes: { 'http.request.method': 'GET' } },
    'nothing',
  ],
  // gRPC
  ['a call that was not found', { kind: 'CLIENT', attributes: grpc(5) }, 'grpc-client-error'],
  ['a call that was cancelled', { kind: 'CLIENT', attributes: newGrpc('CANCELLED') }, 'grpc-client-error'],
  ['a code in the writing of Go', { kind: 'CLIENT', attributes: newGrpc('DeadlineExceeded') }, 'grpc-client-error'],
  ['a call that failed, ERROR', { kind: 'CLIENT', attributes: grpc(14), status: ERROR }, 'nothing'],
  ['a call that went well', { kind: 'CLIENT', attributes: grpc(0) }, 'nothing'],
  ['the same in the new names', { kind: 'CLIENT', attributes: newGrpc('OK') }, 'nothing'],
  [
    'a code of another RPC system',
    { kind: 'CLIENT', attributes: { 'rpc.system': 'jsonrpc', 'rpc.response.status_code': '5' } },
    'nothing',
  ],
  ['a gRPC server that is INTERNAL', { kind: 'SERVER', attributes: grpc(13) }, 'grpc-server-error'],
  ['a gRPC server that is UNAVAILABLE', { kind: 'SERVER', attributes: newGrpc('UNAVAILABLE') }, 'grpc-server-error'],
  ['a gRPC server that refuses', { kind: 'SERVER', attributes: newGrpc('NOT_FOUND') }, 'nothing'],
  [
    'a gRPC server that refuses, ERROR, as stock instrumentations do',
    { kind: 'SERVER', attributes: grpc(5), status: ERROR },
    'nothing',
  ],
  [
    'a gRPC server that refuses by an exception',
    { kind: 'SERVER', attributes: grpc(3), events: [EXCEPTION] },
    'nothing',
  ],
  // Exceptions
  ['an exception event alone', { events: [EXCEPTION] }, 'exception-status'],
  [
    'an exception that passes through a span of the router of Node',
    {
      events: [EXCEPTION],
      scope: { name: '@opentelemetry/instrumentation-router', version: '1', attributes: {}, droppedAttributesCount: 0 },
    },
    'nothing',
  ],
  ['an exception event and OK', { events: [EXCEPTION], status: OK }, 'exception-status'],
  ['an exception event on a CONSUMER', { kind: 'CONSUMER', events: [EXCEPTION] }, 'exception-status'],
  ['an exception event and ERROR', { events: [EXCEPTION], status: ERROR }, 'nothing'],
  ['another event', { events: [{ name: 'retry' }] }, 'nothing'],
  ['an exception in a log record', {}, 'exception-status', logged()],
  ['an exception in a log record without a severity', {}, 'exception-status', logged({ severityNumber: 0 })],
  ['an exception that was handled, and logged as a warning', {}, 'nothing', logged({ severityNumber: 13 })],
  ['an exception in a log record, ERROR', { status: ERROR }, 'nothing', logged()],
  ['an error in a log record without an exception', {}, 'nothing', logged({ attributes: {} })],
  ['an exception in a log record of another span', {}, 'nothing', logged({ spanId: '00000000000000ff' })],
  // error.type and the reason
  ['error.type on success', { attributes: { 'error.type': 'timeout' } }, 'error-type-status'],
  ['an empty error.type', { attributes: { 'error.type': '' } }, 'nothing'],
  ['ERROR alone', { status: ERROR }, 'unexplained-error'],
  [
    'ERROR alone, of a request that went well',
    { kind: 'CLIENT', attributes: http(200), status: ERROR },
    'unexplained-error',
  ],
  ['ERROR with a description', { status: { ...ERROR, message: 'sold out' } }, 'nothing'],
  ['ERROR with error.type', { status: ERROR, attributes: { 'error.type': 'timeout' } }, 'nothing'],
  [
    'ERROR with SQLSTATE',
    { kind: 'CLIENT', status: ERROR, attributes: { 'db.system': 'postgresql', 'db.response.status_code': '23505' } },
    'nothing',
  ],
  [
    'ERROR with the SQLSTATE of success',
    { kind: 'CLIENT', status: ERROR, attributes: { 'db.system': 'postgresql', 'db.response.status_code': '00000' } },
    'unexplained-error',
  ],
  [
    'ERROR with the code of another RPC system',
    { kind: 'CLIENT', status: ERROR, attributes: { 'rpc.system': 'jsonrpc', 'rpc.response.status_code': '-32602' } },
    'nothing',
  ],
  [
    'a description alone in the stable conventions',
    { kind: 'CLIENT', status: { ...ERROR, message: 'x' }, attributes: { 'db.system.name': 'mysql' } },
    'error-type',
  ],
  [
    'a description alone in the old conventions',
    { kind: 'CLIENT', status: { ...ERROR, message: 'x' }, attributes: { 'db.system': 'mysql' } },
    'nothing',
  ],
  [
    'a description and an exception in the stable conventions',
    {
      kind: 'CLIENT',
      status: { ...ERROR, message: 'x' },
      attributes: { 'db.system.name': 'mysql' },
      events: [EXCEPTION],
    },
    'nothing',
  ],
];

describe('a span with', () => {
  test.each<Row>(ROWS)('%s', (_what, span, breaks, spec) => {
    const trace = buildTrace([span], spec);
    if (breaks === 'nothing') {
      expect(trace).toRecordErrors();
      expect(failureOf(() => expect(trace).not.toRecordErrors())).toContain('no span breaks a rule (1 span judged)');
    } else {
      const text = failureOf(() => expect(trace).toRecordErrors()).replace(/\n +(?=\S)/g, ' ');
      expect(text).toContain(RULES[breaks]);
      expect(text).toContain('https://opentelemetry.io/docs/specs/semconv/');
      expect(text).not.toContain('2. ');
      expect(trace).not.toRecordErrors();
    }
  });

  test('every rule is broken by one of these', () => {
    expect(new Set(ROWS.map(([, , breaks]) => breaks))).toEqual(new Set([...Object.keys(RULES), 'nothing']));
  });
});

test('a call that failed and was tried again leaves its parent as it is', () => {
  const failed: SpanSpec = { kind: 'CLIENT', name: 'POST', status: ERROR, attributes: http(503) };
  const trace = buildTrace([
    { kind: 'SERVER', attributes: http(200), children: [failed, { ...failed, status: {}, attributes: http(200) }] },
  ]);
  expect(trace).toRecordErrors();
});

test('of several traces, every one is judged', () => {
  const sound = buildTrace([{}]);
  const wrong = buildTrace([{ status: ERROR }], { traceId: 'e'.repeat(32) });
  expect([sound, sound]).toRecordErrors();
  expect([sound, wrong]).not.toRecordErrors();
  expect({ sound, wrong }).toEqual({ sound: expect.toRecordErrors(), wrong: expect.not.toRecordErrors() });
});

test('spans that are excepted are not judged, and where all are, nothing is', () => {
  const trace = buildTrace([{ name: 'poll', status: ERROR, children: [{ name: 'work' }] }]);
  expect(trace).toRecordErrors({ except: 'poll' });
  expect(trace).not.toRecordErrors({ except: ['work', 'other'] });
  for (const given of [expect(trace), expect(trace).not])
    expect(failureOf(() => given.toRecordErrors({ except: { service: /./ } }))).toContain(
      'INCOMPLETE: every span is excepted, so nothing was judged.',
    );
});

test('an exception by the other name of an attribute does not count, and is said', () => {
  const trace = buildTrace([{ kind: 'SERVER', attributes: oldHttp(500) }]);
  const except = { attributes: { 'http.response.status_code': 500 } };
  expect(failureOf(() => expect(trace).toRecordErrors({ except }))).toContain('Hint: http.status_code is the name');
});

describe('where something is missing', () => {
  test.each<[what: string, span: SpanSpec, spec: TraceSpec, says: string]>([
    [
      'a parent',
      { parentId: 'abcdef0123456789' },
      {},
      'no span that arrived breaks a rule, but the trace did not arrive whole',
    ],
    ['events', { data: { droppedEventsCount: 1 } }, {}, '1 event of "work"'],
    [
      'the events of a 4xx',
      { kind: 'SERVER', attributes: http(404), status: ERROR, data: { droppedEventsCount: 1 } },
      {},
      'attributes or events of them were dropped',
    ],
    ['the reason', { status: ERROR, data: { droppedAttributesCount: 2 } }, {}, '2 attributes of "work"'],
    [
      'log records, one of which may hold the reason',
      { status: ERROR },
      { losses: [LOST_LOGS] },
      'log records were lost',
    ],
  ])('%s, it is INCOMPLETE in both polarities', (_what, span, spec, says) => {
    const trace = buildTrace([span], spec);
    for (const given of [expect(trace), expect(trace).not]) {
      const text = failureOf(() => given.toRecordErrors());
      expect(text).toContain('INCOMPLETE: ');
      expect(text.replaceAll('\n', ' ')).toContain(says);
    }
  });

  test('a deviation that is certain is one', () => {
    const trace = buildTrace([
      { parentId: 'abcdef0123456789', events: [EXCEPTION], data: { droppedAttributesCount: 1 } },
    ]);
    expect(trace).not.toRecordErrors();
    expect(buildTrace([{ events: [EXCEPTION] }], { losses: [LOST_LOGS] })).not.toRecordErrors();
  });

  test('links that were dropped matter to no rule', () => {
    expect(buildTrace([{ data: { droppedLinksCount: 1 } }])).toRecordErrors();
  });

  test('a log record that was lost may be an exception of any span', () => {
    const trace = buildTrace([{}], { losses: [LOST_LOGS] });
    for (const given of [expect(trace), expect(trace).not])
      expect(failureOf(() => given.toRecordErrors())).toMatch(/INCOMPLETE: no span that arrived breaks a rule/);
  });

  test('a stray that breaks a rule', () => {
    const stray = buildTrace([{ name: 'refund', status: ERROR }], { traceId: 'e'.repeat(32) });
    const trace = buildTrace([{}], { captured: { strays: () => [stray] } });
    for (const given of [expect(trace), expect(trace).not])
      expect(failureOf(() => given.toRecordErrors())).toMatch(
        /INCOMPLETE: no span of the trace breaks a rule, but a stray/,
      );
  });
});

test('lists the rules that are broken, each with its section, its spans and what to do', () => {
  expect(failureOf(() => expect(checkoutTrace()).toRecordErrors())).toMatchInlineSnapshot(`
    "expect(trace).toRecordErrors()

    Expected:  errors to be recorded as the semantic conventions say
    Received:  1 span of 8 breaks a rule

    1. A span with an exception has the status ERROR.
       See: Recording errors, Recording errors on spans
            https://opentelemetry.io/docs/specs/semconv/general/recording-errors/#recording-errors-on-spans
       "charge card" (payments, INTERNAL): status UNSET, exception CardDeclined: do not honour
       Fix: set the status too: recordException alone leaves it. If the error was handled, log it below the level
       ERROR instead.

    trace 4bf92f35, 3 services, 8 spans, 212 ms
    gateway   SERVER    POST /checkout              212 ms
    gateway   CLIENT    └─ POST                     198 ms
    orders    SERVER       └─ POST /orders          190 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          ├─ SELECT orders      3.0 ms
    orders    CLIENT          └─ POST               140 ms
    payments  SERVER             └─ POST /charge    120 ms
    payments  INTERNAL              └─ charge card   80 ms  <- exception-status

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000008"
  `);
  const trace = buildTrace(
    [
      { kind: 'SERVER', name: 'GET /stock', attributes: { ...http(500), 'url.query': 'mail=ada@example.com' } },
      { kind: 'CLIENT', name: 'GET', status: ERROR },
    ],
    logged({ attributes: { 'exception.message': 'no stock for ada@example.com' } }),
  );
  expect(failureOf(() => expect(trace).toRecordErrors({ except: 'other' }))).toMatchInlineSnapshot(`
    "expect(trace).toRecordErrors(options)

    Expected:  errors to be recorded as the semantic conventions say, but for those excepted
    Excepted:  name "other"
    Received:  2 spans of 2 break a rule

    1. A SERVER span with a 5xx has the status ERROR.
       See: HTTP spans, Status
            https://opentelemetry.io/docs/specs/semconv/http/http-spans/#status
       "GET /stock" (gateway, SERVER): status UNSET, http.response.status_code = 500
       Fix: set the status to ERROR where the error is seen: span.setStatus({ code: SpanStatusCode.ERROR, message }).

    2. A status ERROR has a description, an exception, error.type or a failing status code.
       See: Recording errors, Recording errors on spans
            https://opentelemetry.io/docs/specs/semconv/general/recording-errors/#recording-errors-on-spans
       "GET" (gateway, CLIENT): status ERROR
       Fix: give the status a message, or set error.type to a class of errors, such as "timeout".

    trace 4bf92f35, 1 service, 2 spans, 10 ms
    gateway  SERVER  GET /stock  10 ms  <- http-server-5xx
    gateway  CLIENT  GET         10 ms  ERROR  <- unexplained-error

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
  expect(failureOf(() => expect(buildTrace([{}])).not.toRecordErrors())).toMatchInlineSnapshot(`
    "expect(trace).not.toRecordErrors()

    Expected:  a span that does not record an error as the semantic conventions say
    Received:  no span breaks a rule (1 span judged)

    trace 4bf92f35, 1 service, 1 span, 10 ms
    gateway  INTERNAL  work  10 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
});
