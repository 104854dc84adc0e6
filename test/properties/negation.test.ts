import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { Trace } from '../../src/model/trace.ts';
import { select } from '../../src/query/select.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { failureOf } from '../failure-of.ts';
import { newSpanId, newTraceId, type SpanToSend, send } from '../otlp-request.ts';
import { anyPlan, FORBIDDEN, type Plan, QUIET, sendAll, spansOf } from './arrival-plan.ts';

// What a service had begun before the wait, and what arrives while it waits, no negation may miss.

/** Of plans that run at a time; each takes the time of its delays. */
const SIDE_BY_SIDE = 8;

function start(quiet = QUIET): Promise<Receiver> {
  return startReceiver({ grpcPort: false, quiet, timeout: 100 * quiet });
}

/** Every way to say that the forbidden span is not there is refused: it was found, or the trace may lack it. */
function refusesAbsence(traces: readonly Trace[], why: 'found' | 'incomplete'): void {
  const spans = traces.flatMap(trace => trace.spans);
  const absences = [
    () => expect(traces).not.toHaveSpan('forbidden'),
    () => expect(traces).toHaveSpan('forbidden', { times: 0 }),
    () => expect(traces).not.toHaveSpan({ attributes: { 'card.number': /./ } }),
    () => expect(traces).not.toHaveSpan(select('span[name=forbidden]')),
    () => expect(traces).not.toHaveSpanTree({ name: 'forbidden' }),
    // What a span holds is known once it is there, however many others are missing.
    ...(why === 'found' ? [() => expect(spans).not.toHaveAttribute('card.number')] : []),
    ...(why === 'incomplete' ? [() => expect(traces).toHaveNoErrors()] : []),
    ...(why === 'incomplete' ? [() => expect(traces).toHaveNoRepeats({ max: 1 })] : []),
  ];
  for (const absence of absences) {
    const text = failureOf(absence);
    // Not a refusal of how it was asked.
    expect(text).toMatch(/^expect\(/);
    expect(text.includes('INCOMPLETE'), text).toBe(why === 'incomplete');
  }
}

/** Carries a plan out; resolves to what the wait gave and whether all was in time. */
type Wait = (
  receiver: Receiver,
  plan: Plan,
) => Promise<{ readonly traces: readonly Trace[]; readonly inTime: boolean }>;

const afterCapture: Wait = async (receiver, plan) => {
  let sending: Promise<boolean> | undefined;
  const trace = await receiver.capture(({ traceId, spanId }) => {
    sending = sendAll(receiver, plan, spansOf(plan, traceId, spanId));
  });
  return { traces: [trace], inTime: (await sending) === true };
};

const afterSettled: Wait = async (receiver, plan) => {
  const sending = sendAll(receiver, plan, spansOf(plan, newTraceId(), undefined));
  const traces = await receiver.settled();
  return { traces, inTime: await sending };
};

const afterWaitForTrace: Wait = async (receiver, plan) => {
  const sending = sendAll(receiver, plan, spansOf(plan, newTraceId(), undefined));
  const trace = await receiver.waitForTrace(/./);
  return { traces: [trace], inTime: await sending };
};

test.each([
  ['capture', afterCapture, 'one receiver'],
  ['settled', afterSettled, 'a receiver each'],
  ['waitForTrace', afterWaitForTrace, 'a receiver each'],
])('no negation passes after %s when the span had begun and arrives within the settle window', async (_, wait, by) => {
  let judged = 0;
  const anyPlans = fc.array(anyPlan, { minLength: SIDE_BY_SIDE / 2, maxLength: SIDE_BY_SIDE, size: 'max' });
  await fc.assert(
    fc.asyncProperty(anyPlans, async plans => {
      const receivers = await Promise.all((by === 'one receiver' ? [0] : plans).map(() => start()));
      const [first] = receivers;
      if (first === undefined) throw new Error('no receiver');
      const outcomes = await Promise.all(plans.map((plan, index) => wait(receivers[index] ?? first, plan)));
      await Promise.all(receivers.map(receiver => receiver.stop()));
      for (const [index, { traces, inTime }] of outcomes.entries()) {
        if (!inTime) continue;
        judged++;
        refusesAbsence(traces, 'found');
        expect(traces.map(({ complete, spans }) => ({ complete, spans: spans.length }))).toEqual([
          { complete: true, spans: plans[index]?.parents.length },
        ]);
      }
    }),
    { numRuns: 6 },
  );
  expect(judged).toBeGreaterThan(0);
});

/** Sends a span just before the quiet is over, and the forbidden one just before it is over again. */
async function sendLate(receiver: Receiver, span: SpanToSend, quiet: number, marginMs: number): Promise<boolean> {
  let sinceMs = performance.now();
  for (const late of [{ name: 'late' }, FORBIDDEN]) {
    await sleep(quiet - marginMs - (performance.now() - sinceMs));
    const sentMs = performance.now();
    await (await send(receiver, { ...span, ...late })).arrayBuffer();
    if (performance.now() - sinceMs >= quiet) return false;
    sinceMs = sentMs;
  }
  return true;
}

// How little before, the machine decides. If spans were too late by their answers, all is tried again with twice the quiet.
test.each(['capture', 'settled'] as const)(
  'a span that comes just before the quiet of %s is over starts it anew',
  async wait => {
    const attempt = async (quiet: number, marginMs: number) => {
      const receiver = await start(quiet);
      let sending: Promise<boolean> | undefined;
      const drive = async ({ traceId, spanId }: { traceId: string; spanId?: string }) => {
        const span = { traceId, ...(spanId === undefined ? {} : { parentSpanId: spanId }) };
        await (await send(receiver, { ...span, name: 'first' })).arrayBuffer();
        sending = sendLate(receiver, span, quiet, marginMs);
      };
      if (wait === 'settled') await drive({ traceId: newTraceId() });
      const traces = wait === 'settled' ? await receiver.settled() : [await receiver.capture(drive)];
      const inTime = (await sending) === true;
      await receiver.stop();
      if (inTime) refusesAbsence(traces, 'found');
      return inTime;
    };
    const shares = [0.01, 0.02, 0.04, 0.08, 0.12, 0.16, 0.24, 0.32];
    let inTime: number[] = [];
    for (let quiet = QUIET; quiet <= 32 * QUIET && inTime.length < 2; quiet *= 2) {
      const rounds = await Promise.all(shares.map(share => attempt(quiet, share * quiet)));
      inTime = shares.filter((_, index) => rounds[index]);
    }
    expect(inTime.length).toBeGreaterThanOrEqual(2);
  },
);

test('a span whose parent was announced is waited for beyond the quiet', async () => {
  const receiver = await start();
  const forbidden = { ...FORBIDDEN, spanId: newSpanId() };
  const trace = await receiver.capture(async ({ traceId, spanId }) => {
    await send(receiver, { traceId, parentSpanId: forbidden.spanId, name: 'child' });
    setTimeout(() => void send(receiver, { ...forbidden, traceId, parentSpanId: spanId }), 3 * QUIET);
  });
  refusesAbsence([trace], 'found');
  receiver.clear();
  const traceId = newTraceId();
  await send(receiver, { traceId, parentSpanId: forbidden.spanId, name: 'child' });
  setTimeout(() => void send(receiver, { ...forbidden, traceId }), 3 * QUIET);
  refusesAbsence(await receiver.settled(), 'found');
  await receiver.stop();
});

test('a service that has exported late before is waited for as long again', async () => {
  const attempt = async (quiet: number): Promise<boolean> => {
    const receiver = await start(quiet);
    const startMs = Date.now();
    await sleep(8 * quiet);
    // It ended eight times the quiet ago.
    for (let n = 0; n < 2; n++) await send(receiver, { startMs, name: 'report' });
    let sending: Promise<boolean> | undefined;
    const trace = await receiver.capture(async ({ traceId, spanId }) => {
      await send(receiver, { traceId, parentSpanId: spanId, name: 'first' });
      const sinceMs = performance.now();
      sending = sleep(2 * quiet)
        .then(() => send(receiver, { ...FORBIDDEN, traceId, parentSpanId: spanId }))
        .then(() => performance.now() - sinceMs < 7 * quiet);
    });
    const inTime = (await sending) === true;
    await receiver.stop();
    if (inTime) refusesAbsence([trace], 'found');
    return inTime;
  };
  // On a machine that is busy the span itself can be late: that is tried again with twice the quiet.
  let inTime = false;
  for (let quiet = QUIET; quiet <= 16 * QUIET && !inTime; quiet *= 2) inTime = await attempt(quiet);
  expect(inTime).toBe(true);
});

test('a parent that never comes leaves a trace of which no absence is told', async () => {
  const receiver = await start();
  const timeout = 2 * QUIET;
  const announce = ({ traceId }: { traceId: string }) =>
    send(receiver, { traceId, parentSpanId: newSpanId(), name: 'child' });
  const trace = await receiver.capture(announce, { timeout });
  expect(trace.complete).toBe(false);
  refusesAbsence([trace], 'incomplete');
  refusesAbsence(await receiver.settled({ timeout }), 'incomplete');
  await receiver.stop();
});

test('spans that still arrive when the time is up leave a trace of which no absence is told', async () => {
  const receiver = await start();
  const trace = await receiver.capture(({ traceId, spanId }) => send(receiver, { traceId, parentSpanId: spanId }), {
    timeout: 2 * QUIET,
    quiet: 5_000,
  });
  expect(trace.complete).toBe(false);
  refusesAbsence([trace], 'incomplete');
  await receiver.stop();
});

test('a span that comes after the quiet, announced by no other, is in later snapshots only', async () => {
  const receiver = await start();
  const trace = await receiver.capture(({ traceId, spanId }) => send(receiver, { traceId, parentSpanId: spanId }));
  const { traceId, parentSpanId } = trace.spans[0] ?? {};
  await send(receiver, { ...FORBIDDEN, ...(traceId && { traceId }), ...(parentSpanId && { parentSpanId }) });
  expect(trace.complete).toBe(true);
  expect(trace).not.toHaveSpan('forbidden');
  refusesAbsence(receiver.traces, 'found');
  await receiver.stop();
});
