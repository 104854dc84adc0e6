import { describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { Trace } from '../../src/model/trace.ts';
import { buildTrace, FIRST_MOMENT, type SpanSpec } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';
import { bare, line, loggedTrace } from './logs.ts';

const OTHER = 'b'.repeat(32);
const placed = line('order placed', 5);
/** Another request that orders handled from 40 to 60 ms. */
const beside = buildTrace([{ service: 'orders', kind: 'SERVER', name: 'GET /orders', start: 40, ms: 20 }], {
  traceId: OTHER,
});
const at = (ms: number): bigint => FIRST_MOMENT + BigInt(ms * 1e6);

/** A request that orders handled in the middle of a second. */
const LATER: readonly SpanSpec[] = [{ service: 'orders', kind: 'SERVER', name: 'POST /orders', start: 600, ms: 100 }];

test.each<[string, Trace, object?]>([
  [
    'a record whose time was cut to the second was read before the request',
    loggedTrace([line('paid', 650), bare('x', 0, { observedTimeUnixNano: at(300) })], {}, LATER),
  ],
  ['every record names the trace', loggedTrace([placed, line('paid', 50)])],
  ['a record before the request has no ids', loggedTrace([placed, bare('starting', -20)])],
  ['a record after the request has no ids', loggedTrace([placed, bare('idle', 150)])],
  ['a record names another trace', loggedTrace([placed, line('of another', 50, { traceId: OTHER })])],
  [
    'a record of another service has no ids',
    loggedTrace([
      placed,
      bare('x', 50, { resource: { ...placed.resource, attributes: { 'service.name': 'mailer' } } }),
    ]),
  ],
  ['a record without ids is excepted', loggedTrace([placed, bare('cache is cold', 50)]), { except: /^cache/ }],
  [
    'one of several exceptions holds',
    loggedTrace([placed, bare('cache is cold', 50)]),
    { except: ['x', { severity: 'INFO' }] },
  ],
  [
    'a record without a time was read before the request',
    loggedTrace([placed, bare('x', 0, { timeUnixNano: 0n, observedTimeUnixNano: at(-20) })]),
  ],
])('holds when %s', (_, trace, options) => {
  const given = options === undefined ? [] : [options];
  expect(trace).toHaveCorrelatedLogs(...given);
  expect({ trace }).toEqual({ trace: expect.toHaveCorrelatedLogs(...given) });
  expect(() => expect(trace).not.toHaveCorrelatedLogs(...given)).toThrow(/Expected/);
});

test.each<[string, Trace]>([
  ['a record has no ids', loggedTrace([placed, bare('cache is cold', 50)])],
  ['an id is none', loggedTrace([placed, bare('x', 50, { attributes: { trace_id: 'abc' } })])],
  ['no record has ids', loggedTrace([bare('cache is cold', 50)])],
  [
    'a record has no ids, while another trace of the service is over',
    loggedTrace([placed, bare('x', 80)], { servedBeside: [beside] }),
  ],
  [
    'a record without a time was read during the request',
    loggedTrace([placed, bare('x', 0, { timeUnixNano: 0n, observedTimeUnixNano: at(50) })]),
  ],
  [
    'a record without ids has a whole second as its time, beside others with milliseconds',
    loggedTrace([line('paid', 50), bare('x', 0, { observedTimeUnixNano: at(50) })]),
  ],
  [
    'a line has no ids of a record that came over OTLP with them',
    loggedTrace([line('paid', 50, { attributes: { 'log.iostream': 'OTLP' } }), bare('paid', 50)]),
  ],
])('fails when %s', (_, trace) => {
  expect(trace).not.toHaveCorrelatedLogs();
  expect(() => expect(trace).toHaveCorrelatedLogs()).toThrow(/record.? without a valid trace id/);
});

const CONSUMED = buildTrace([{ service: 'orders', kind: 'CONSUMER', ms: 100 }]);
const INTERNAL = buildTrace([
  {
    service: 'gateway',
    kind: 'CLIENT',
    ms: 200,
    children: [{ service: 'orders', kind: 'INTERNAL', start: 0, ms: 100 }],
  },
]);
test.each([
  ['a CONSUMER span', CONSUMED],
  ['a span whose parent is of another service', INTERNAL],
])('%s is a request, too', (_, { spans }) => {
  const specs = spans
    .filter(span => span.service === 'orders')
    .map(({ kind }) => ({ service: 'orders', kind, ms: 100 }));
  expect(loggedTrace([placed, bare('x', 50)], {}, specs)).not.toHaveCorrelatedLogs({ services: ['orders'] });
});

describe('INCOMPLETE, in both polarities', () => {
  test.each<[string, Trace, object | undefined, RegExp]>([
    ['no record at all', loggedTrace([]), undefined, /no log record was judged/],
    ['only records outside of requests', loggedTrace([bare('starting', -20)]), undefined, /no log record was judged/],
    [
      'only records of another trace',
      loggedTrace([line('x', 50, { traceId: OTHER })]),
      undefined,
      /no log record was judged/,
    ],
    [
      'no record of a service that was named',
      loggedTrace([placed]),
      { services: ['orders', 'mailer'] },
      /no log record of mailer was judged/,
    ],
    ['only excepted records', loggedTrace([bare('cache', 50)]), { except: 'cache' }, /no log record was judged/],
    [
      'a record that may be of another request',
      loggedTrace([placed, bare('x', 50)], { servedBeside: [beside] }),
      undefined,
      /may belong to trace bbbbbbbb, which the service handled at the same time/,
    ],
    [
      'a record that may be of another capture',
      loggedTrace([placed, bare('x', 50)], { captured: { straysShared: true } }),
      undefined,
      /another capture that ran at the same time/,
    ],
    ['a record in the millisecond of the end', loggedTrace([placed, bare('x', 100)]), undefined, /not exact enough/],
    [
      'a record in the millisecond of the end, where another logger of the service writes microseconds',
      loggedTrace([line('order placed', 5.123), bare('x', 100)]),
      undefined,
      /not exact enough/,
    ],
    [
      'a record with a time in seconds',
      loggedTrace([line('order placed', 0), bare('x', 0, { observedTimeUnixNano: at(110) })]),
      undefined,
      /not exact enough/,
    ],
    [
      'a record whose time was cut to the second before the request began, beside others with milliseconds',
      loggedTrace([line('paid', 650.5), bare('x', 0, { observedTimeUnixNano: at(700) })], {}, LATER),
      undefined,
      /not exact enough/,
    ],
    [
      'a record that came over OTLP with a time in whole seconds, read long after',
      loggedTrace(
        [line('paid', 650.5), bare('x', 0, { observedTimeUnixNano: at(5000), attributes: { 'log.iostream': 'OTLP' } })],
        {},
        LATER,
      ),
      undefined,
      /not exact enough/,
    ],
    [
      'spans that were still arriving',
      loggedTrace([placed], { captured: { unsettled: true } }),
      undefined,
      /still arriving/,
    ],
    [
      'log records that were lost',
      loggedTrace([placed], {
        losses: [
          {
            signal: 'logs',
            reason: 'r',
            protocol: 'http',
            status: 400,
            from: 'x',
            path: '/v1/logs',
            traceId: undefined,
            services: [],
            count: 1,
            atMs: 1,
          },
        ],
      }),
      undefined,
      /1 log record was refused/,
    ],
  ])('%s', (_, trace, options, text) => {
    const given = options === undefined ? [] : [options];
    expect(failureOf(() => expect(trace).toHaveCorrelatedLogs(...given))).toMatch(/INCOMPLETE/);
    expect(failureOf(() => expect(trace).toHaveCorrelatedLogs(...given))).toMatch(text);
    expect(failureOf(() => expect(trace).not.toHaveCorrelatedLogs(...given))).toMatch(/INCOMPLETE/);
  });
});

test('an invalid id is named, and not called missing', () => {
  const text = failureOf(() =>
    expect(loggedTrace([placed, bare('x', 50, { attributes: { trace_id: '0xabc' } })])).toHaveCorrelatedLogs(),
  );
  expect(text).toContain('"x" (orders, stdout), whose trace_id is no valid trace id: "0xabc"');
  expect(text).toContain('Fix: let the logger write the trace id as 32 hex digits, or in X-Ray form 1-<8>-<24>.');
  expect(text).not.toContain('add the instrumentation');
});

test('a record that came over OTLP and is in the output, both without ids, is told once', () => {
  const trace = loggedTrace([placed, bare('x', 50), bare('x', 50, { attributes: { 'log.iostream': 'OTLP' } })]);
  expect(failureOf(() => expect(trace).toHaveCorrelatedLogs())).toMatch(/2 records without|1\. /);
});

describe('misuse, in both polarities', () => {
  const trace = loggedTrace([placed]);
  test.each<[string, unknown, unknown[], RegExp]>([
    ['records as subject', [placed], [], /INVALID_SUBJECT/],
    ['an undefined option', trace, [undefined], /UNDEFINED_EXPECTATION/],
    ['an unknown option', trace, [{ service: ['orders'] }], /UNKNOWN_OPTION.*"services"/],
    ['one service as text', trace, [{ services: 'orders' }], /INVALID_OPTION.*array of service names/],
    ['no service', trace, [{ services: [] }], /INVALID_OPTION.*empty array/],
    ['an undefined service', trace, [{ services: [undefined] }], /UNDEFINED_EXPECTATION/],
    ['no exception', trace, [{ except: [] }], /INVALID_OPTION.*leave it out/],
    ['an unknown criterion', trace, [{ except: { name: 'x' } }], /UNKNOWN_CRITERION/],
  ])('%s', (_, subject, given, text) => {
    const call = (expectation: unknown) =>
      (expectation as { toHaveCorrelatedLogs(...given: unknown[]): void }).toHaveCorrelatedLogs(...given);
    expect(failureOf(() => call(expect(subject)))).toMatch(text);
    expect(failureOf(() => call(expect(subject).not))).toMatch(text);
  });
});

test('lists the records, and what was judged of each service', () => {
  expect(
    failureOf(() => expect(loggedTrace([placed, bare('mail ada@example.com', 50)])).toHaveCorrelatedLogs()),
  ).toMatchInlineSnapshot(`
    "expect(trace).toHaveCorrelatedLogs()

    Expected:  every log record that was written while requests were handled names the trace
    Received:  1 record without a valid trace id and 1 record with it
    Services:  orders: 1 record with the trace id

    1. 12:00:01.050 INFO "mail a***@e***.com#1" (orders, stdout)

    trace 4bf92f35, 1 service, 2 spans, 100 ms
    orders  SERVER    POST /orders    100 ms
    orders  INTERNAL  └─ charge card   30 ms

    Fix: let the logger write trace_id and span_id of the active span: add the instrumentation of your logging library, and log while the span is active. For records that need no id, use except.

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
  expect(failureOf(() => expect(loggedTrace([placed])).not.toHaveCorrelatedLogs())).toMatchInlineSnapshot(`
    "expect(trace).not.toHaveCorrelatedLogs()

    Expected:  a log record that names no trace, written while a request was handled
    Received:  0 records without a valid trace id and 1 record with it
    Services:  orders: 1 record with the trace id

    trace 4bf92f35, 1 service, 2 spans, 100 ms
    orders  SERVER    POST /orders    100 ms
    orders  INTERNAL  └─ charge card   30 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
  expect(failureOf(() => expect(loggedTrace([])).toHaveCorrelatedLogs())).toMatchInlineSnapshot(`
    "expect(trace).toHaveCorrelatedLogs()

    INCOMPLETE: no log record was judged, so nothing is proved.

    Expected:  every log record that was written while requests were handled names the trace
    Received:  0 records without a valid trace id and 0 records with it
    Services:  orders: 0 records with the trace id

    trace 4bf92f35, 1 service, 2 spans, 100 ms
    orders  SERVER    POST /orders    100 ms
    orders  INTERNAL  └─ charge card   30 ms

    Hint: log records are read from the JSON lines of services started with startService, and taken over OTLP.

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
});
