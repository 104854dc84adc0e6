import { describe, expect, test } from 'vitest';
import type { Crossing } from '../../src/model/crossing.ts';
import type { StartedService } from '../../src/model/started-service.ts';
import type { Trace } from '../../src/model/trace.ts';
import { judgePropagation } from '../../src/propagation/judge-propagation.ts';
import type { Diagnosis } from '../../src/propagation/verdict.ts';
import { PLAIN_STYLE } from '../../src/report/page.ts';
import { propagationText } from '../../src/report/propagation-text.ts';
import { buildTrace, type SpanSpec, TRACE_ID } from '../build-trace.ts';
import { crossing } from './crossing.ts';
import { NO_TERMS } from './no-terms.ts';

const STRAY_ID = '9d01c2aa00000000000000000000000a';
const POST = { 'http.request.method': 'POST', 'url.path': '/charge' };
const CALL_ID = '000000000000ca11';
const ENTRY_ID = '00000000000e0000';
const CALLER_ID = 'cccccccccccccccc';

/** The call of orders to payments, as its client's span has it. */
const call: SpanSpec = {
  kind: 'CLIENT',
  name: 'POST',
  id: CALL_ID,
  start: 5,
  ms: 50,
  attributes: { 'http.request.method': 'POST', 'url.full': 'http://localhost:8083/charge', 'server.port': 8083 },
};
const serves: SpanSpec = {
  service: 'payments',
  kind: 'SERVER',
  name: 'POST /charge',
  start: 8,
  ms: 30,
  attributes: POST,
};

interface Scene {
  readonly calls?: readonly SpanSpec[];
  /** In the trace, below whatever it says. */
  readonly own?: readonly SpanSpec[];
  readonly strays?: readonly (readonly SpanSpec[])[];
  readonly crossings?: readonly Crossing[];
  readonly started?: readonly Partial<StartedService>[];
  readonly shared?: boolean;
}

function scene({ calls = [call], own = [], strays = [], crossings = [], started = [], shared = false }: Scene): Trace {
  const services = started.map(service => ({
    name: '',
    port: undefined,
    propagators: undefined,
    sampler: undefined,
    ...service,
  }));
  const straysBuilt = strays.map((specs, index) =>
    buildTrace(specs, { traceId: index === 0 ? STRAY_ID : `${index}`.repeat(32) }),
  );
  const entry: SpanSpec = {
    service: 'orders',
    kind: 'SERVER',
    name: 'POST /orders',
    id: ENTRY_ID,
    parentId: CALLER_ID,
    ms: 100,
    children: calls,
  };
  return buildTrace([entry, ...own], {
    sentSpanIds: new Set([CALLER_ID]),
    startedServices: new Map(services.map(service => [service.name, service])),
    captured: {
      strays: () => straysBuilt,
      straysShared: shared,
      crossings,
      context: {
        traceId: TRACE_ID,
        spanId: CALLER_ID,
        sampled: true,
        headers: { traceparent: `00-${TRACE_ID}-${CALLER_ID}-01` },
      },
    },
  });
}

function diagnosisOf(trace: Trace): Diagnosis | undefined {
  const wanted = { services: ['orders', 'payments'], branches: [], direct: false, every: false, terms: NO_TERMS };
  const verdict = judgePropagation([trace], wanted);
  expect(verdict.outcome).not.toBe('pass');
  const lines = propagationText(verdict, PLAIN_STYLE).split('\n');
  expect(lines.length).toBeLessThanOrEqual(57);
  return verdict.broken?.diagnosis;
}

const sampled = `00-${TRACE_ID}-${CALL_ID}-01`;
const own = (more: Partial<Crossing> = {}): Crossing => crossing({ headers: { traceparent: [sampled] }, ...more });
const bare = (more: Partial<Crossing> = {}): Crossing => crossing({ headers: {}, ...more });
const both = ['tracecontext', 'baggage'];

