import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { buildTrace, type SpanSpec, TRACE_ID, type TraceSpec } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';

const SPAN = '53995c3f42cd8ad8';
const TRACEPARENT = `00-${TRACE_ID}-${SPAN}-01`;
const XRAY = `Root=1-${TRACE_ID.slice(0, 8)}-${TRACE_ID.slice(8)};Parent=${SPAN};Sampled=1`;
const LOAD_BALANCER = `Root=1-${TRACE_ID.slice(0, 8)}-${TRACE_ID.slice(8)}`;
const context = { traceId: TRACE_ID, spanId: SPAN, sampled: true, headers: {} };

function traceBelow(parentId: string | undefined, more: SpanSpec = {}, spec: TraceSpec = {}) {
  const parent = parentId === undefined ? {} : { parentId };
  return buildTrace(
    [{ ...parent, service: 'orders', kind: 'SERVER', name: 'POST /orders', children: [{ name: 'work' }], ...more }],
    spec,
  );
}

const captured = traceBelow(SPAN, {}, { captured: { context }, sentSpanIds: new Set([SPAN]) });
const continued = traceBelow(SPAN);
const ownTrace = traceBelow(undefined, {}, { traceId: 'd'.repeat(32) });

test('without a header, holds for the context that the capture sent', () => {
  expect(captured).toContinue();
  expect(captured.get('POST /orders')).toContinue();
  expect(captured.get('work')).not.toContinue();
  expect([captured, captured]).toContinue();
});

test.each([
  ['traceparent', TRACEPARENT],
  ['X-Amzn-Trace-Id', XRAY],
  ['b3', `${TRACE_ID}-${SPAN}-1`],
])('holds for a %s header', (_name, header) => {
  expect(continued).toContinue(header);
  expect(continued.get('POST /orders')).toContinue(header);
  expect(ownTrace).not.toContinue(header);
  expect(captured).not.toContinue(header.replace(SPAN, 'aaaaaaaaaaaaaaaa'));
  expect(continued.get('POST /orders')).not.toContinue(header.replace(SPAN, 'aaaaaaaaaaaaaaaa'));
});

test('every root has to continue it', () => {
  const two = buildTrace([{ parentId: SPAN }, { name: 'other' }], {
    sentSpanIds: new Set([SPAN]),
    captured: { context },
  });
  expect(two).not.toContinue();
  expect(failureOf(() => expect(two).toContinue())).toContain(
    '"other" (gateway, INTERNAL) is of that trace, but has no parent',
  );
});

test('the sampled flag has to be the same, unless its sender left it out', () => {
  const unsampled = TRACEPARENT.replace(/01$/, '00');
  expect(continued).not.toContinue(unsampled);
  expect(traceBelow(SPAN, { data: { flags: 0x300 } })).toContinue(unsampled);
  expect(traceBelow(SPAN, { data: { flags: 0 } })).toContinue(unsampled);
  expect(traceBelow(SPAN, { data: { flags: 0 } })).toContinue(`${TRACE_ID}-${SPAN}`);
});

test("Python's SDK writes no flag of W3C, so they do not contradict the header", () => {
  const flags = { data: { flags: 0x300 } };
  expect(traceBelow(SPAN, { ...flags, resource: { 'telemetry.sdk.language': 'python' } })).toContinue(TRACEPARENT);
  expect(traceBelow(SPAN, { ...flags, resource: { 'telemetry.sdk.language': 'java' } })).not.toContinue(TRACEPARENT);
});

test('works as an asymmetric matcher', () => {
  expect({ captured }).toEqual({ captured: expect.toContinue() });
  expect({ ownTrace }).toEqual({ ownTrace: expect.not.toContinue(TRACEPARENT) });
});

test('a trace that is not whole may have another root', () => {
  const half = buildTrace([{ parentId: SPAN }, { name: 'lost', parentId: 'abcdef0123456789' }], {
    sentSpanIds: new Set([SPAN]),
    captured: { context },
  });
  expect(failureOf(() => expect(half).toContinue())).toContain('INCOMPLETE: the trace did not arrive whole');
  expect(failureOf(() => expect(half).not.toContinue())).toContain('INCOMPLETE: the trace did not arrive whole');
});

