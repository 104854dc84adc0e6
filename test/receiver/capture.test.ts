import { afterEach, beforeEach, expect, test } from 'vitest';
import { TracewrightError } from '../../src/errors.ts';
import type { Trace } from '../../src/model/trace.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { traceOf } from '../../src/receiver/trace-of.ts';
import { newSpanId, newTraceId, send } from '../otlp-request.ts';

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: 0, timeout: 5_000 });
});

afterEach(() => receiver.stop());

async function failure(promise: Promise<unknown>): Promise<TracewrightError> {
  const error = await promise.then(
    () => expect.unreachable('the promise was fulfilled'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof TracewrightError)) throw error;
  return error;
}

test('holds the spans of its own trace, with the sent context as their root', async () => {
  const trace = await receiver.capture(async ({ headers, traceId, spanId }) => {
    expect(headers).toEqual({ traceparent: `00-${traceId}-${spanId}-01` });
    await send(receiver, { traceId, parentSpanId: spanId, name: 'POST /checkout' }, { name: 'of another trace' });
    return 42;
  });
  expect(trace.spans.map(span => span.name)).toEqual(['POST /checkout']);
  expect(trace.roots).toHaveLength(1);
  expect(trace.orphans).toEqual([]);
  expect(trace.complete).toBe(true);
  expect(trace.result).toBe(42);
  expect(trace.context?.traceId).toBe(trace.traceId);
});

test('waits for a parent that arrives after its child', async () => {
  const parent = newSpanId();
  const trace = await receiver.capture(async ({ traceId, spanId }) => {
    await send(receiver, { traceId, spanId: newSpanId(), parentSpanId: parent, name: 'child' });
    setTimeout(() => void send(receiver, { traceId, spanId: parent, parentSpanId: spanId, name: 'parent' }), 300);
  });
  expect(trace.get('child').parent?.name).toBe('parent');
  expect(trace.get('parent').children.map(span => span.name)).toEqual(['child']);
});

test('resolves incomplete when only a parent is missing at the deadline', async () => {
  const trace = await receiver.capture(
    async ({ traceId }) => {
      await send(receiver, { traceId, parentSpanId: newSpanId(), name: 'child' });
    },
    { timeout: 300 },
  );
  expect(trace.complete).toBe(false);
  expect(trace.orphans.map(span => span.name)).toEqual(['child']);
});

test('does not wait for parents that it was told never arrive', async () => {
  const trace = await receiver.capture(
    async ({ traceId }) => {
      await send(receiver, { traceId, parentSpanId: newSpanId(), name: 'child' });
    },
    // Longer than a test may take: waiting for the parent would fail it.
    { orphans: 'allow', timeout: 60_000 },
  );
  expect(trace.orphans).toHaveLength(1);
});

test('waits for each of the services', async () => {
  const trace = await receiver.capture(
    async ({ traceId, spanId }) => {
      await send(receiver, { traceId, parentSpanId: spanId, service: 'gateway' });
      setTimeout(() => void send(receiver, { traceId, parentSpanId: spanId, service: 'mailer' }), 250);
    },
    { services: ['gateway', 'mailer'] },
  );
  expect([...trace.services].sort()).toEqual(['gateway', 'mailer']);
});

test('counts a span of a linked trace for its service', async () => {
  const sent = newSpanId();
  const trace = await receiver.capture(
    async ({ traceId, spanId }) => {
      await send(receiver, { traceId, spanId: sent, parentSpanId: spanId, service: 'orders', kind: 4 });
      await send(receiver, { service: 'mailer', kind: 5, name: 'process', links: [{ traceId, spanId: sent }] });
    },
    { services: ['orders', 'mailer'] },
  );
  expect(trace.linked.map(linked => linked.services)).toEqual([['mailer']]);
  expect(trace.strays).toEqual([]);
});

test('waits until a criterion matches, or a predicate of the trace holds', async () => {
  for (const until of ['late', (trace: Trace) => trace.spans.length === 2]) {
    const trace = await receiver.capture(
      async ({ traceId, spanId }) => {
        await send(receiver, { traceId, parentSpanId: spanId, name: 'early' });
        setTimeout(() => void send(receiver, { traceId, parentSpanId: spanId, name: 'late' }), 250);
      },
      { until },
    );
    expect(trace.spans.map(span => span.name)).toEqual(['early', 'late']);
  }
});

test('adopts the one trace that began meanwhile and whose root matches', async () => {
  await send(receiver, { name: 'cron', startMs: Date.now() - 10 });
  const trace = await receiver.capture(
    async () => {
      await send(receiver, { name: 'other' }, { name: 'cron' });
    },
    { root: 'cron' },
  );
  expect(trace.spans.map(span => span.name)).toEqual(['cron']);
  expect(trace.context).toBeUndefined();
  expect(trace.strays.map(stray => stray.spans[0]?.name)).toEqual(['other']);
});

