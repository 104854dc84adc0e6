import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { Trace } from '../../src/model/trace.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { newSpanId, newTraceId, type SpanToSend, send } from '../otlp-request.ts';

// What a service had begun before the wait, and what arrives while it waits, no negation may miss.

const QUIET = 100;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver({ grpcPort: false, quiet: QUIET, timeout: 10_000 });
});

afterAll(() => receiver.stop());

/** Spans of one trace, in exports that come one after another, each within the quiet of the one before. */
const anyExports = fc
  .array(
    fc.record({
      delayMs: fc.integer({ min: 0, max: QUIET / 2 }),
      /** Below the span of an earlier export, of a later one, or directly below the context. */
      under: fc.constantFrom('context', 'earlier', 'later'),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .chain(exports => fc.record({ exports: fc.constant(exports), forbidden: fc.nat({ max: exports.length - 1 }) }));

type Exports = typeof anyExports extends fc.Arbitrary<infer Value> ? Value : never;

/** The spans as they will be sent: all had begun before the function was done. */
function spansOf({ exports, forbidden }: Exports, traceId: string, spanId: string | undefined): SpanToSend[] {
  const ids = exports.map(() => newSpanId());
  const startMs = Date.now();
  return exports.map(({ under }, index) => {
    const parent = under === 'earlier' ? ids[index - 1] : under === 'later' ? ids[index + 1] : undefined;
    // Two spans that would each be the other's parent: the first stands below the context.
    const isCycle = under === 'later' && exports[index + 1]?.under === 'earlier';
    const parentSpanId = parent === undefined || isCycle ? spanId : parent;
    return {
      traceId,
      spanId: ids[index] ?? newSpanId(),
      ...(parentSpanId === undefined ? {} : { parentSpanId }),
      name: index === forbidden ? 'forbidden' : 'allowed',
      startMs,
      durationMs: 1,
    };
  });
}

/** Resolves to whether each export was in within the quiet of the one before: a machine that stalls proves nothing. */
async function sendLater(spans: readonly SpanToSend[], { exports }: Exports): Promise<boolean> {
  let inTime = true;
  let lastMs = performance.now();
  for (const [index, span] of spans.entries()) {
    await sleep(exports[index]?.delayMs ?? 0);
    await send(receiver, span);
    inTime &&= performance.now() - lastMs < QUIET;
    lastMs = performance.now();
  }
  return inTime;
}

function refusesAbsence(trace: Trace | readonly Trace[]): void {
  expect(() => expect(trace).not.toHaveSpan('forbidden')).toThrow(/Expected no span|INCOMPLETE/);
  expect(() => expect(trace).toHaveSpan('forbidden', { times: 0 })).toThrow(/Expected 0 spans|INCOMPLETE/);
}

test('no negation passes after capture when the span had begun and arrives within the settle window', async () => {
  await fc.assert(
    fc.asyncProperty(anyExports, async plan => {
      let sending: Promise<boolean> | undefined;
      const trace = await receiver.capture(({ traceId, spanId }) => {
        sending = sendLater(spansOf(plan, traceId, spanId), plan);
      });
      fc.pre((await sending) === true);
      refusesAbsence(trace);
    }),
    { numRuns: 25 },
  );
}, 60_000);

test('no negation passes after settled when the span had begun and arrives within the settle window', async () => {
  await fc.assert(
    fc.asyncProperty(anyExports, async plan => {
      receiver.clear();
      const sending = sendLater(spansOf(plan, newTraceId(), undefined), plan);
      const traces = await receiver.settled();
      fc.pre(await sending);
      refusesAbsence(traces);
    }),
    { numRuns: 25 },
  );
}, 60_000);

test('a span that comes just before the quiet is over starts it anew', async () => {
  const trace = await receiver.capture(({ traceId, spanId }) => {
    const parent = { traceId, parentSpanId: spanId };
    void send(receiver, { ...parent, name: 'first' });
    for (const [index, name] of ['second', 'third', 'forbidden'].entries()) {
      setTimeout(() => void send(receiver, { ...parent, name }), (index + 1) * (QUIET / 2));
    }
  });
  expect(trace).toHaveSpan('first');
  refusesAbsence(trace);
});

test('a span whose parent was announced is waited for beyond the quiet', async () => {
  const forbidden = newSpanId();
  const trace = await receiver.capture(async ({ traceId, spanId }) => {
    await send(receiver, { traceId, parentSpanId: forbidden, name: 'child' });
    setTimeout(
      () => void send(receiver, { traceId, spanId: forbidden, parentSpanId: spanId, name: 'forbidden' }),
      4 * QUIET,
    );
  });
  refusesAbsence(trace);
});

test('a parent that never comes leaves a trace of which no absence is told', async () => {
  const trace = await receiver.capture(
    ({ traceId }) => send(receiver, { traceId, parentSpanId: newSpanId(), name: 'child' }),
    { timeout: 3 * QUIET },
  );
  expect(() => expect(trace).not.toHaveSpan('forbidden')).toThrow(/INCOMPLETE/);
  expect(() => expect(trace).toHaveNoErrors()).toThrow(/INCOMPLETE/);
});
