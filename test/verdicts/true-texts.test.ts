import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { type SpanToSend, send, traceRequest } from '../otlp-request.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver({ timeout: 200, quiet: 20 });
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

const CONTINUED = 'did not continue';
const BLAMED =
  'orders answered during this capture but began a trace of its own: it did not continue the traceparent header';

/** The trace and span id in the headers of a capture. */
function sentIn(headers: Readonly<Record<string, string>>): Pick<SpanToSend, 'traceId' | 'parentSpanId'> {
  const [, traceId = '', parentSpanId = ''] = (headers.traceparent ?? '').split('-');
  return { traceId, parentSpanId };
}

describe('E5: what a capture that got nothing says about services that answered', () => {
  test('the trace of another capture is no evidence', async () => {
    const other = receiver.capture(({ headers }) =>
      send(receiver, { service: 'orders', name: 'POST /orders', ...sentIn(headers) }),
    );
    const text = await textOf(receiver.capture(({ headers }) => headers));
    await other;
    expect(text).not.toContain(CONTINUED);
    expect(text).toMatchInlineSnapshot(`
      "TRACE_TIMEOUT: no span of trace 4bf92f35 arrived within 200 ms.

      In that time this receiver got 1 request, and holds 1 span of other traces:
        orders  1 span    in 1 trace of other captures: POST /orders"
    `);
  });

  test('nor is the trace of a capture that has ended, when a late span of it arrives', async () => {
    let late: SpanToSend = {};
    await receiver.capture(({ headers }) => {
      late = { service: 'orders', ...sentIn(headers) };
      return send(receiver, late);
    });
    const text = await textOf(
      receiver.capture(async ({ headers }) => {
        await send(receiver, { ...late, name: 'late' });
        return headers;
      }),
    );
    expect(text).not.toContain(CONTINUED);
    expect(text).toContain('orders  2 spans   in 1 trace of other captures: work, late');
  });

  test('a trace that nobody owns is only possible evidence while captures run at the same time', async () => {
    const other = receiver.capture(({ headers }) => send(receiver, { service: 'stock', ...sentIn(headers) }));
    const text = await textOf(
      receiver.capture(async ({ headers }) => {
        await send(receiver, { service: 'orders', name: 'POST /orders' });
        return headers;
      }),
    );
    await other;
    expect(text).not.toContain(BLAMED);
    expect(text.split('\n\n').at(-1)).toMatchInlineSnapshot(`
      "Hint: orders answered a request during this capture and began a trace of its own. Other captures ran at the same time, so the request may be one of theirs.
            If the request was sent by this capture, orders did not continue its traceparent header."
    `);
  });

  test('a trace that a capture with root awaits is only possible evidence too', async () => {
    const other = receiver.capture(() => send(receiver, { service: 'orders', name: 'poll' }), { root: 'poll' });
    const text = await textOf(receiver.capture(({ headers }) => headers));
    await other;
    expect(text).not.toContain(BLAMED);
  });

  test('a request that also came before the capture may come from elsewhere', async () => {
    await send(receiver, { service: 'orders', name: 'GET /health', startMs: Date.now() - 500 });
    const text = await textOf(
      receiver.capture(async ({ headers }) => {
        await send(receiver, { service: 'orders', name: 'GET /health' });
        return headers;
      }),
    );
    expect(text).not.toContain(BLAMED);
    expect(text.split('\n\n').at(-1)).toMatchInlineSnapshot(`
      "Hint: orders answered a request during this capture and began a trace of its own. The same request came before this capture too, so something else may send it regularly.
            If the request was sent by this capture, orders did not continue its traceparent header."
    `);
  });

  test.each<[string, (sent: ReturnType<typeof sentIn>) => SpanToSend]>([
    ['continues the trace of a caller that sends no spans', () => ({ parentSpanId: 'ab'.repeat(8) })],
    [
      'links to the trace of this capture',
      sent => ({ links: [{ traceId: sent.traceId ?? '', spanId: sent.parentSpanId ?? '' }] }),
    ],
  ])('a service that %s is not blamed', async (_, span) => {
    const text = await textOf(
      receiver.capture(async ({ headers }) => {
        await send(receiver, { service: 'orders', ...span(sentIn(headers)) });
        return headers;
      }),
    );
    expect(text).not.toContain(CONTINUED);
  });

  test('healthy: alone, a capture still names the service that began a trace of its own', async () => {
    const text = await textOf(
      receiver.capture(async ({ headers }) => {
        await send(receiver, { service: 'orders', name: 'POST /orders' });
        return headers;
      }),
    );
    expect(text).toContain(BLAMED);
  });
});

