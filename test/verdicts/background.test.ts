import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import { type Receiver, type Service, startReceiver, startService, type Trace } from '../../src/index.ts';
import { failureOf } from '../failure-of.ts';
import { newSpanId, newTraceId, type SpanToSend, send } from '../otlp-request.ts';

const [INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER] = [1, 2, 3, 4, 5];

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver({ quiet: 20 });
});
afterEach(() => receiver.stop());

function http(method: string, path: string): Record<string, string> {
  return { 'http.request.method': method, 'url.path': path };
}

const queue = { 'messaging.system': 'kafka', 'messaging.destination.name': 'charges' };

/** A capture in which front makes a call, and something else happens while it is under way. */
function captureCall(
  call: SpanToSend,
  meanwhile: (call: { readonly traceId: string; readonly spanId: string }) => unknown,
): Promise<Trace<unknown>> {
  return receiver.capture(async ({ traceId, spanId: parentSpanId }) => {
    const [front, spanId] = [newSpanId(), newSpanId()];
    await send(
      receiver,
      { traceId, spanId: front, parentSpanId, service: 'front', kind: SERVER, name: 'GET', durationMs: 500 },
      { service: 'front', kind: CLIENT, durationMs: 400, ...call, traceId, spanId, parentSpanId: front },
    );
    await meanwhile({ traceId, spanId });
  });
}

const CALL = { name: 'GET', attributes: http('GET', '/charge') };
const CHARGE: SpanToSend = { service: 'payments', kind: SERVER, name: 'GET', attributes: http('GET', '/charge') };

/** Assertions that a stray of payments must not leave green, in both polarities; an error and three repeats are in it. */
const JUDGED: readonly [string, (trace: Trace<unknown>) => void][] = [
  ['toHaveNoStrays', trace => expect(trace).toHaveNoStrays()],
  ['not.toHaveSpan', trace => expect(trace).not.toHaveSpan({ service: 'payments' })],
  ['toHaveSpan', trace => expect(trace).toHaveSpan({ service: 'payments' })],
  ['times: 0', trace => expect(trace).toHaveSpan({ service: 'payments' }, { times: 0 })],
  ['times with a maximum', trace => expect(trace).toHaveSpan(/GET|SELECT/, { times: { max: 2 } })],
  ['toHaveNoErrors', trace => expect(trace).toHaveNoErrors()],
  ['toHaveNoRepeats', trace => expect(trace).toHaveNoRepeats({ max: 2 })],
  ['not.toHaveSpanTree', trace => expect(trace).not.toHaveSpanTree({ service: 'payments' })],
];

function verdicts(trace: Trace<unknown>): Record<string, boolean> {
  return Object.fromEntries(
    JUDGED.map(([name, assertion]) => {
      try {
        assertion(trace);
        return [name, true];
      } catch {
        return [name, false];
      }
    }),
  );
}

const ALL_FAIL = Object.fromEntries(JUDGED.map(([name]) => [name, false]));
/** Where nothing of payments counts. */
const QUIET = { ...Object.fromEntries(JUDGED.map(([name]) => [name, true])), toHaveSpan: false };