test('refuses to choose between two roots that match', async () => {
  const error = await failure(
    receiver.capture(() => send(receiver, { name: 'cron' }, { name: 'cron' }), { root: 'cron' }),
  );
  expect(error.code).toBe('SEVERAL_MATCHES');
});

test('keeps captures that run side by side apart, and says that their strays are shared', async () => {
  const traces = await Promise.all(
    ['a', 'b', 'c'].map(name =>
      receiver.capture(({ traceId, spanId }) =>
        send(receiver, { traceId, parentSpanId: spanId, name }, { name: `stray of ${name}` }),
      ),
    ),
  );
  expect(traces.map(trace => trace.spans.map(span => span.name))).toEqual([['a'], ['b'], ['c']]);
  expect(traces.every(trace => trace.straysShared)).toBe(true);
  const alone = await receiver.capture(({ traceId, spanId }) => send(receiver, { traceId, parentSpanId: spanId }));
  expect(alone.straysShared).toBe(false);
  expect(alone.strays).toEqual([]);
});

test('a late span of an earlier capture is nobody’s stray', async () => {
  const first = await receiver.capture(({ traceId, spanId }) => send(receiver, { traceId, parentSpanId: spanId }));
  receiver.clear();
  const second = await receiver.capture(async ({ traceId, spanId }) => {
    await send(
      receiver,
      { traceId, parentSpanId: spanId },
      { traceId: first.traceId, name: 'late' },
      { name: 'stray' },
    );
  });
  expect(second.strays.map(stray => stray.spans[0]?.name)).toEqual(['stray']);
});

test('stretches its quiet time to the largest export lag seen', async () => {
  const trace = await receiver.capture(
    async ({ traceId, spanId }) => {
      const endedLongAgo = Date.now();
      await new Promise(resolve => setTimeout(resolve, 800));
      await send(receiver, { traceId, parentSpanId: spanId, name: 'first', startMs: endedLongAgo });
      setTimeout(() => void send(receiver, { traceId, parentSpanId: spanId, name: 'second' }), 200);
    },
    { timeout: 10_000 },
  );
  expect(trace.spans.map(span => span.name)).toEqual(['first', 'second']);
});

test('hands out a trace that was still arriving at the deadline as not complete', async () => {
  const trace = await receiver.capture(({ traceId, spanId }) => send(receiver, { traceId, parentSpanId: spanId }), {
    timeout: 200,
    quiet: 5_000,
  });
  expect(trace.complete).toBe(false);
  expect(trace.orphans).toEqual([]);
});

test('throws on what the function threw, with the trace as far as it came', async () => {
  const boom = new Error('boom');
  const error = await receiver
    .capture(async ({ traceId, spanId }) => {
      await send(receiver, { traceId, parentSpanId: spanId, name: 'before it' });
      throw boom;
    })
    .catch((reason: unknown) => reason);
  expect(error).toBe(boom);
  expect(traceOf(error)?.spans.map(span => span.name)).toEqual(['before it']);
  expect(Reflect.ownKeys(boom), 'the trace is no property of the error').not.toContain('trace');
});

test('gives up on a function that is never done', async () => {
  const error = await failure(receiver.capture(() => new Promise(() => undefined), { timeout: 100 }));
  expect(error.code).toBe('TRACE_TIMEOUT');
  expect(error.message).toContain('the function given to capture was not done within 100 ms');
});

test.each<[string, unknown, string]>([
  ['an unknown option', { service: ['a'] }, 'UNKNOWN_OPTION'],
  ['an undefined service', { services: [undefined] }, 'UNDEFINED_EXPECTATION'],
  ['an undefined option', { until: undefined }, 'UNDEFINED_EXPECTATION'],
  ['a timeout in words', { timeout: '4s' }, 'INVALID_OPTION'],
  ['services as a string', { services: 'orders' }, 'INVALID_OPTION'],
  ['an unknown kind in root', { root: { kind: 'SERVE' } }, 'UNKNOWN_KIND'],
])('refuses %s', async (_, options, code) => {
  const error = await failure(receiver.capture(({ headers }) => headers, options as never));
  expect(error.code).toBe(code);
});

test('refuses an asynchronous until', async () => {
  const error = await failure(
    receiver.capture(({ traceId, spanId }) => send(receiver, { traceId, parentSpanId: spanId }), {
      until: (async () => true) as never,
    }),
  );
  expect(error.code).toBe('INVALID_OPTION');
});

test('a trace id that no capture sent never ends up in a capture', async () => {
  const error = await failure(
    receiver.capture(
      async ({ headers }) => {
        await send(receiver, { traceId: newTraceId(), name: 'POST /checkout' });
        return headers;
      },
      { timeout: 200 },
    ),
  );
  expect(error.code).toBe('TRACE_TIMEOUT');
});
