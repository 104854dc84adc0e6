import { describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { Crossing } from '../../src/model/crossing.ts';
import type { Trace } from '../../src/model/trace.ts';
import { judgeConsistency } from '../../src/sampling/consistency/judge-consistency.ts';
import { buildTrace, type SpanSpec, type TraceSpec } from '../build-trace.ts';
import { failureOf } from '../failure-of.ts';
import { crossing } from '../propagation/crossing.ts';

const IDS = ['4bf92f3577b34da6a3ce929d0e0e4736', '5bf92f3577b34da6a3ce929d0e0e4737'] as const;
const SERVER_ATTRIBUTES = { 'http.request.method': 'POST', 'http.route': '/charge/:id' };
const callTo = (id: string, more: SpanSpec = {}): SpanSpec => ({
  kind: 'CLIENT',
  name: 'POST',
  attributes: {
    'http.request.method': 'POST',
    'url.full': `http://payments:8083/charge/${id}`,
    'server.address': 'payments',
    'server.port': 8_083,
    'http.response.status_code': 200,
  },
  ...more,
});
const { 'http.response.status_code': _status, ...UNANSWERED } = callTo('2').attributes ?? {};
const served: SpanSpec = {
  service: 'payments',
  kind: 'SERVER',
  name: 'POST /charge/:id',
  attributes: { ...SERVER_ATTRIBUTES, 'url.path': '/charge/1' },
};
const orders = (children: readonly SpanSpec[], more: SpanSpec = {}): SpanSpec => ({
  service: 'orders',
  kind: 'SERVER',
  name: 'POST /orders',
  ms: 50,
  children,
  ...more,
});
const whole = (id: string = IDS[0], spec: TraceSpec = {}): Trace =>
  buildTrace([orders([callTo('1', { children: [served] })])], { traceId: id, ...spec });
const calleeMissing = (spec: TraceSpec = {}): Trace =>
  buildTrace([orders([callTo('2')])], { traceId: IDS[1], ...spec });
const parentMissing = (spec: TraceSpec = {}): Trace =>
  buildTrace([{ ...served, parentId: 'abcdefabcdefabcd' }], { traceId: IDS[1], ...spec });
const kinds = (...traces: Trace[]) => judgeConsistency(traces).found.map(({ kind }) => kind);

/** A probe saw the context that this span handed on. */
const handedOn = (spanId: string, flags: string, more: Partial<Crossing> = {}): Crossing =>
  crossing({ headers: { traceparent: [`00-${IDS[0]}-${spanId}-${flags}`] }, ...more });

describe('traces that are sampled alike', () => {
  test.each<[string, Trace[]]>([
    ['one trace', [whole()]],
    ['several', [whole(), whole(IDS[1])]],
    ['a service that is not called', [whole(), buildTrace([orders([])], { traceId: IDS[1] })]],
    [
      'a service that never sends spans',
      [buildTrace([orders([callTo('1')])]), buildTrace([orders([callTo('2')])], { traceId: IDS[1] })],
    ],
    [
      'a call of another operation, which may not be instrumented',
      [
        whole(),
        buildTrace(
          [
            orders([
              callTo('2', { attributes: { ...callTo('2').attributes, 'url.full': 'http://payments:8083/health' } }),
            ]),
          ],
          { traceId: IDS[1] },
        ),
      ],
    ],
    [
      'a call that never came to its target',
      [
        whole(),
        buildTrace([orders([callTo('2', { status: { code: 'ERROR' }, attributes: UNANSWERED })])], { traceId: IDS[1] }),
      ],
    ],
    ['an SDK that never writes the flags', [buildTrace([orders([], { data: { flags: 0x100 } })])]],
    [
      'a context that is handed on as sampled',
      [whole(IDS[0], { captured: { crossings: [handedOn('0000000000000002', '01')] } })],
    ],
    ['orphans that the capture allows', [whole(), parentMissing({ captured: { allowOrphans: true } })]],
  ])('%s', (_, traces) => {
    expect(traces).toBeSampledConsistently();
    expect(() => expect(traces).not.toBeSampledConsistently()).toThrow(
      'nothing that shows that services decided differently',
    );
  });
});

describe('traces that are half sampled', () => {
  test('the service that was called recorded nothing, and does in another trace', () => {
    expect([whole(), calleeMissing()]).not.toBeSampledConsistently();
    expect(failureOf(() => expect([whole(), calleeMissing()]).toBeSampledConsistently())).toMatchInlineSnapshot(`
      "expect(traces).toBeSampledConsistently()

      Expected:  2 traces to be sampled by all services or by none
      Received:  "POST" (orders, CLIENT) was recorded, and payments, which it called, was not.
                 In trace 4bf92f35 the same call has "POST /charge/:id" (payments, SERVER).

      trace 5bf92f35, 1 service, 2 spans, 50 ms
      orders  SERVER  POST /orders  50 ms
      orders  CLIENT  └─ POST       10 ms  <- what it called was not recorded

      ... and 1 more trace

      Hint: a parent-based sampler decides as its caller did (OTEL_TRACES_SAMPLER=parentbased_always_on or parentbased_traceidratio).

      trace 5bf92f3577b34da6a3ce929d0e0e4737, span 0000000000000002"
    `);
  });

  test('the service that called recorded nothing, and does in another trace', () => {
    expect([whole(), parentMissing()]).not.toBeSampledConsistently();
    expect(failureOf(() => expect([whole(), parentMissing()]).toBeSampledConsistently())).toMatchInlineSnapshot(`
      "expect(traces).toBeSampledConsistently()

      Expected:  2 traces to be sampled by all services or by none
      Received:  "POST /charge/:id" (payments, SERVER) was recorded, and its parent abcdefab was not.
                 In another trace orders makes this call, and is recorded.

      trace 5bf92f35, 1 service, 1 span, 10 ms, not complete
      payments  SERVER  POST /charge/:id  10 ms  (parent abcdefab never arrived)  <- its parent was not recorded

      ... and 1 more trace

      Hint: a parent-based sampler decides as its caller did (OTEL_TRACES_SAMPLER=parentbased_always_on or parentbased_traceidratio).

      trace 5bf92f3577b34da6a3ce929d0e0e4737, span 0000000000000001"
    `);
  });

  test('a service recorded what was handed on as not sampled', () => {
    const trace = buildTrace([{ ...served, parentId: 'abcdefabcdefabcd' }], {
      captured: { crossings: [handedOn('abcdefabcdefabcd', '00')] },
    });
    expect(trace).not.toBeSampledConsistently();
    expect(failureOf(() => expect(trace).toBeSampledConsistently())).toMatchInlineSnapshot(`
      "expect(trace).toBeSampledConsistently()

      Expected:  the trace to be sampled by all services or by none
      Received:  "POST /charge/:id" (payments, SERVER) was recorded, though its caller handed the trace on as not sampled (seen by the probe at 127.0.0.1:8083)

      trace 4bf92f35, 1 service, 1 span, 10 ms, not complete
      payments  SERVER  POST /charge/:id  10 ms  (parent abcdefab never arrived)  <- recorded in spite of the flag

      Hint: a parent-based sampler decides as its caller did (OTEL_TRACES_SAMPLER=parentbased_always_on or parentbased_traceidratio).

      trace 4bf92f3577b34da6a3ce929d0e0e4736, span 0000000000000001"
    `);
  });

  test('a service handed on as not sampled what it recorded', () => {
    const trace = whole(IDS[0], { captured: { crossings: [handedOn('0000000000000002', '00')] } });
    expect(kinds(trace)).toEqual(['handed-on-unsampled']);
    expect(trace).not.toBeSampledConsistently();
  });

  test('a service recorded what the capture sent as not sampled', () => {
    const context = { traceId: IDS[0], spanId: 'abcdefabcdefabcd', sampled: false, headers: {} };
    const trace = buildTrace([{ ...served, parentId: context.spanId }], {
      captured: { context },
      sentSpanIds: new Set([context.spanId]),
    });
    expect(kinds(trace)).toEqual(['recorded-unsampled']);
  });

  test('the flags of a span say "not sampled", and its service writes the flag for others', () => {
    const trace = buildTrace([orders([callTo('1', { data: { flags: 0x100 } })])]);
    expect(kinds(trace)).toEqual(['flag-missing']);
    expect(() => expect(trace).toBeSampledConsistently()).toThrow('exported with the flag "not sampled" (flags 0x100)');
  });

  test('the headers of other traces, and other formats without a decision, say nothing', () => {
    const others = [
      crossing({ headers: { traceparent: [`00-${IDS[1]}-0000000000000002-00`] } }),
      crossing({
        headers: { 'x-amzn-trace-id': ['Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=0000000000000002;Sampled=?'] },
      }),
    ];
    expect(kinds(whole(IDS[0], { captured: { crossings: others } }))).toEqual([]);
  });
});

describe('consistent probability sampling', () => {
  // The id ends with ce929d0e0e4736.
  const state = (traceState: string): SpanSpec => ({ data: { traceState } });
  const pair = (parent: string, child: string): Trace =>
    buildTrace([
      orders([callTo('1', { ...state(parent), children: [{ ...served, ...state(child) }] })], state(parent)),
    ]);

  test.each<[string, Trace, string[]]>([
    ['the same threshold all the way', pair('ot=th:8', 'ot=th:8'), []],
    ['with zeros at the end', pair('ot=th:8', 'ot=th:80'), []],
    ['beside members of others', pair('vendor=x,ot=th:8;other:1', 'ot=th:8,vendor=x'), []],
    ['a lower threshold of a sampler of its own', pair('ot=th:8', 'ot=th:0'), []],
    ['a threshold that is erased', pair('ot=th:8', 'vendor=x'), []],
    ['a threshold that is raised', pair('ot=th:8', 'ot=th:c'), ['threshold-raised']],
    ['a threshold above the end of the trace id', pair('ot=th:cf', 'ot=th:cf'), ['below-threshold']],
    ['a threshold that is the end of the trace id', pair('ot=th:ce929d0e0e4736', 'ot=th:ce929d0e0e4736'), []],
    ['a threshold below an explicit randomness', pair('ot=th:cf;rv:d0000000000000', 'ot=th:cf;rv:d0000000000000'), []],
    ['a threshold above it', pair('ot=th:8;rv:7fffffffffffff', 'ot=th:8;rv:7fffffffffffff'), ['below-threshold']],
    [
      'a randomness that changes',
      pair('ot=th:8;rv:90000000000000', 'ot=th:8;rv:a0000000000000'),
      ['randomness-changed'],
    ],
    [
      'a randomness that changes without a threshold',
      pair('ot=rv:90000000000000', 'ot=rv:a0000000000000'),
      ['randomness-changed'],
    ],
    ['a randomness that a span without a threshold does not record', pair('ot=rv:90000000000000', ''), []],
    ['a randomness that is lost', pair('ot=th:8;rv:90000000000000', 'ot=th:8'), ['randomness-changed']],
    ['a malformed threshold', pair('ot=th:xyz', 'ot=th:xyz'), ['malformed']],
    ['a randomness of 13 digits', pair('ot=rv:9000000000000', 'ot=rv:9000000000000'), ['malformed']],
    ['no ot member', pair('vendor=th:ff', 'bot=th:ff'), []],
  ])('%s', (_, trace, expected) => {
    expect(kinds(trace)).toEqual(expected);
    if (expected.length === 0) expect(trace).toBeSampledConsistently();
    else expect(trace).not.toBeSampledConsistently();
  });

  test('the texts give both numbers', () => {
    const text = (trace: Trace) => failureOf(() => expect(trace).toBeSampledConsistently());
    expect(text(pair('ot=th:8', 'ot=th:c'))).toContain(
      'the threshold c0000000000000, above that of its parent, 80000000000000',
    );
    expect(text(pair('ot=th:cf', 'ot=th:cf'))).toContain(
      'rejects the randomness ce929d0e0e4736 (the end of the trace id)',
    );
    expect(text(pair('ot=th:8;rv:7fffffffffffff', ''))).toContain('rejects the randomness 7fffffffffffff (rv)');
    expect(text(pair('ot=th:8;rv:90000000000000', 'ot=th:8'))).toContain(
      'no randomness (rv); its parent has 90000000000000',
    );
    expect(text(pair('ot=th:XY', ''))).toContain('th:"XY" in its tracestate; th takes 1 to 14 lower-case hex digits');
  });
});

describe('what cannot be known', () => {
  test('a parent that never arrived, of which nothing shows who it is', () => {
    const traces = [parentMissing()];
    expect(failureOf(() => expect(traces).toBeSampledConsistently())).toMatchInlineSnapshot(`
      "expect(trace).toBeSampledConsistently()

      INCOMPLETE: the parent of 1 span never arrived, and nothing shows which service it is of.

      Expected:   the trace to be sampled by all services or by none
      No parent:  abcdefab, of "POST /charge/:id" (payments, SERVER)

      trace 5bf92f35, 1 service, 1 span, 10 ms, not complete
      payments  SERVER  POST /charge/:id  10 ms  (parent abcdefab never arrived)  <- its parent never arrived

      trace 5bf92f3577b34da6a3ce929d0e0e4737, span 0000000000000001"
    `);
    expect(() => expect(traces).not.toBeSampledConsistently()).toThrow('INCOMPLETE');
  });

  test('spans that are absent from a trace to which more may come', () => {
    const unsettled = { captured: { unsettled: true } };
    for (const traces of [
      [whole(), calleeMissing(unsettled)],
      [whole(), parentMissing(unsettled)],
      [whole(IDS[0], unsettled)],
    ]) {
      expect(() => expect(traces).toBeSampledConsistently()).toThrow('INCOMPLETE');
      expect(() => expect(traces).not.toBeSampledConsistently()).toThrow('INCOMPLETE');
    }
  });

  test('what arrived is a fact, also in a trace to which more may come', () => {
    const trace = whole(IDS[0], { captured: { unsettled: true, crossings: [handedOn('0000000000000002', '00')] } });
    expect(trace).not.toBeSampledConsistently();
  });
});

test('as an asymmetric matcher', () => {
  const asymmetric = expect as unknown as Record<string, () => unknown> & { not: Record<string, () => unknown> };
  expect({ traces: [whole()] }).toEqual({ traces: asymmetric.toBeSampledConsistently?.() });
  expect({ traces: [whole(), calleeMissing()] }).toEqual({ traces: asymmetric.not.toBeSampledConsistently?.() });
});