/** Work of payments with an error and repeats, below this entry span. */
async function work(entry: SpanToSend): Promise<void> {
  const [traceId, spanId] = [newTraceId(), newSpanId()];
  const select = { traceId, parentSpanId: spanId, service: 'payments', kind: CLIENT, name: 'SELECT' };
  await send(receiver, { ...entry, traceId, spanId }, select, select, select);
  const failed = { resource: { attributes: [] }, scopeSpans: [] };
  await fetch(`${receiver.httpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ ...failed, scopeSpans: [{ spans: [failure(traceId, spanId)] }] }] }),
  });
}

function failure(traceId: string, parentSpanId: string): unknown {
  const nanos = `${Date.now()}000000`;
  const times = { startTimeUnixNano: nanos, endTimeUnixNano: nanos };
  return { traceId, spanId: newSpanId(), parentSpanId, name: 'failed', kind: INTERNAL, status: { code: 2 }, ...times };
}

describe('a service that does not continue contexts', () => {
  interface Lost {
    readonly ready?: { readonly url: string } | { readonly log: RegExp };
    readonly call?: SpanToSend;
    readonly beforehand?: (payments: Service) => Promise<unknown>;
  }

  async function lost({ ready = { url: '/health' }, call = CALL, beforehand }: Lost): Promise<Trace<unknown>> {
    const payments = await startService(['node', `${import.meta.dirname}/services/tracing.cjs`], {
      name: 'payments',
      receiver,
      port: 'PORT',
      ready,
      env: { EXTRACT: 'no', NAMED: 'method' },
    });
    const heard = () => receiver.spans.filter(({ service }) => service === 'payments').length;
    if ('url' in ready) await receiver.waitForSpan({ service: 'payments' }, { since: 'start' });
    await beforehand?.(payments);
    const before = heard();
    return captureCall(call, async ({ traceId, spanId }) => {
      await fetch(`${payments.url}/charge`, { headers: { traceparent: `00-${traceId}-${spanId}-01` } });
      await expect.poll(heard).toBeGreaterThan(before);
    });
  }

  const OF_PAYMENTS = ['toHaveNoStrays', 'not.toHaveSpan', 'toHaveSpan', 'times: 0', 'not.toHaveSpanTree'];

  test.each<[string, Lost]>([
    ['a readiness request was made to it', {}],
    ['a log line said that it was ready', { ready: { log: /listening/ } }],
  ])('is not background after %s', async (_name, given) => {
    const trace = await lost(given);
    expect(trace.strays).toHaveLength(1);
    expect(trace.backgroundStrays).toEqual([]);
    for (const name of OF_PAYMENTS) expect(verdicts(trace)).toMatchObject({ [name]: false });
    expect(failureOf(() => expect(trace).toHaveNoStrays())).toContain('began a new trace instead of continuing');
  });

  test.each<[string, Lost]>([
    ['a readiness request', {}],
    ['a readiness request that was cleared', { beforehand: async () => receiver.clear() }],
  ])('is not background after %s, also when no span shows the call', async (_name, given) => {
    const trace = await lost({ ...given, call: { name: 'work', kind: INTERNAL } });
    expect(trace.backgroundStrays).toEqual([]);
    for (const name of OF_PAYMENTS) expect(verdicts(trace)).toMatchObject({ [name]: false });
  });

  test('is not background after a hook made a request without headers', async () => {
    const trace = await lost({
      beforehand: async ({ url }) => {
        await fetch(`${url}/login`);
        await receiver.waitForSpan({ attributes: { 'url.path': '/login' } }, { since: 'start' });
      },
    });
    expect(trace.backgroundStrays).toEqual([]);
    for (const name of OF_PAYMENTS) expect(verdicts(trace)).toMatchObject({ [name]: false });
  });
});

describe('a stray that answers a call of the trace is never background', () => {
  test.each<[string, SpanToSend, SpanToSend]>([
    ['by method and path', CALL, CHARGE],
    ['by its route', CALL, { ...CHARGE, attributes: { 'http.request.method': 'GET', 'http.route': '/:action' } }],
    [
      'by the destination of a message',
      { kind: PRODUCER, name: 'send charges', attributes: queue },
      { service: 'payments', kind: CONSUMER, name: 'process charges', attributes: queue },
    ],
  ])('%s', async (_name, call, entry) => {
    await work(entry);
    const trace = await captureCall(call, () => work(entry));
    expect(trace.strays).toHaveLength(1);
    expect(trace.backgroundStrays).toEqual([]);
    expect(verdicts(trace)).toEqual(ALL_FAIL);
    expect(() => expect(trace).toPropagateAcross('front', 'payments', { every: true })).toThrow();
  });

  test('also when the same root was seen before clear()', async () => {
    await work(CHARGE);
    receiver.clear();
    const trace = await captureCall(CALL, () => work(CHARGE));
    expect(verdicts(trace)).toEqual(ALL_FAIL);
  });

  test('with every, also when the same root began earlier in the capture', async () => {
    const trace = await captureCall(CALL, async ({ traceId, spanId }) => {
      await send(receiver, { ...CHARGE, traceId, parentSpanId: spanId });
      await send(receiver, { ...CHARGE, startMs: Date.now() - 1_000 });
      const other = {
        name: 'GET',
        kind: CLIENT,
        service: 'front',
        attributes: http('GET', '/charge'),
        durationMs: 100,
      };
      await send(receiver, { ...other, traceId, parentSpanId: spanId });
      await work(CHARGE);
    });
    expect(trace).toPropagateAcross('front', 'payments');
    expect(() => expect(trace).toPropagateAcross('front', 'payments', { every: true })).toThrow('this one does not');
    expect(trace).not.toPropagateAcross('front', 'payments', { every: true });
  });
});

describe('a poller stays background', () => {
  const POLL = { ...CHARGE, attributes: http('GET', '/health') };

  test.each<[string, SpanToSend, SpanToSend]>([
    ['when the trace calls another path', CALL, POLL],
    ['when the trace calls the path with another method', { ...CALL, attributes: http('POST', '/health') }, POLL],
    ['when that call was over before', { ...CALL, startMs: Date.now() - 60_000, durationMs: 1 }, CHARGE],
    ['when its root is a call itself', CALL, { ...CHARGE, kind: CLIENT }],
    ['when nothing says which path', { name: 'GET' }, { service: 'payments', kind: SERVER, name: 'GET' }],
  ])('%s', async (_name, call, poll) => {
    await work(poll);
    const trace = await captureCall(call, () => work(poll));
    expect(trace.backgroundStrays).toHaveLength(1);
    expect(verdicts(trace)).toEqual(QUIET);
  });

  test('when the call of that path is answered in the trace', async () => {
    await send(receiver, CHARGE);
    const trace = await captureCall(CALL, async ({ traceId, spanId }) => {
      await send(receiver, { ...CHARGE, traceId, parentSpanId: spanId });
      await send(receiver, CHARGE);
    });
    expect(trace.backgroundStrays).toHaveLength(1);
    expect(trace).toHaveNoStrays();
    expect(trace).toPropagateAcross('front', 'payments', { every: true });
  });
});

describe('a trace that is linked by way of another one', () => {
  const batch = { kind: CONSUMER, service: 'batch', name: 'process' };

  test('is no stray, as one that is linked directly', async () => {
    const [first, second] = [
      { traceId: newTraceId(), spanId: newSpanId() },
      { traceId: newTraceId(), spanId: newSpanId() },
    ];
    const trace = await captureCall(CALL, async call => {
      await send(receiver, { ...batch, ...first, links: [call] });
      await send(receiver, { ...batch, ...second, name: 'archive', links: [first] });
    });
    expect(trace.strays).toEqual([]);
    expect(trace).toHaveNoStrays();
    // It is judged as what is linked is.
    expect(() => expect(trace).not.toHaveSpan('archive')).toThrow(/INCOMPLETE: .* a linked trace/);
  });

  test('is one when what it links to leads nowhere', async () => {
    const first = { traceId: newTraceId(), spanId: newSpanId() };
    const trace = await captureCall(CALL, async () => {
      await send(receiver, { ...batch, ...first });
      await send(receiver, { ...batch, name: 'archive', links: [first] });
    });
    expect(trace.strays).toHaveLength(2);
    expect(() => expect(trace).toHaveNoStrays()).toThrow('2 strays');
  });
});