describe('from what crossed', () => {
  test.each<[label: string, scene: Scene, kind: string, evidence: string[]]>([
    ['nothing carried', { strays: [[serves]], crossings: [bare()] }, 'not-injected', ['bare']],
    [
      'nothing carried, by a client without a span',
      { calls: [], strays: [[serves]], crossings: [bare()] },
      'not-injected',
      ['bare'],
    ],
    ['the context carried, and not taken up', { strays: [[serves]], crossings: [own()] }, 'not-extracted', ['crossed']],
    [
      'carried at one probe, not at the next',
      { strays: [[serves]], crossings: [own(), bare({ port: 9_000 })] },
      'dropped-between',
      ['crossed', 'bare'],
    ],
    [
      'the same in the other order',
      { strays: [[serves]], crossings: [bare({ port: 9_000 }), own()] },
      'dropped-between',
      ['crossed', 'bare'],
    ],
    [
      'baggage alone',
      { strays: [[serves]], crossings: [bare({ headers: { baggage: ['a=1'] } })] },
      'not-injected',
      ['bare'],
    ],
    [
      'b3 alone',
      { strays: [[serves]], crossings: [bare({ headers: { b3: [`${TRACE_ID}-${CALL_ID}-1`] } })] },
      'wrong-format',
      ['crossed'],
    ],
    [
      'b3 alone, to one that reads it',
      {
        strays: [[serves]],
        started: [{ name: 'payments', port: 8_084, propagators: ['b3'] }],
        crossings: [bare({ headers: { b3: [`${TRACE_ID}-${CALL_ID}-1`] } })],
      },
      'not-extracted',
      ['crossed', 'propagators'],
    ],
    [
      'traceparent, to one that reads b3',
      { strays: [[serves]], started: [{ name: 'payments', propagators: ['b3'] }], crossings: [own()] },
      'wrong-format',
      ['crossed', 'propagators'],
    ],
    [
      'traceparent, to one that reads nothing',
      { strays: [[serves]], started: [{ name: 'payments', propagators: ['none'] }], crossings: [own()] },
      'not-extracted',
      ['crossed', 'propagators'],
    ],
    [
      'Datadog alone',
      { strays: [[serves]], crossings: [bare({ headers: { 'x-datadog-trace-id': ['1'] } })] },
      'wrong-format',
      ['foreign'],
    ],
    [
      'a malformed traceparent',
      { strays: [[serves]], crossings: [bare({ headers: { traceparent: ['00-abc-def-01'] } })] },
      'wrong-format',
      ['malformed'],
    ],
    [
      'the context of the trace in which the other began',
      { strays: [[serves]], crossings: [bare({ headers: { traceparent: [`00-${STRAY_ID}-${CALL_ID}-01`] } })] },
      'not-injected',
      ['other-trace'],
    ],
    [
      'the decision "not sampled", and silence',
      { crossings: [own({ headers: { traceparent: [`00-${TRACE_ID}-${CALL_ID}-00`] } })] },
      'unsampled-upstream',
      ['crossed'],
    ],
    [
      'the same by a client without a span',
      { calls: [], crossings: [own({ headers: { traceparent: [`00-${TRACE_ID}-00000000000000ff-00`] } })] },
      'unsampled-upstream',
      ['crossed'],
    ],
    ['the context carried, and silence', { crossings: [own({ status: 200 })] }, 'sent-nothing', ['crossed']],
    [
      'a parent that was not sampled',
      {
        calls: [],
        own: [{ ...serves, parentId: '00000000000000ff' }],
        crossings: [own({ headers: { traceparent: [`00-${TRACE_ID}-00000000000000ff-00`] } })],
      },
      'unsampled-upstream',
      ['crossed'],
    ],
    [
      'a parent that was sampled',
      {
        calls: [],
        own: [{ ...serves, parentId: '00000000000000ff' }],
        crossings: [own({ headers: { traceparent: [`00-${TRACE_ID}-00000000000000ff-01`] } })],
      },
      'parent-never-exported',
      ['crossed'],
    ],
    [
      'the header that the sender itself had received',
      {
        calls: [],
        own: [{ ...serves, parentId: CALLER_ID }],
        crossings: [own({ headers: { traceparent: [`00-${TRACE_ID}-${CALLER_ID}-01`] } })],
      },
      'not-injected',
      ['passed-on'],
    ],
  ])('%s', (_label, given, kind, evidence) => {
    const diagnosis = diagnosisOf(scene(given));
    expect(diagnosis?.kind).toBe(kind);
    expect(diagnosis?.evidence.map(one => one.kind)).toEqual(evidence);
  });

  test.each<[label: string, scene: Scene]>([
    ['of another path', { strays: [[serves]], crossings: [bare({ path: '/stock' })] }],
    ['of another time', { strays: [[serves]], crossings: [bare({ timeUnixNano: 0n })] }],
    [
      'whose context names a call that was answered',
      {
        strays: [[serves]],
        calls: [call, { ...call, id: '00000000000000aa', children: [{ ...serves, service: 'stock' }] }],
        crossings: [own({ headers: { traceparent: [`00-${TRACE_ID}-00000000000000aa-01`] } })],
      },
    ],
    [
      'of another capture beside this one',
      {
        strays: [[serves]],
        shared: true,
        crossings: [bare({ headers: { traceparent: [`00-${'e'.repeat(32)}-${CALL_ID}-01`] } })],
      },
    ],
  ])('a record %s proves nothing', (_label, given) => {
    expect(diagnosisOf(scene(given))?.kind).toBe('cannot-tell');
  });

  test('a sender that takes the flags 03 that it received for not sampled is told of Level 2', () => {
    const incoming = own({
      port: 8_080,
      target: '127.0.0.1:8081',
      path: '/orders',
      timeUnixNano: 1_793_620_800_990_000_000n,
      headers: { traceparent: [`00-${TRACE_ID}-${CALLER_ID}-03`] },
    });
    const outgoing = own({ headers: { traceparent: [`00-${TRACE_ID}-${CALL_ID}-00`] } });
    const diagnosis = diagnosisOf(scene({ crossings: [incoming, outgoing] }));
    expect(diagnosis).toMatchObject({
      kind: 'unsampled-upstream',
      evidence: [{ kind: 'crossed' }, { kind: 'random-flag', side: 'sender', crossing: incoming }],
    });
    const plain = { ...incoming, headers: { traceparent: [`00-${TRACE_ID}-${CALLER_ID}-01`] } };
    expect(diagnosisOf(scene({ crossings: [plain, outgoing] }))?.evidence).toHaveLength(1);
  });

  test('with something between the sender and the probe it cannot be told who lost it', () => {
    const diagnosis = diagnosisOf(scene({ strays: [[serves]], crossings: [bare({ port: 9_000 })] }));
    expect(diagnosis).toMatchObject({ kind: 'cannot-tell', possible: ['not-injected', 'dropped-between'] });
  });

  test('with something between the probe and the receiver it cannot be told who lost it', () => {
    const called = { ...serves, attributes: { ...POST, 'network.peer.port': 40_000 } };
    const trace = scene({ strays: [[called]], crossings: [own({ outgoingPort: 50_000 })] });
    expect(diagnosisOf(trace)).toMatchObject({ kind: 'cannot-tell', possible: ['not-extracted', 'dropped-between'] });
    const direct = scene({ strays: [[called]], crossings: [own({ outgoingPort: 40_000 })] });
    expect(diagnosisOf(direct)?.kind).toBe('not-extracted');
    const known = scene({
      strays: [[called]],
      started: [{ name: 'payments', port: 8_084 }],
      crossings: [own({ outgoingPort: 50_000 })],
    });
    expect(diagnosisOf(known)?.kind).toBe('not-extracted');
  });
});

