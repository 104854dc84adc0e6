import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { markTestStart } from '../../src/store/current-test.ts';
import { newSpanId, newTraceId, type SpanToSend, send, traceRequest } from '../otlp-request.ts';

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false, timeout: 400, quiet: 20 });
});

afterEach(() => receiver.stop());

/** The text of a rejection, with ids, ports and times of day made the same in every run. */
async function textOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => expect.unreachable('the promise was fulfilled'),
    (reason: unknown) => reason,
  );
  return (error as Error).message
    .replace(/\b(?:[0-9a-f]{32}|[0-9a-f]{8})\b/g, '4bf92f35')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:43118')
    .replace(/\d\d:\d\d:\d\d\.\d\d\d/g, '12:00:01.207');
}

test('nothing came from anyone', async () => {
  expect(await textOf(receiver.capture(({ headers }) => headers))).toMatchInlineSnapshot(`
    "TRACE_TIMEOUT: no span of trace 4bf92f35 arrived within 400 ms.

    In that time this receiver got nothing from anyone.
    Is the service exporting here?  OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:43118 (receiver.env() has the whole set)
    Does it export in time?         SDKs wait 5,000 ms unless OTEL_BSP_SCHEDULE_DELAY says less
    Is a collector in between?      Its batch processor often waits 200 ms to 10 s, and tail sampling 30 s (decision_wait).
                                    startReceiver({ upstreamDelay }) tells the receiver how long it waits."
  `);
});

test('the function never read its context', async () => {
  expect(await textOf(receiver.capture(() => 'done'))).toMatchInlineSnapshot(`
    "TRACE_TIMEOUT: no span of trace 4bf92f35 arrived within 400 ms.
    The function never read headers, traceId or spanId, so nothing carried this trace to a service.
    Write capture(({ headers }) => fetch(url, { headers })), or give { root: criteria } for work that takes no headers.

    In that time this receiver got nothing from anyone.
    Is the service exporting here?  OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:43118 (receiver.env() has the whole set)
    Does it export in time?         SDKs wait 5,000 ms unless OTEL_BSP_SCHEDULE_DELAY says less
    Is a collector in between?      Its batch processor often waits 200 ms to 10 s, and tail sampling 30 s (decision_wait).
                                    startReceiver({ upstreamDelay }) tells the receiver how long it waits."
  `);
});

test('a service answered with a trace of its own', async () => {
  const workerTrace = newTraceId();
  await send(receiver, { traceId: workerTrace, service: 'worker', kind: 1, name: 'poll', startMs: Date.now() - 50 });
  const capture = receiver.capture(async ({ headers }) => {
    await send(
      receiver,
      { service: 'payments', name: 'POST /charge', durationMs: 5 },
      { traceId: workerTrace, service: 'worker', kind: 1, startMs: Date.now() - 50 },
    );
    return headers;
  });
  expect(await textOf(capture)).toMatchInlineSnapshot(`
    "TRACE_TIMEOUT: no span of trace 4bf92f35 arrived within 400 ms.

    In that time this receiver got 1 request, and holds 3 spans of other traces:
      payments  1 span    a new trace began at 12:00:01.207: SERVER "POST /charge"
      worker    2 spans   in 1 trace begun before this wait: poll, work

    Hint: payments answered during this capture but began a trace of its own: it did not continue the traceparent header that this capture sent."
  `);
});

