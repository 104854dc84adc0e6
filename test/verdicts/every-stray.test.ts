import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { Trace } from '../../src/model/trace.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { failureOf } from '../failure-of.ts';
import { newSpanId, newTraceId, type SpanToSend, send } from '../otlp-request.ts';
import { judged } from './lost-hop.ts';

const [INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER] = [1, 2, 3, 4, 5];
const EVERY = { every: true } as const;

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false });
});
afterEach(() => receiver.stop());

interface Call {
  readonly traceId: string;
  /** The span of front that serves the request. */
  readonly front: string;
}

/** A capture in which front calls orders once, and orders continues; `more` happens within the same request. */
function capture(more: (call: Call) => Promise<unknown>): Promise<Trace<unknown>> {
  return receiver.capture(async ({ traceId, spanId: parentSpanId }) => {
    const [front, call] = [newSpanId(), newSpanId()];
    await send(
      receiver,
      { traceId, spanId: front, parentSpanId, service: 'front', kind: SERVER, name: 'POST /', durationMs: 50 },
      { ...posts('/orders'), traceId, spanId: call, parentSpanId: front },
      { ...serves('/orders'), traceId, parentSpanId: call },
    );
    await more({ traceId, front });
  });
}

function posts(path: string): SpanToSend {
  return { service: 'front', kind: CLIENT, name: 'POST', attributes: attributes(path), durationMs: 40 };
}

function serves(path: string): SpanToSend {
  return { service: 'orders', kind: SERVER, name: `POST ${path}`, attributes: attributes(path), durationMs: 5 };
}

function attributes(path: string): Record<string, string> {
  return { 'http.request.method': 'POST', 'url.path': path };
}

const queue = (name: string) => ({ 'messaging.system': 'kafka', 'messaging.destination.name': name });

/** A trace of these spans, each below the one before it. */
function stray(...spans: readonly SpanToSend[]): Promise<unknown> {
  const traceId = newTraceId();
  const ids = spans.map(() => newSpanId());
  const chain = spans.map((span, index) => {
    const parentSpanId = ids[index - 1];
    const own = { ...span, traceId, spanId: ids[index] ?? newSpanId() };
    return parentSpanId === undefined ? own : { ...own, parentSpanId };
  });
  return send(receiver, ...chain);
}

describe('an entry span in a stray is not continued', () => {
  test('when the stray holds the call', async () => {
    const trace = await capture(() => stray(posts('/orders'), serves('/orders')));
    expect(trace).toPropagateAcross('front', 'orders');
    expect(trace).not.toPropagateAcross('front', 'orders', EVERY);
    const text = failureOf(() => expect(trace).toPropagateAcross('front', 'orders', EVERY));
    expect(text).toMatch(/1 entry span of orders continues front; this one does not:/);
    expect(text).toMatch(/SERVER "POST \/orders", below front, in a trace of its own/);
    expect(text).toMatch(/Diagnosis: {2}not injected\. front made the call outside of this trace/);
  });

  test('when work of front holds the call, with spans of its own around it', async () => {
    const trace = await capture(() =>
      stray({ service: 'front', kind: INTERNAL, name: 'lost' }, posts('/orders'), serves('/orders')),
    );
    expect(judged(trace, ['front', 'orders'], EVERY)).toMatchObject({
      verdict: { outcome: 'fail' },
      diagnosis: 'not-injected',
    });
  });

  test.each<[label: string, call: SpanToSend, entry: SpanToSend]>([
    ['method and path', posts('/orders'), serves('/orders')],
    [
      'the destination',
      { service: 'front', kind: PRODUCER, name: 'send orders', attributes: queue('orders') },
      { service: 'orders', kind: CONSUMER, name: 'process orders', attributes: queue('orders') },
    ],
  ])('when a call without an answer fits by %s, and time', async (_label, call, entry) => {
    const trace = await capture(async ({ traceId, front }) => {
      await send(receiver, { ...call, traceId, parentSpanId: front });
      await stray(entry);
    });
    const { verdict, diagnosis, text } = judged(trace, ['front', 'orders'], EVERY);
    expect(verdict).toMatchObject({ outcome: 'fail', broken: { sent: { service: 'front' } } });
    expect(text).toContain('this one does not:');
    expect(diagnosis).toBe('cannot-tell');
    expect(trace).not.toPropagateAcross('front', 'orders', EVERY);
  });
});

describe('it cannot be told of an entry span in a stray', () => {
  test.each<[label: string, call: SpanToSend | undefined]>([
    ['without any call', undefined],
    ['when the call without an answer has another path', posts('/mail')],
    [
      'when the call without an answer was over before',
      { ...posts('/other'), startMs: Date.now() - 60_000, durationMs: 1 },
    ],
  ])('%s', async (_label, call) => {
    const trace = await capture(async ({ traceId, front }) => {
      if (call !== undefined) await send(receiver, { ...call, traceId, parentSpanId: front });
      await stray(serves('/other'));
    });
    expect(judged(trace, ['front', 'orders'], EVERY).verdict).toMatchObject({
      outcome: 'incomplete',
      unknown: 'stray',
    });
    for (const assertion of [
      () => expect(trace).toPropagateAcross('front', 'orders', EVERY),
      () => expect(trace).not.toPropagateAcross('front', 'orders', EVERY),
    ]) {
      const text = failureOf(assertion);
      expect(text).toContain('INCOMPLETE: an entry span of orders arrived in a trace of its own');
      expect(text).toContain('Nothing shows whether front made that call.');
      expect(text).toContain('SERVER "POST /other", a root, in a trace of its own');
    }
    expect(trace).toPropagateAcross('front', 'orders');
  });
});

describe('a stray that changes nothing', () => {
  test.each<[label: string, spans: readonly SpanToSend[]]>([
    ['another service made the call', [{ service: 'cron', kind: CLIENT, name: 'POST' }, serves('/orders')]],
    [
      'front serves another request, and continues it',
      [{ service: 'front', kind: SERVER, name: 'POST /' }, posts('/orders'), serves('/orders')],
    ],
    ['it has no entry span of the service', [{ service: 'front', kind: CLIENT, name: 'connect' }]],
    ['it is work within the service', [{ service: 'orders', kind: INTERNAL, name: 'vacuum' }]],
  ])('%s', async (_label, spans) => {
    const trace = await capture(() => stray(...spans));
    expect(trace.strays).toHaveLength(1);
    expect(trace).toPropagateAcross('front', 'orders', EVERY);
  });

  test('it began before the capture, and so is none of its strays', async () => {
    const trace = await capture(() => stray({ ...serves('/orders'), startMs: Date.now() - 60_000 }));
    expect(trace.strays).toHaveLength(0);
    expect(trace).toPropagateAcross('front', 'orders', EVERY);
  });

  test('it is a poller, which also ran before', async () => {
    const poll = serves('/poll');
    const trace = await capture(async () => {
      await stray({ ...poll, startMs: Date.now() - 60_000 });
      await stray(poll);
    });
    expect(trace.strays).toHaveLength(1);
    expect(trace.backgroundStrays).toHaveLength(1);
    expect(trace).toPropagateAcross('front', 'orders', EVERY);
  });
});

test('beside another capture a stray that holds the call may be of the other one', async () => {
  const [trace] = await Promise.all([
    capture(() => stray(posts('/orders'), serves('/orders'))),
    receiver.capture(({ traceId, spanId }) => send(receiver, { traceId, parentSpanId: spanId, service: 'front' })),
  ]);
  expect(judged(trace, ['front', 'orders'], EVERY).verdict).toMatchObject({ outcome: 'incomplete', unknown: 'stray' });
});
