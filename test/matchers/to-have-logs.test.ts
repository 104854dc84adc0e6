import { describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { LogCriteria } from '../../src/logs/log-criteria.ts';
import type { Span, Trace } from '../../src/model/trace.ts';
import { buildTrace } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';
import { bare, CHARGED, line, loggedTrace } from './logs.ts';

const records = [
  line('order placed', 5, { attributes: { 'app.order.id': 'ord-17' } }),
  line('card declined', 25, {
    spanId: CHARGED,
    severityNumber: 13,
    severityText: 'WARNING',
    scope: { name: 'shop.bank', version: '', attributes: {}, droppedAttributesCount: 0, schemaUrl: '' },
  }),
  line('gone', 30, { severityNumber: 0, severityText: 'error' }),
];
const trace = loggedTrace(records);

test.each<[string, LogCriteria]>([
  ['a message', 'order placed'],
  ['a RegExp for the message', /^card/],
  ['a predicate', record => record.severityNumber === 13],
  ['a message by a matcher', { body: expect.stringContaining('placed') }],
  ['a level, as the logger calls it', { severity: 'WARNING' }],
  ['a level in another word', { severity: 'warn' }],
  ['a severity number', { severity: 13 }],
  ['a level that is only a text', { severity: 'ERROR', body: 'gone' }],
  ['at least a level', { severity: { min: 'WARN' }, body: 'card declined' }],
  ['at most a level', { severity: { max: 'INFO' }, body: 'order placed' }],
  ['a level by a RegExp', { severity: /^WARNING$/ }],
  ['attributes', { attributes: { 'app.order.id': /^ord-/ } }],
  ['a service', { service: 'orders', body: 'order placed' }],
  ['a resource attribute', { resource: { 'service.name': 'orders' } }],
  ['a logger', { scope: 'shop.bank' }],
  ['a span by name', { span: 'charge card' }],
  ['a span by criteria', { span: { kind: 'SERVER', service: 'orders' } }],
  ['a span', { span: trace.get('charge card') }],
  ['ids', { traceId: trace.traceId, spanId: CHARGED }],
])('%s', (_, criteria) => {
  expect(trace).toHaveLogs(criteria);
  expect([buildTrace([{}]), trace]).toHaveLogs(criteria);
  expect({ trace }).toEqual({ trace: expect.toHaveLogs(criteria) });
  expect(() => expect(trace).not.toHaveLogs(criteria)).toThrow(/Expected no log record/);
});

test.each<[string, LogCriteria]>([
  ['another message', 'order'],
  ['a level above all', { severity: { min: 'FATAL' } }],
  ['a severity number of the same range', { severity: 14 }],
  ['an attribute that is not there', { attributes: { 'app.order': 'ord-17' } }],
  ['another span', { body: 'order placed', span: 'charge card' }],
])('%s is not there', (_, criteria) => {
  expect(trace).not.toHaveLogs(criteria);
  expect(trace).toHaveLogs(criteria, { times: 0 });
  expect(() => expect(trace).toHaveLogs(criteria)).toThrow(/Expected a log record/);
});

test('counts', () => {
  expect(trace).toHaveLogs({ service: 'orders' }, { times: 3 });
  expect(trace).toHaveLogs({ service: 'orders' }, { times: { min: 2, max: 3 } });
  expect(() => expect(trace).toHaveLogs({ service: 'orders' }, { times: 2 })).toThrow(
    /Expected 2 log records.*3 log records that match/s,
  );
});

test('a record that came both ways matches in either form, and counts once', () => {
  const [first] = records;
  if (first === undefined) throw new Error('no record');
  const both = loggedTrace([first], {
    lineOf: new Map([[first, line('order placed', 5, { attributes: { 'app.cart': 'c-1' } })]]),
  });
  expect(both).toHaveLogs('order placed', { times: 1 });
  expect(both).toHaveLogs({ body: 'order placed', attributes: { 'app.cart': 'c-1' } }, { times: 1 });
});

describe('absence is INCOMPLETE', () => {
  test.each<[string, ReturnType<typeof buildTrace>, RegExp]>([
    ['where spans were still arriving', loggedTrace(records, { captured: { unsettled: true } }), /still arriving/],
    [
      'where log records were lost',
      loggedTrace(records, {
        losses: [
          {
            signal: 'logs',
            reason: 'older ones are dropped',
            protocol: 'output',
            status: 0,
            from: 'orders',
            path: '',
            traceId: undefined,
            services: ['orders'],
            count: 4,
            atMs: 1,
          },
        ],
      }),
      /4 log records from the output of orders, dropped: older ones/,
    ],
    [
      'where a record without a trace id matches',
      loggedTrace([...records, bare('refund', 50)]),
      /matches that was written while/,
    ],
    [
      'where a record of a stray matches',
      loggedTrace(records, {
        captured: {
          strays: () => [loggedTrace([line('refund', 5, { traceId: '9'.repeat(32) })], { traceId: '9'.repeat(32) })],
        },
      }),
      /a stray has one that does/,
    ],
  ])('%s', (_, lacking, text) => {
    expect(failureOf(() => expect(lacking).not.toHaveLogs('refund'))).toMatch(/INCOMPLETE/);
    expect(failureOf(() => expect(lacking).not.toHaveLogs('refund'))).toMatch(text);
    expect(failureOf(() => expect(lacking).toHaveLogs('refund', { times: 0 }))).toMatch(/INCOMPLETE/);
    expect(failureOf(() => expect(lacking).toHaveLogs('refund'))).not.toBe('');
    expect(lacking).toHaveLogs('order placed');
  });

  test('where an attribute was dropped', () => {
    const dropped = loggedTrace([line('paid', 5, { droppedAttributesCount: 1 })]);
    expect(failureOf(() => expect(dropped).not.toHaveLogs({ attributes: { 'app.a': 1 } }))).toMatch(/INCOMPLETE/);
  });
});

describe('there is nothing to look through', () => {
  const started = loggedTrace([], { records: [line('listening', -50, { traceId: undefined, spanId: undefined })] });
  test.each<[string, Trace, LogCriteria, RegExp]>([
    ['no record of the service was ever read', loggedTrace([]), 'refund', /no log record was ever/],
    [
      'no record of the service that the criteria ask for was ever read',
      trace,
      { service: 'mailer', severity: 'ERROR' },
      /no log record was ever/,
    ],
    ['a misspelt name of a span', trace, { body: 'order placed', span: 'POST /order' }, /no span of the trace matches/],
    ['criteria that no span matches', trace, { span: { service: 'mailer' } }, /no span of the trace matches/],
    [
      'a span of another trace',
      trace,
      { span: buildTrace([{}], { traceId: '9'.repeat(32) }).spans[0] as Span },
      /no span of the trace matches/,
    ],
  ])('%s', (_, subject, criteria, text) => {
    expect(failureOf(() => expect(subject).not.toHaveLogs(criteria))).toMatch(text);
    expect(failureOf(() => expect(subject).toHaveLogs(criteria, { times: 0 }))).toMatch(text);
    expect(failureOf(() => expect(subject).toHaveLogs(criteria))).toMatch(text);
  });

  test('a service that logged outside of the request only is looked through', () => {
    expect(started).not.toHaveLogs('refund');
    expect(started).not.toHaveLogs({ service: /^ord/, severity: { min: 'ERROR' } });
  });

  test('one trace of several that has what the criteria mean is enough', () => {
    expect([buildTrace([{}]), trace]).not.toHaveLogs({ body: 'refund', span: 'charge card' });
  });
});

describe('misuse, in both polarities', () => {
  test.each<[string, unknown, unknown[], RegExp]>([
    ['a record as subject', records[0], ['x'], /INVALID_SUBJECT/],
    ['a trace without spans', buildTrace([]), ['x'], /INVALID_SUBJECT/],
    ['no criteria', trace, [], /UNDEFINED_EXPECTATION/],
    ['undefined in the criteria', trace, [{ body: undefined }], /UNDEFINED_EXPECTATION/],
    ['an undefined span', trace, [{ span: undefined }], /UNDEFINED_EXPECTATION/],
    ['an empty object', trace, [{}], /INVALID_CRITERIA.*empty object/],
    ['a misspelt field', trace, [{ boddy: 'x' }], /UNKNOWN_CRITERION.*"body"/],
    ['a misspelt level', trace, [{ severity: 'WRAN' }], /INVALID_CRITERIA.*"WARN"/],
    ['a level of pino', trace, [{ severity: 30 }], /INVALID_CRITERIA.*1 to 24/],
    ['a misspelt bound', trace, [{ severity: { mim: 'WARN' } }], /UNKNOWN_CRITERION.*"min"/],
    ['no bound', trace, [{ severity: {} }], /INVALID_CRITERIA.*empty/],
    [
      'bounds the wrong way round',
      trace,
      [{ severity: { min: 'ERROR', max: 'INFO' } }],
      /INVALID_CRITERIA.*min is above max/,
    ],
    ['a number as message', trace, [{ body: 4 }], /INVALID_CRITERIA/],
    ['a misspelt kind of the span', trace, [{ span: { kind: 'Server' } }], /UNKNOWN_KIND/],
    ['an async predicate', trace, [async () => true], /INVALID_CRITERIA.*synchronously/],
    ['a record as criteria', trace, [records[0]], /INVALID_CRITERIA.*LogRecord/],
    ['an unknown option', trace, ['x', { time: 1 }], /UNKNOWN_OPTION.*"times"/],
    ['times that contradict themselves', trace, ['x', { times: { max: 0 } }], /INVALID_OPTION/],
  ])('%s', (_, subject, given, text) => {
    const call = (expectation: unknown) =>
      (expectation as { toHaveLogs(...given: unknown[]): void }).toHaveLogs(...given);
    expect(failureOf(() => call(expect(subject)))).toMatch(text);
    expect(failureOf(() => call(expect(subject).not))).toMatch(text);
  });
});

test('shows what comes nearest, field by field, or what there is', () => {
  expect(
    failureOf(() => expect(trace).toHaveLogs({ body: 'card declined', severity: 'ERROR', span: 'POST /orders' })),
  ).toMatchInlineSnapshot(`
    "expect(trace).toHaveLogs(criteria)

    Expected a log record:  body "card declined", severity ERROR, span with name "POST /orders"
    Received:               no log record that matches, of 3 records that name the trace

    Nearest record:   body "card declined"   matches
                    - severity ERROR
                    + severity WARN
                    - span with name "POST /orders"
                    + span "charge card" (orders, INTERNAL)
      12:00:01.025 WARN "card declined" (orders, stdout)

    trace 4bf92f35, 1 service, 2 spans, 100 ms
    orders  SERVER    POST /orders    100 ms
    orders  INTERNAL  └─ charge card   30 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
  expect(failureOf(() => expect(trace).toHaveLogs('refund'))).toMatchInlineSnapshot(`
    "expect(trace).toHaveLogs(criteria)

    Expected a log record:  body "refund"
    Received:               no log record that matches, of 3 records that name the trace

    Records of the trace:
      12:00:01.005 INFO "order placed" (orders, stdout)
      12:00:01.025 WARN "card declined" (orders, stdout)
      12:00:01.030 error "gone" (orders, stdout)

    trace 4bf92f35, 1 service, 2 spans, 100 ms
    orders  SERVER    POST /orders    100 ms
    orders  INTERNAL  └─ charge card   30 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
  expect(failureOf(() => expect(trace).not.toHaveLogs({ severity: { min: 'WARN' } }))).toMatchInlineSnapshot(`
    "expect(trace).not.toHaveLogs(criteria)

    Expected no log record:  severity at least WARN
    Received:                2 log records that match, of 3 records that name the trace

    Records that match:
      12:00:01.025 WARN "card declined" (orders, stdout)
      12:00:01.030 error "gone" (orders, stdout)

    trace 4bf92f35, 1 service, 2 spans, 100 ms
    orders  SERVER    POST /orders    100 ms  <- has a log record that matches
    orders  INTERNAL  └─ charge card   30 ms  <- has a log record that matches

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000002"
  `);
});
