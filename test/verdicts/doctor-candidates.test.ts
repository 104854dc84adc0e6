import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { Trace } from '../../src/model/trace.ts';
import { recordHeaders } from '../../src/probe/record-headers.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { failureOf } from '../failure-of.ts';
import { newSpanId, newTraceId, type SpanToSend, send } from '../otlp-request.ts';
import { judged } from './lost-hop.ts';

const [SERVER, CLIENT, PRODUCER, CONSUMER] = [2, 3, 4, 5];
const CHARGE = { 'http.request.method': 'POST', 'url.path': '/charge' };

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false });
});
afterEach(() => receiver.stop());

/** orders, which calls payments within its request. */
function orders({ traceId = newTraceId(), parentSpanId }: { traceId?: string; parentSpanId?: string } = {}): {
  readonly entry: SpanToSend;
  readonly call: SpanToSend & { readonly traceId: string; readonly spanId: string };
} {
  const spanId = newSpanId();
  const entry = { traceId, spanId, service: 'orders', kind: SERVER, name: 'POST /orders', durationMs: 40 };
  const call = { traceId, spanId: newSpanId(), parentSpanId: spanId, service: 'orders', kind: CLIENT, name: 'POST' };
  return {
    entry: parentSpanId === undefined ? entry : { ...entry, parentSpanId },
    call: { ...call, durationMs: 40, attributes: { ...CHARGE, 'server.address': 'payments' } },
  };
}

function payments(more: Partial<SpanToSend> = {}): SpanToSend {
  return { service: 'payments', kind: SERVER, name: 'POST /charge', attributes: CHARGE, durationMs: 5, ...more };
}

const PATH = ['orders', 'payments'] as const;

describe('the traces that the doctor takes into account', () => {
  test('another trace of the array', async () => {
    const { entry, call } = orders();
    await send(receiver, entry, call, payments());
    const traces = await receiver.settled({ since: 'start' });
    expect(traces).toHaveLength(2);
    const text = failureOf(() => expect(traces).toPropagateAcross(...PATH));
    expect(text).toContain('payments began   SERVER "POST /charge" as a NEW trace');
    expect(text).not.toContain('sent nothing');
    expect(traces).not.toPropagateAcross(...PATH);
  });

  test('what the receiver held, for a trace that was given alone', async () => {
    const { entry, call } = orders();
    await send(receiver, payments(), entry, call);
    const trace = await receiver.waitForTrace('POST /orders', { since: 'start' });
    expect(judged(trace, PATH)).toMatchObject({ diagnosis: 'cannot-tell', text: expect.stringContaining('NEW trace') });
  });

  test('what came of it before the capture, and went on during it', async () => {
    const traceId = newTraceId();
    await send(receiver, payments({ traceId, name: 'poll', attributes: {} }));
    const trace = await receiver.capture(async context => {
      const { entry, call } = orders({ traceId: context.traceId, parentSpanId: context.spanId });
      await send(receiver, entry, call, payments({ traceId }));
    });
    expect(trace.strays).toEqual([]);
    expect(judged(trace, PATH)).toMatchObject({ diagnosis: 'cannot-tell', text: expect.stringContaining('NEW trace') });
  });

  test('a span of the service that fits no call: nothing proves that it sent nothing', async () => {
    const trace = await receiver.capture(async ({ traceId, spanId }) => {
      const { entry, call } = orders({ traceId, parentSpanId: spanId });
      // Its clock is behind, so that it seems to have begun before orders.
      await send(receiver, entry, call, payments({ startMs: Date.now() - 60_000 }));
    });
    const { diagnosis, text } = judged(trace, PATH);
    expect(text).toContain('payments exported spans at that time, such as SERVER "POST /charge" in trace');
    expect(diagnosis).toBe('cannot-tell');
  });

  test('the context crossed, but all that began serves something else', async () => {
    const trace = await receiver.capture(async ({ traceId, spanId }) => {
      const entry = newSpanId();
      const produce = { traceId, spanId: newSpanId(), parentSpanId: entry, service: 'orders', kind: PRODUCER };
      const queue = { 'messaging.system': 'kafka', 'messaging.destination.name': 'charges' };
      await send(
        receiver,
        { traceId, spanId: entry, parentSpanId: spanId, service: 'orders', name: 'POST /orders' },
        { ...produce, name: 'send charges', attributes: queue },
        payments({ name: 'GET /health', attributes: { 'http.request.method': 'GET', 'url.path': '/health' } }),
      );
      recordHeaders({ headers: { traceparent: `00-${traceId}-${produce.spanId}-01` } }, { receiver });
    });
    const { diagnosis, text } = judged(trace, PATH);
    expect(text).toContain('such as SERVER "GET /health"');
    expect(diagnosis).toBe('cannot-tell');
  });
});

describe('the traces that it leaves out', () => {
  const silent = /Diagnosis: sent nothing\. orders called payments, which exported no span\./;

  test('a service that sent nothing in the time, but something before: it sent nothing', async () => {
    await send(receiver, payments());
    const trace = await receiver.capture(async ({ traceId, spanId }) => {
      const { entry, call } = orders({ traceId, parentSpanId: spanId });
      await send(receiver, entry, call);
    });
    expect(judged(trace, PATH)).toMatchObject({ diagnosis: 'sent-nothing', text: expect.stringMatching(silent) });
  });

  test('the trace of another capture at the same time', async () => {
    const captured = (fn: (parent: { traceId: string; spanId: string }) => Promise<unknown>): Promise<Trace<unknown>> =>
      receiver.capture(context => fn(context));
    const [lost, other] = await Promise.all([
      captured(async ({ traceId, spanId }) => {
        const { entry, call } = orders({ traceId, parentSpanId: spanId });
        await send(receiver, entry, call);
      }),
      captured(({ traceId, spanId }) => send(receiver, payments({ traceId, parentSpanId: spanId }))),
    ]);
    expect(judged(lost, PATH)).toMatchObject({ diagnosis: 'sent-nothing', text: expect.stringMatching(silent) });
    // Given both, it is known of payments that it sends spans: still these are no trace of this call.
    const both = judged([lost, other], PATH);
    expect(both.text).not.toContain('NEW trace');
    expect(both.verdict.outcome).toBe('fail');
  });

  test('a consumer whose spans link to another capture', async () => {
    const [lost] = await Promise.all([
      receiver.capture(async ({ traceId, spanId }) => {
        const { entry, call } = orders({ traceId, parentSpanId: spanId });
        await send(receiver, entry, call);
      }),
      receiver.capture(({ traceId, spanId }) =>
        send(
          receiver,
          { traceId, parentSpanId: spanId, service: 'stock' },
          payments({ kind: CONSUMER, links: [{ traceId, spanId }] }),
        ),
      ),
    ]);
    expect(judged(lost, PATH)).toMatchObject({ diagnosis: 'sent-nothing' });
  });

  test('what arrives after the snapshot', async () => {
    const trace = await receiver.capture(async ({ traceId, spanId }) => {
      const { entry, call } = orders({ traceId, parentSpanId: spanId });
      await send(receiver, entry, call);
    });
    await send(receiver, payments());
    expect(judged(trace, PATH)).toMatchObject({ diagnosis: 'sent-nothing' });
  });
});

test('a path that holds needs no candidate', async () => {
  const { entry, call } = orders();
  await send(receiver, entry, call, payments({ traceId: call.traceId, parentSpanId: call.spanId }), payments());
  expect(await receiver.settled({ since: 'start' })).toPropagateAcross(...PATH);
});
