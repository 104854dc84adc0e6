import { describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildLogRecord } from '../build-log-record.ts';
import { buildTrace, TRACE_ID } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';
import { bare, CHARGED, line, loggedTrace } from './logs.ts';

const trace = loggedTrace([]);
const SENT = 'cafe'.repeat(4);
const context = { traceId: TRACE_ID, spanId: SENT, sampled: true, headers: {} };
const captured = loggedTrace([], { captured: { context } });
const cut = buildTrace([{ parentId: 'abcdef0123456789' }]);

test('holds for a record whose ids name a span of the trace, and for each of several', () => {
  expect(line('paid', 5)).toCorrelateWith(trace);
  expect([line('paid', 5), line('charged', 25, { spanId: CHARGED })]).toCorrelateWith(trace);
  expect({ record: line('paid', 5) }).toEqual({ record: expect.toCorrelateWith(trace) });
  expect({ record: bare('paid', 5) }).toEqual({ record: expect.not.toCorrelateWith(trace) });
});

test.each([
  ['no ids', bare('paid', 5), trace, /Received: +no trace id\n/],
  [
    'an invalid trace id',
    bare('paid', 5, { attributes: { trace_id: 'abc' } }),
    trace,
    /trace_id is "abc", which is no valid trace id/,
  ],
  [
    'an invalid trace id in the context of the thread',
    bare('paid', 5, { attributes: { mdc: { traceId: 'abc' } } }),
    trace,
    /traceId is "abc", which is no valid trace id/,
  ],
  [
    'an invalid span id',
    line('paid', 5, { spanId: undefined, attributes: { span_id: '12' } }),
    trace,
    /span_id is "12", which is no valid span id/,
  ],
  ['another trace', line('paid', 5, { traceId: 'b'.repeat(32) }), trace, /it names another trace: b{32}/],
  ['no span id', line('paid', 5, { spanId: undefined }), trace, /it names the trace, and no span/],
  ['a span that is not there', line('paid', 5, { spanId: 'f'.repeat(16) }), trace, /none of the 2 spans that arrived/],
  ['the span that the capture sent', line('paid', 5, { spanId: SENT }), captured, /the parent that the capture sent/],
])('%s', (_, record, of, text) => {
  expect(record).not.toCorrelateWith(of);
  expect(failureOf(() => expect(record).toCorrelateWith(of))).toMatch(text);
  expect(failureOf(() => expect([line('paid', 5), record]).toCorrelateWith(of))).toMatch(/1 of 2 log records fails:/);
  expect(failureOf(() => expect([line('paid', 5), record]).not.toCorrelateWith(of))).toMatch(
    /1 of 2 log records fails:/,
  );
});

test('a span that may be missing is INCOMPLETE in both polarities', () => {
  const record = line('paid', 5, { spanId: 'f'.repeat(16) });
  expect(failureOf(() => expect(record).toCorrelateWith(cut))).toMatch(/INCOMPLETE: the trace did not arrive whole/);
  expect(failureOf(() => expect(record).not.toCorrelateWith(cut))).toMatch(/INCOMPLETE/);
});

describe('misuse, in both polarities', () => {
  test.each<[string, unknown, unknown[], RegExp]>([
    ['a trace as subject', trace, [trace], /INVALID_SUBJECT.*Pass its log records: trace\.logs/],
    ['a span as subject', trace.spans[0], [trace], /INVALID_SUBJECT.*a Span/],
    ['an empty array', [], [trace], /INVALID_SUBJECT.*empty array/],
    ['undefined', undefined, [trace], /INVALID_SUBJECT.*undefined/],
    ['a Promise', Promise.resolve([]), [trace], /INVALID_SUBJECT.*`await` is missing/],
    ['no trace', buildLogRecord(), [], /UNDEFINED_EXPECTATION/],
    ['an undefined trace', buildLogRecord(), [undefined], /UNDEFINED_EXPECTATION/],
    ['a Promise of a trace', buildLogRecord(), [Promise.resolve(trace)], /INVALID_CRITERIA.*`await` is missing/],
    ['a trace without spans', buildLogRecord(), [buildTrace([])], /INVALID_CRITERIA.*no span/],
  ])('%s', (_, subject, given, text) => {
    const call = (expectation: unknown) =>
      (expectation as { toCorrelateWith(...given: unknown[]): void }).toCorrelateWith(...given);
    expect(failureOf(() => call(expect(subject)))).toMatch(text);
    expect(failureOf(() => call(expect(subject).not))).toMatch(text);
  });
});

test('says what the record is, and what it names', () => {
  expect(failureOf(() => expect(bare('mail ada@example.com', 5)).toCorrelateWith(trace))).toMatchInlineSnapshot(`
    "expect(record).toCorrelateWith(trace)

    Log record:  12:00:01.005 INFO "mail a***@e***.com#1" (orders, stdout)
    Expected:    ids that name a span of trace 4bf92f35
    Received:    no trace id

    trace 4bf92f35, 1 service, 2 spans, 100 ms
    orders  SERVER    POST /orders    100 ms
    orders  INTERNAL  └─ charge card   30 ms

    Fix: let the logger of orders write trace_id and span_id of the active span: add the instrumentation of your logging library, and log while the span is active.

    trace 4bf92f3577b34da6a3ce929d0e0e4736"
  `);
  expect(
    failureOf(() => expect(line('paid', 25, { spanId: CHARGED })).not.toCorrelateWith(trace)),
  ).toMatchInlineSnapshot(`
    "expect(record).not.toCorrelateWith(trace)

    Log record:  12:00:01.025 INFO "paid" (orders, stdout)
    Expected:    ids that name no span of trace 4bf92f35
    Received:    it names "charge card" (orders, INTERNAL)

    trace 4bf92f35, 1 service, 2 spans, 100 ms
    orders  SERVER    POST /orders    100 ms
    orders  INTERNAL  └─ charge card   30 ms  <- is named by the record

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000002"
  `);
});