describe('from the spans and the environments', () => {
  test.each<[label: string, scene: Scene, kind: string]>([
    ['a new trace', { strays: [[serves]] }, 'cannot-tell'],
    ['a new trace, by a client without a span', { calls: [], strays: [[serves]] }, 'cannot-tell'],
    [
      'a new trace between services of one format',
      {
        strays: [[serves]],
        started: [
          { name: 'orders', propagators: both },
          { name: 'payments', propagators: ['tracecontext', 'b3'] },
        ],
      },
      'cannot-tell',
    ],
    [
      'a new trace between services of two formats',
      {
        strays: [[serves]],
        started: [
          { name: 'orders', propagators: ['b3'] },
          { name: 'payments', propagators: both },
        ],
      },
      'wrong-format',
    ],
    [
      'propagators that nobody knows',
      {
        strays: [[serves]],
        started: [
          { name: 'orders', propagators: ['b3'] },
          { name: 'payments', propagators: ['ours'] },
        ],
      },
      'cannot-tell',
    ],
    [
      'a sender that propagates nothing',
      {
        strays: [[serves]],
        started: [
          { name: 'orders', propagators: ['none'] },
          { name: 'payments', propagators: both },
        ],
      },
      'not-injected',
    ],
    [
      'a receiver that propagates nothing',
      {
        strays: [[serves]],
        started: [
          { name: 'orders', propagators: both },
          { name: 'payments', propagators: ['none'] },
        ],
      },
      'not-extracted',
    ],
    [
      'the call in the new trace itself',
      { calls: [], strays: [[{ ...call, service: 'orders', children: [serves] }]] },
      'not-injected',
    ],
    ['an orphan', { own: [{ ...serves, parentId: '00000000000000ff' }] }, 'parent-never-exported'],
    [
      'an orphan, by a client without a span',
      { calls: [], own: [{ ...serves, parentId: '00000000000000ff' }] },
      'parent-never-exported',
    ],
    ['silence after a call', {}, 'sent-nothing'],
    ['silence after a call that was not sampled', { calls: [{ ...call, data: { flags: 256 } }] }, 'unsampled-upstream'],
    [
      'silence after a call of Python, whose SDK writes no flags of W3C',
      { calls: [{ ...call, data: { flags: 256 }, resource: { 'telemetry.sdk.language': 'python' } }] },
      'sent-nothing',
    ],
    ['silence without a call', { calls: [] }, 'cannot-tell'],
    [
      'silence after calls of which none is to it',
      {
        calls: [
          { ...call, id: '00000000000000aa' },
          { ...call, id: '00000000000000bb' },
        ],
      },
      'cannot-tell',
    ],
    ['silence after a call to another', { started: [{ name: 'stock', port: 8_083 }] }, 'cannot-tell'],
    ['silence after a query', { calls: [{ ...call, attributes: { 'db.system.name': 'postgresql' } }] }, 'cannot-tell'],
  ])('%s', (_label, given, kind) => {
    expect(diagnosisOf(scene(given))?.kind).toBe(kind);
  });

  test.each([
    ['a new trace', { strays: [[serves]] }],
    ['silence', {}],
  ])('%s after a call with flags 03: the text names Level 2', (_label, given) => {
    const wanted = { services: ['orders', 'payments'], branches: [], direct: false, every: false, terms: NO_TERMS };
    const textOf = (flags: number): string =>
      propagationText(
        judgePropagation([scene({ ...given, calls: [{ ...call, data: { flags } }] })], wanted),
        PLAIN_STYLE,
      );
    expect(textOf(0x103)).toContain(
      'payments: does it accept flags 03? orders sets the random bit of Trace Context Level 2',
    );
    expect(textOf(0x101)).not.toContain('Level 2');
  });

  test('a trace that cannot be of this call is not paired with it', () => {
    const wanted = { services: ['orders', 'payments'], branches: [], direct: false, every: false, terms: NO_TERMS };
    const other = { ...serves, attributes: { 'http.request.method': 'GET', 'url.path': '/health' } };
    const { broken } = judgePropagation([scene({ strays: [[other], [serves]] })], wanted);
    expect(broken).toMatchObject({
      sent: { spanId: CALL_ID },
      reason: { kind: 'new-trace', began: { name: 'POST /charge' } },
    });
    const alone = judgePropagation([scene({ strays: [[other]] })], wanted);
    expect(alone.broken?.sent).toBeUndefined();
  });

  test('of two calls the one is meant that the ports of the probe lead to', () => {
    const wanted = { services: ['orders', 'payments'], branches: [], direct: false, every: false, terms: NO_TERMS };
    const calls = [
      { ...call, id: '00000000000000aa', attributes: { ...call.attributes, 'server.port': 9_001 } },
      { ...call, id: '00000000000000bb', attributes: { ...call.attributes, 'server.port': 9_002 } },
    ];
    const called = { ...serves, attributes: { ...POST, 'network.peer.port': 40_002 } };
    const crossings = [bare({ port: 9_001, outgoingPort: 40_001 }), bare({ port: 9_002, outgoingPort: 40_002 })];
    const { broken } = judgePropagation([scene({ calls, strays: [[called]], crossings })], wanted);
    expect(broken?.sent?.spanId).toBe('00000000000000bb');
  });
});