describe('E9: what a wait that got nothing says about earlier spans', () => {
  test('it names the services that they were of', async () => {
    await send(receiver, { service: 'stock' });
    await send(receiver, { service: 'shop' });
    const text = await textOf(receiver.capture(({ headers }) => headers, { services: ['orders'] }));
    expect(text).not.toContain('exporting works');
    expect(text).toMatchInlineSnapshot(`
      "TRACE_TIMEOUT: no span of trace 4bf92f35 arrived within 200 ms.

      In that time this receiver got nothing.
      Before that, spans of stock and shop arrived.

      Hint: no span of a service "orders" has ever arrived. Is it running, does it export here, and is this its service.name?"
    `);
  });

  test('at most five by name', async () => {
    for (let index = 1; index <= 7; index++) await send(receiver, { service: `service-${index}` });
    expect(await textOf(receiver.waitForSpan('charge card'))).toContain(
      'Before that, spans of service-1, service-2, service-3, service-4, service-5 and 2 more services arrived.',
    );
  });

  test('healthy: when none came, it asks whether the service exports here', async () => {
    const text = await textOf(receiver.capture(({ headers }) => headers));
    expect(text).toContain('Is the service exporting here?');
    expect(text).not.toContain('Before that');
  });
});

describe('a collector in between', () => {
  const HOLDS = 'Its batch processor waits for `timeout` (200 ms by default';

  function post(userAgent: string): Promise<Response> {
    return fetch(`${receiver.httpUrl}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': userAgent },
      body: JSON.stringify(traceRequest({ service: 'stock' })),
    });
  }

  test('that names itself: the timeout tells how long it may hold spans back', async () => {
    await post('OpenTelemetry Collector Contrib/0.161.0 (linux/amd64)');
    expect((await textOf(receiver.capture(({ headers }) => headers))).split('\n\n').at(-1)).toMatchInlineSnapshot(`
      "Hint: spans arrive through a collector (User-Agent "OpenTelemetry Collector Contrib/0.161.0 (linux/amd64)"), which can hold them back.
            Its batch processor waits for \`timeout\` (200 ms by default, often 5 to 10 s), and tail sampling for \`decision_wait\` (30 s by
            default). Lower both in the collector that your tests use, or declare them: startReceiver({ upstreamDelay: 10_000 })."
    `);
  });

  test('that names itself over gRPC', async () => {
    const { Client, credentials } = await import('@grpc/grpc-js');
    const { call, TRACES, tracesRequest } = await import('../receiver/grpc-call.ts');
    const options = { 'grpc.primary_user_agent': 'otelcol-contrib/0.161.0' };
    const client = new Client(new URL(receiver.grpcUrl).host, credentials.createInsecure(), options);
    await call(client, TRACES, tracesRequest('work'));
    client.close();
    expect(await textOf(receiver.waitForSpan('charge card'))).toContain(
      'through a collector (User-Agent "otelcol-contrib/0.161.0',
    );
  });

  test('that sends several services in one request', async () => {
    await send(receiver, { service: 'stock' }, { service: 'shop' });
    const text = await textOf(receiver.waitForSpan('charge card'));
    expect(text).toContain(
      'spans may arrive through a collector, which can hold them back: one request had spans of several services.',
    );
    expect(text).toContain(HOLDS);
  });

  test('that nobody knows of is asked about in one line where nothing came at all', async () => {
    const text = await textOf(receiver.settled());
    expect(text.match(/collector/g)).toHaveLength(1);
    expect(text).toContain('tail sampling 30 s (decision_wait)');
  });

  test.each([
    'OTel-OTLP-Exporter-JavaScript/0.223.0',
    'OTel-OTLP-Exporter-Python/1.38.0',
    'OTel-OTLP-Exporter-Java/1.55.0',
    'OTel OTLP Exporter Go/1.38.0',
    'node',
  ])('healthy: an SDK (%s) is none, however many services send', async userAgent => {
    await post(userAgent);
    await send(receiver, { service: 'shop' }, { service: 'shop' });
    expect(await textOf(receiver.waitForSpan('charge card'))).not.toContain('collector');
  });
});
