import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Trace } from '../../src/model/trace.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { type Shop, startShop } from './start-shop.ts';

/** What an exporter of Node, Python or Java writes to its service's output when it is not understood. */
const EXPORT_FAILURE = /export|otlp|grpc|transient|UNAVAILABLE/i;
const AGENT_GREETING = /^.*opentelemetry-javaagent - version: .*\n/m;

describe.each([
  { node: 'http/protobuf', python: 'http/protobuf', java: 'http/protobuf' },
  { node: 'grpc', python: 'grpc', java: 'grpc' },
  { node: 'http/json', python: 'grpc', java: 'http/protobuf' },
] as const)('Node over $node, Python over $python, Java over $java', protocols => {
  let receiver: Receiver;
  let shop: Shop;
  beforeAll(async () => {
    receiver = await startReceiver();
    shop = await startShop(receiver, protocols);
  }, 120_000);
  afterAll(() => receiver.stop(), 20_000);

  test('an order is one trace, from Node to Python to Java and back to Node', async () => {
    const trace = await send('POST', '/orders/ord-7?card=good', ['gateway', 'orders', 'payments', 'ledger']);

    expect(trace.result.status).toBe(200);
    expect(trace.complete).toBe(true);
    expect(trace.strays).toEqual([]);
    expect(trace.problems).toEqual([]);
    expect(trace).toPropagateAcross('gateway', 'orders', 'payments', 'ledger');
    expect(trace).toHaveSpan({ kind: 'SERVER' }, { times: 4 });
    expect(trace).toHaveSpan({ kind: 'CLIENT' }, { times: 3 });
    expect(trace.spans).not.toHaveStatus('ERROR');
    expect(trace).toRecordErrors();

    const placed = trace.get({ service: 'orders', kind: 'SERVER' });
    expect(placed).toBeChildOf({ service: 'gateway', kind: 'CLIENT' });
    expect(placed).toHaveAttribute('http.route', '/orders/{order_id}');
    expect(placed).toHaveAttribute('app.order.id', 'ord-7');
    expect(trace.get('pay order')).toBeChildOf(placed);

    const charged = trace.get({ service: 'payments', kind: 'SERVER' });
    expect(charged).toBeChildOf({ service: 'orders', kind: 'CLIENT', scope: /httpx/ });
    expect(charged).toHaveAttribute('http.route', '/charge');
    expect(charged).toHaveAttribute('http.response.status_code', 200);
    expect(trace.get({ service: 'ledger' })).toBeChildOf({ service: 'payments', kind: 'CLIENT', scope: /http-client/ });
  });

  test('each service says which language it is written in', async () => {
    const trace = await send('POST', '/orders/ord-8?card=good', ['gateway', 'orders', 'payments', 'ledger']);

    const languages = { gateway: 'nodejs', orders: 'python', payments: 'java', ledger: 'nodejs' };
    expect(trace).toHaveServiceIdentity();
    for (const [service, language] of Object.entries(languages)) {
      expect(trace).toHaveSpan({ service, resource: { 'telemetry.sdk.language': language } });
    }
  });

  test('a declined payment is an exception in Python, and an error for those who asked', async () => {
    const trace = await send('POST', '/orders/ord-9?card=empty', ['gateway', 'orders', 'payments']);

    expect(trace.result).toEqual({ status: 402, body: '{"error":"do not honour"}' });
    expect(trace).toPropagateAcross('gateway', 'orders', 'payments');
    expect(trace).not.toHaveSpan({ service: 'ledger' });
    expect(trace.get('pay order')).toHaveStatus('ERROR', 'CardDeclined: do not honour');
    expect(trace).toHaveSpan({
      name: 'pay order',
      events: [
        { name: 'exception', attributes: { 'exception.type': /CardDeclined$/, 'exception.message': 'do not honour' } },
      ],
    });
    // HTTP's conventions: a 4xx is an error of the client that got it, not of the server that gave it.
    expect(trace.filter({ kind: 'CLIENT' })).toHaveStatus('ERROR');
    expect(trace.filter({ kind: 'SERVER' })).toHaveStatus('UNSET');
    expect(trace).toRecordErrors();
  });

  test('an exception that nobody catches makes the server span an error', async () => {
    const trace = await send('GET', '/stock', ['gateway', 'orders']);

    expect(trace.result.status).toBe(500);
    const server = trace.get({ service: 'orders', kind: 'SERVER' });
    expect(server).toHaveStatus('ERROR');
    expect(trace).toHaveSpan({
      spanId: server.spanId,
      events: [{ name: 'exception', attributes: { 'exception.type': 'RuntimeError' } }],
    });
    expect(trace).toRecordErrors();
  });

  test('what Python and Java log while they serve an order belongs to its trace', async () => {
    const trace = await send('POST', '/orders/ord-11?card=good', ['gateway', 'orders', 'payments', 'ledger']);

    const written = { orders: 'order ord-11 is to be paid', payments: 'a card is to be charged' };
    for (const [service, body] of Object.entries(written)) {
      const { traceId, spanId } = trace.get({ service, kind: 'SERVER' });
      // Logs are exported apart from spans: the trace may be complete before they come.
      await vi.waitFor(() => {
        const records = receiver.logs.filter(record => record.service === service && record.traceId === traceId);
        expect(records).toEqual([expect.objectContaining({ spanId, body })]);
      });
    }
  });

  test('every request that they sent, logs too, was taken', async () => {
    await send('POST', '/orders/ord-10?card=good', ['gateway', 'orders', 'payments', 'ledger']);
    await Promise.all(Object.values(shop).map(service => service.stop()));

    expect(receiver.stats).toMatchObject({ rejected: 0, rejections: [], duplicates: 0 });
    expect(receiver.problems).toEqual([]);
    for (const { output } of Object.values(shop))
      expect(output.replace(AGENT_GREETING, '')).not.toMatch(EXPORT_FAILURE);
  });

  function send(method: string, path: string, services: readonly string[]): Promise<Answered> {
    return receiver.capture(
      async ({ headers }) => {
        const response = await fetch(`${shop.gateway.url}${path}`, { method, headers });
        return { status: response.status, body: await response.text() };
      },
      { services, timeout: 15_000 },
    );
  }
});

type Answered = Trace & { readonly result: { readonly status: number; readonly body: string } };