test.each([
  [
    'no header, on a trace that was not captured',
    undefined,
    /INVALID_SUBJECT: toContinue without a header asks for the context/,
  ],
  ['a header that is undefined', [undefined], /UNDEFINED_EXPECTATION/],
  ['a header that is no text', [42], /INVALID_HEADER: toContinue takes the value of a traceparent/],
  [
    'a malformed traceparent',
    [`00-${TRACE_ID}-${SPAN.slice(1)}-01`],
    /INVALID_HEADER: .* is no traceparent header: it has 54 characters/,
  ],
  [
    'a malformed X-Ray header',
    ['Root=1-2-3'],
    /INVALID_HEADER: .* is no X-Amzn-Trace-Id header: Root has 1 and 1 digits/,
  ],
  ['a malformed b3 header', ['what'], /INVALID_HEADER: .* is no b3 header: its parts are not/],
])('refuses %s, in either polarity', (_label, given, text) => {
  const call = (assertion: { toContinue(header?: string): void }) =>
    given === undefined ? assertion.toContinue() : assertion.toContinue(given[0] as string);
  expect(failureOf(() => call(expect(continued)))).toMatch(text);
  expect(failureOf(() => call(expect(continued).not))).toMatch(text);
});

test('says what a load balancer alone sends, and the way out', () => {
  expect(failureOf(() => expect(ownTrace).toContinue(LOAD_BALANCER))).toMatchInlineSnapshot(`
    "expect(trace).toContinue(header)

    Expected to continue:  X-Amzn-Trace-Id: Root=1-4bf92f35-77b34da6a3ce929d0e0e4736
                           trace 4bf92f35, no parent
    Received:              "POST /orders" (orders, SERVER) is of trace dddddddd

    trace dddddddd, 1 service, 2 spans, 11 ms
    orders  SERVER    POST /orders  10 ms  <- another trace
    orders  INTERNAL  └─ work       10 ms

    Hint: the header has Root and no Parent, as a load balancer alone sends it: stock OpenTelemetry SDKs do not continue it, they begin a new trace.
          Send Parent and Sampled too (Root=...;Parent=...;Sampled=1), or give orders a propagator that takes Root alone.

    trace dddddddddddddddddddddddddddddddd, span 0000000000000001"
  `);
});

test('a load balancer is continued where the trace has its id', () => {
  expect(traceBelow(undefined)).toContinue(LOAD_BALANCER);
});

test('shows which root does not continue it', () => {
  expect(failureOf(() => expect(ownTrace).toContinue(TRACEPARENT))).toMatchInlineSnapshot(`
    "expect(trace).toContinue(header)

    Expected to continue:  traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-53995c3f42cd8ad8-01
                           trace 4bf92f35, parent 53995c3f, sampled
    Received:              "POST /orders" (orders, SERVER) is of trace dddddddd

    trace dddddddd, 1 service, 2 spans, 11 ms
    orders  SERVER    POST /orders  10 ms  <- another trace
    orders  INTERNAL  └─ work       10 ms

    Hint: orders began a new trace: it did not read traceparent. Look at its propagators (OTEL_PROPAGATORS) and its server instrumentation.

    trace dddddddddddddddddddddddddddddddd, span 0000000000000001"
  `);
  expect(failureOf(() => expect(continued.get('work')).toContinue(TRACEPARENT))).toMatchInlineSnapshot(`
    "expect(span).toContinue(header)

    Expected to continue:  traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-53995c3f42cd8ad8-01
                           trace 4bf92f35, parent 53995c3f, sampled
    Received:              "work" (orders, INTERNAL) is of that trace, but its parent is 00000000

    trace 4bf92f35, 1 service, 2 spans, 11 ms, not complete
    orders  SERVER    POST /orders  10 ms  (parent 53995c3f never arrived)
    orders  INTERNAL  └─ work       10 ms  <- another parent

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000002"
  `);
});

test('negated, shows what continues it', () => {
  expect(failureOf(() => expect(captured).not.toContinue())).toMatchInlineSnapshot(`
    "expect(trace).not.toContinue()

    Expected not to continue:  the context that the capture sent
                               trace 4bf92f35, parent 53995c3f, sampled
    Received:                  1 span that continues it

    trace 4bf92f35, 1 service, 2 spans, 11 ms
    orders  SERVER    POST /orders  10 ms  <- continues it
    orders  INTERNAL  └─ work       10 ms

    trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
  `);
});