describe('messages', () => {
  const send: SpanSpec = {
    kind: 'PRODUCER',
    name: 'send charges',
    id: CALL_ID,
    start: 5,
    ms: 3,
    attributes: { 'messaging.system': 'kafka', 'messaging.destination.name': 'charges' },
  };
  const process: SpanSpec = {
    ...serves,
    kind: 'CONSUMER',
    name: 'process charges',
    start: 900,
    attributes: { 'messaging.system': 'kafka', 'messaging.destination.name': 'charges' },
  };
  const message = (headers: Crossing['headers'], destination = 'charges'): Crossing =>
    crossing({
      transport: 'message',
      witness: 'recordHeaders()',
      method: undefined,
      path: undefined,
      target: undefined,
      port: undefined,
      destination,
      headers,
    });

  test.each<[label: string, scene: Scene, kind: string]>([
    ['a new trace, long after', { calls: [send], strays: [[process]] }, 'cannot-tell'],
    ['a message without headers', { calls: [send], strays: [[process]], crossings: [message({})] }, 'not-injected'],
    [
      'a message with the context',
      { calls: [send], strays: [[process]], crossings: [message({ traceparent: [sampled] })] },
      'not-extracted',
    ],
    [
      'with it before a forwarder, without it after',
      {
        calls: [send],
        strays: [
          [{ ...process, attributes: { 'messaging.system': 'kafka', 'messaging.destination.name': 'charges-out' } }],
        ],
        crossings: [message({ traceparent: [sampled] }), message({}, 'charges-out')],
      },
      'dropped-between',
    ],
    [
      'not sampled, and silence',
      { calls: [], crossings: [message({ traceparent: [`00-${TRACE_ID}-00000000000000ff-00`] })] },
      'unsampled-upstream',
    ],
    ['of another topic', { calls: [send], strays: [[process]], crossings: [message({}, 'mails')] }, 'cannot-tell'],
  ])('%s', (_label, given, kind) => {
    expect(diagnosisOf(scene(given))?.kind).toBe(kind);
  });
});