test('a request was refused', async () => {
  const capture = receiver.capture(async ({ headers }) => {
    await fetch(`${receiver.httpUrl}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'x',
    });
    return headers;
  });
  expect(await textOf(capture)).toMatchInlineSnapshot(`
    "TRACE_TIMEOUT: no span of trace 4bf92f35 arrived within 400 ms.

    In that time this receiver got no request that it could take.

    1 request was refused:
      HTTP 415 on /v1/traces from 127.0.0.1:43118: content type "text/plain"; OTLP/HTTP is application/x-protobuf or application/json."
  `);
});

test('a service did not send', async () => {
  const capture = receiver.capture(
    async ({ traceId, spanId }) => {
      const [gateway, startMs] = [newSpanId(), Date.now()];
      await send(receiver, {
        traceId,
        spanId: gateway,
        parentSpanId: spanId,
        startMs,
        service: 'gateway',
        name: 'POST /checkout',
      });
      await send(receiver, { traceId, parentSpanId: gateway, startMs, service: 'orders', name: 'POST /orders' });
    },
    { services: ['gateway', 'orders', 'mailer'] },
  );
  expect(await textOf(capture)).toMatchInlineSnapshot(`
    "TRACE_TIMEOUT: trace 4bf92f35 arrived, but no span of service "mailer" did within 400 ms.

    trace 4bf92f35, 2 services, 2 spans, 0 ms
    gateway  SERVER  POST /checkout   0 ms
    orders   SERVER  └─ POST /orders  0 ms

    Hint: no span of a service "mailer" has ever arrived. Is it running, does it export here, and is this its service.name?"
  `);
});

test('until did not come to hold', async () => {
  const capture = receiver.capture(
    ({ traceId, spanId }) => send(receiver, { traceId, parentSpanId: spanId, name: 'charge crad' }),
    {
      until: { name: 'charge card', kind: 'SERVER' },
    },
  );
  expect(await textOf(capture)).toMatchInlineSnapshot(`
    "TRACE_TIMEOUT: trace 4bf92f35 arrived, but \`until\` did not hold within 400 ms.

    Expected a span:  name "charge card", kind SERVER
    Nearest of 1:   - name "charge card"
                    + name "charge crad"
                      kind SERVER   matches

    trace 4bf92f35, 1 service, 1 span, 0 ms
    orders  SERVER  charge crad  0 ms"
  `);
});

test('no root matched', async () => {
  const capture = receiver.capture(() => send(receiver, { service: 'web', name: 'page load', kind: 1 }), {
    root: 'click',
  });
  expect(await textOf(capture)).toMatchInlineSnapshot(`
    "TRACE_TIMEOUT: no trace began whose root matches \`root\` within 400 ms.

    Expected a span:  name "click"
    Received:         1 span, none of that name or near it
    Names seen:       page load
    Services seen:    web

    In that time this receiver got 1 request, and holds 1 span:
      web  1 span    a new trace began at 12:00:01.207: INTERNAL "page load""
  `);
});

test('a root that matches began after the function was done', async () => {
  const late: SpanToSend = { service: 'web', name: 'click', kind: 1 };
  const capture = receiver.capture(() => void setTimeout(() => void send(receiver, late), 60), { root: 'click' });
  const text = await textOf(capture);
  expect(Number(/began (\d+) ms after/.exec(text)?.[1])).toBeGreaterThanOrEqual(58);
  expect(text.replace(/began \d+ ms after/, 'began 60 ms after')).toMatchInlineSnapshot(`
    "TRACE_TIMEOUT: the function caused no trace whose root matches \`root\` within 400 ms.
    A trace whose root matches began 60 ms after the function was done: "click" (web, INTERNAL), in trace
    4bf92f35. Only a trace that begins while the function runs counts.
    Fix: let the function wait until that work has begun, or wait for it after the function: receiver.waitForTrace(criteria).

    In that time this receiver got 1 request, and holds 1 span:
      web  1 span    a new trace began at 12:00:01.207: INTERNAL "click""
  `);
});

test('a root that matches, by a clock that is proven to be ahead, is the captured one', async () => {
  const startMs = Date.now() + 60_000;
  const trace = await receiver.capture(() => send(receiver, { service: 'web', name: 'click', kind: 1, startMs }), {
    root: 'click',
  });
  expect(trace.roots.map(({ name }) => name)).toEqual(['click']);
});

test('a root that matches began before the capture, by a clock that nothing shows to be right', async () => {
  const startMs = Date.now() - 1_500;
  const capture = receiver.capture(() => send(receiver, { service: 'web', name: 'click', kind: 1, startMs }), {
    root: 'click',
  });
  expect((await textOf(capture)).replace(/\b1,\d\d\d ms/g, '1,500 ms')).toMatchInlineSnapshot(`
    "TRACE_TIMEOUT: no trace began whose root matches \`root\` within 400 ms.
    A trace whose root matches arrived meanwhile, and began 1,500 ms before the capture by the clock of web:
    "click" (web, INTERNAL), in trace 4bf92f35. If the function caused it, that clock is behind the clock of this
    process by at least that much.
    Fix: synchronise the clocks. Or first capture a request to web that takes the headers: it shows how far the clock is off.

    In that time this receiver got 1 request, and holds 1 span:
      web  1 span    in 1 trace begun before this wait: click"
  `);
});

test('until holds in a stray only', async () => {
  const capture = receiver.capture(
    ({ traceId, spanId }) =>
      send(
        receiver,
        { traceId, parentSpanId: spanId, name: 'POST /orders' },
        { service: 'search', kind: 5, name: 'reindex', durationMs: 3 },
      ),
    { until: 'reindex' },
  );
  expect(await textOf(capture)).toMatchInlineSnapshot(`
    "TRACE_TIMEOUT: trace 4bf92f35 arrived, but \`until\` did not hold within 400 ms.

    No span of the trace matches \`until\`, but a stray has one that does. It may be a part of the captured work
    that lost its trace context.

    Expected a span:  name "reindex"
    Received:         no span that matches in the trace

    Stray:  "reindex" (search, CONSUMER)
            in trace 4bf92f35, which began during the capture and belongs to no capture
    Why:    No call in the captured trace matches it. Either the test made this request without the headers that capture()
            gave, or it is other work.

    trace 4bf92f35, 1 service, 1 span, 0 ms
    orders  SERVER  POST /orders  0 ms

    trace 4bf92f35, 1 service, 1 span, 3.0 ms
    search  CONSUMER  reindex  3.0 ms  <- matches

    In that time this receiver got 1 request, and holds besides this trace 1 span of others:
      search  1 span    a new trace began at 12:00:01.207: CONSUMER "reindex"

    Hint: if this is other work, such as a poller, name it as background:
          startReceiver({ background: { name: 'reindex', service: 'search' } }), or capture(fn, { background })
    Hint: spans may arrive through a collector, which can hold them back: one request had spans of several services.
          Its batch processor waits for \`timeout\` (200 ms by default, often 5 to 10 s), and tail sampling for \`decision_wait\` (30 s by
          default). Lower both in the collector that your tests use, or declare them: startReceiver({ upstreamDelay: 10_000 })."
  `);
});

test('until holds nowhere, and a stray is no reason', async () => {
  const capture = receiver.capture(
    ({ traceId, spanId }) =>
      send(receiver, { traceId, parentSpanId: spanId, name: 'POST /orders' }, { service: 'search', name: 'poll' }),
    { until: 'reindex' },
  );
  const text = await textOf(capture);
  expect(text).toContain('Expected a span:  name "reindex"');
  expect(text).not.toContain('stray');
});

test('until holds in a trace that is background', async () => {
  const capture = receiver.capture(
    ({ traceId, spanId }) =>
      send(receiver, { traceId, parentSpanId: spanId, name: 'POST /orders' }, { service: 'search', name: 'reindex' }),
    { until: 'reindex', background: { service: 'search' } },
  );
  expect(await textOf(capture)).not.toContain('stray');
});

test('spans come late', async () => {
  const slow = await startReceiver({ grpcPort: false, timeout: 50 });
  const startMs = Date.now();
  // Long enough that the lag stays above a second when the time in which this process stood still is taken off.
  await new Promise(resolve => setTimeout(resolve, 1_500));
  await send(slow, { service: 'payments', startMs });
  const text = await textOf(slow.waitForSpan('charge card')).finally(() => slow.stop());
  expect(text.replace(/to \d+,\d+ ms/, 'to 1,104 ms')).toMatchInlineSnapshot(`
    "TRACE_TIMEOUT: waitForSpan() found no matching span within 50 ms.

    Expected a span:  name "charge card"
    Received:         1 span, none of that name or near it
    Names seen:       work
    Services seen:    payments

    In that time this receiver got nothing.
    Before that, spans of payments arrived.

    Hint: spans of payments arrive up to 1,104 ms after they end: it exports in batches. Give it OTEL_BSP_SCHEDULE_DELAY=50, as receiver.env() does, or raise timeout."
  `);
});

test('waitForSpan found only one of an earlier test', async () => {
  const end = markTestStart('shop > pays', expect.getState().currentTestName);
  await send(receiver, { name: 'charge card' });
  end();
  markTestStart('shop > refunds', expect.getState().currentTestName);
  expect(await textOf(receiver.waitForSpan('charge card'))).toMatchInlineSnapshot(`
    "TRACE_TIMEOUT: waitForSpan() found no matching span within 400 ms.
    Only an older span matches: "charge card" (orders, SERVER), which arrived in the test "shop > pays".
    Spans from before do not count; { since: 'start' } takes all that are held.

    In that time this receiver got nothing.
    Before that, spans of orders arrived."
  `);
});

test('waitForSpan found one that comes near', async () => {
  const waiting = textOf(
    receiver.waitForSpan({ name: 'charge card', kind: 'CLIENT', attributes: { 'app.order.id': 'ord-17' } }),
  );
  await send(receiver, { name: 'charge card', kind: 1, service: 'payments', attributes: { 'app.order.id': 'ord-17' } });
  expect(await waiting).toMatchInlineSnapshot(`
    "TRACE_TIMEOUT: waitForSpan() found no matching span within 400 ms.

    Expected a span:  name "charge card", kind CLIENT, attribute app.order.id = "ord-17"
    Nearest of 1:     name "charge card"                  matches
                    - kind CLIENT
                    + kind INTERNAL
                      attribute app.order.id = "ord-17"   matches

    In that time this receiver got 1 request, and holds 1 span:
      payments  1 span    a new trace began at 12:00:01.207: INTERNAL "charge card"

    Hint: only the kind differs."
  `);
});

test('settled got nothing', async () => {
  expect(await textOf(receiver.settled())).toMatchInlineSnapshot(`
    "TRACE_TIMEOUT: no span arrived for settled() within 400 ms.

    In that time this receiver got nothing from anyone.
    Is the service exporting here?  OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:43118 (receiver.env() has the whole set)
    Does it export in time?         SDKs wait 5,000 ms unless OTEL_BSP_SCHEDULE_DELAY says less
    Is a collector in between?      Its batch processor often waits 200 ms to 10 s, and tail sampling 30 s (decision_wait).
                                    startReceiver({ upstreamDelay }) tells the receiver how long it waits."
  `);
});

const HINT = 'no span of a service "pay" has ever arrived';

/** A capture that waits for pay, during which something is sent that is not stored. */
async function captureOfPay(meanwhile: (traceId: string) => unknown): Promise<string> {
  const capture = receiver.capture(
    async ({ traceId, spanId }) => {
      await send(receiver, { traceId, parentSpanId: spanId, name: 'POST /orders' });
      await meanwhile(traceId);
    },
    { services: ['pay'] },
  );
  return textOf(capture);
}

function post(path: string, body: string): Promise<Response> {
  return fetch(`${receiver.httpUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
}

function ofService(service: string, traceId?: string): string {
  return JSON.stringify(traceRequest({ service, ...(traceId === undefined ? {} : { traceId }) }));
}

test.each<[string, (traceId: string) => unknown, RegExp]>([
  ['was refused', traceId => post('/v1/trace', ofService('pay', traceId)), /1 request was refused:\n {2}HTTP 404 on/],
  [
    'of another trace was refused',
    () => post('/v1/trace', ofService('pay')),
    /1 request was refused:\n {2}HTTP 404 on/,
  ],
  ['was rejected', () => send(receiver, { service: 'pay', spanId: 'ab' }), /1 span was rejected:/],
  ['cannot be read', () => post('/v1/traces', 'not JSON'), /1 request was refused:\n {2}HTTP 400 on/],
  ['was not understood', () => post('/v1/traces', '{"spans": [{"name": "x"}]}'), /1 request was not understood:/],
  [
    'was TLS',
    () => fetch(receiver.httpUrl.replace('http:', 'https:')).catch(() => undefined),
    /1 request was refused:/,
  ],
])('a service that seems silent is no hint after a request that %s', async (_name, meanwhile, refusal) => {
  const text = await captureOfPay(meanwhile);
  expect(text).toContain('no span of service "pay" did');
  expect(text).toMatch(refusal);
  expect(text).not.toContain(HINT);
});

test.each<[string, () => unknown]>([
  ['nothing', () => undefined],
  ['a refused span of another service', () => post('/v1/trace', ofService('mail'))],
  ['a page that does not exist', () => fetch(`${receiver.httpUrl}/favicon.ico`)],
  ['metrics that cannot be read', () => post('/v1/metrics', 'not JSON')],
  ['log records that were refused', () => post('/v1/log', '{"resourceLogs": [{"scopeLogs": [{"logRecords": [{}]}]}]}')],
])('a service that seems silent is a hint after %s', async (_name, meanwhile) => {
  expect(await captureOfPay(meanwhile)).toContain(HINT);
});

test('a request that could not be read before the wait began hides no hint', async () => {
  await post('/v1/traces', 'not JSON');
  expect(await captureOfPay(() => undefined)).toContain(HINT);
});

test('a readiness request is no sign that a request comes regularly', async () => {
  const attributes = { 'user_agent.original': 'tracewright-readiness' };
  await send(receiver, { service: 'payments', name: 'GET', attributes, startMs: Date.now() - 50 });
  const capture = receiver.capture(async ({ headers }) => {
    await send(receiver, { service: 'payments', name: 'GET' });
    return headers;
  });
  expect(await textOf(capture)).toContain('Hint: payments answered during this capture but began a trace of its own');
});
