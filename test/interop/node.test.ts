import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { canary } from '../../src/pii/canary/canary.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { jsonLines } from './json-lines.ts';
import { sendRequest } from './send-request.ts';
import { type Aws, startAws } from './start-aws.ts';
import { type NodeShop, startNodeShop } from './start-node-shop.ts';

describe('node: Express, Knex, gRPC and the AWS SDK with auto-instrumentations', () => {
  let receiver: Receiver;
  let aws: Aws;
  let shop: NodeShop;
  beforeAll(async () => {
    aws = await startAws();
    receiver = await startReceiver();
    shop = await startNodeShop(receiver, aws.url);
  }, 120_000);
  afterAll(async () => {
    await receiver?.stop();
    await aws?.stop();
  }, 20_000);

  test('node: Express shows what Knex reads from PostgreSQL', async () => {
    const trace = await sendRequest(receiver, shop.catalog, 'GET /items/book-1', { services: ['catalog'] });

    expect(trace.result).toEqual({ status: 200, body: '{"id":"book-1","title":"A book"}' });
    expect(trace).toBeComplete();
    expect(trace).toHaveNoStrays();
    expect(trace).toHaveNoErrors();
    expect(trace).toRecordErrors();
    expect(trace).toHaveNoRepeats({ max: 1 });
    expect(trace).toBeFreeOfPii();
    const server = trace.get({ kind: 'SERVER', name: 'GET /items/:id' });
    expect(server).toHaveAttributes({ 'http.route': '/items/:id', 'http.response.status_code': 200 });
    const handled = trace.get({ name: 'request handler', scope: /express/ });
    expect(handled).toBeDescendantOf(server);
    expect(trace.get({ scope: /knex/ })).toBeDescendantOf(handled);
    expect(trace).toHaveSpanTree({
      operation: 'database',
      scope: /knex/,
      attributes: { 'db.collection.name': 'items', 'db.system.name': 'postgresql', 'db.operation.name': 'first' },
      children: [{ operation: 'database', scope: /pg/, attributes: { 'db.query.text': /^select \* from "items"/ } }],
    });
  });

  test('node: an item that is not there is no error', async () => {
    const trace = await sendRequest(receiver, shop.catalog, 'GET /items/none', { services: ['catalog'] });

    expect(trace.result.status).toBe(404);
    expect(trace).toHaveNoErrors();
    expect(trace).toRecordErrors();
    expect(trace.get({ kind: 'SERVER' })).toHaveStatus('UNSET');
  });

  test('node: an order is one trace across gRPC, with a span of each thing it does', async () => {
    const sent = aws.messages.length;
    const trace = await order('book-1');

    expect(trace.result.status).toBe(201);
    expect(trace).toBeComplete();
    expect(trace).toHaveNoStrays();
    expect(trace).toHaveNoErrors();
    expect(trace).toRecordErrors();
    expect(trace).toHaveNoRepeats({ max: 1 });
    expect(trace).toBeFreeOfPii();
    expect(trace).toPropagateAcross('catalog', 'stock');
    expect(trace).toHaveSpanTree({
      name: 'POST /items/:id/orders',
      children: [
        {
          scope: /router/,
          children: [
            {
              scope: /express/,
              children: [
                {
                  scope: /router/,
                  children: [
                    {
                      operation: 'rpc',
                      kind: 'CLIENT',
                      scope: /grpc/,
                      attributes: { 'rpc.service': 'shop.Stock', 'rpc.method': 'Reserve' },
                      children: [{ service: 'stock', kind: 'SERVER', attributes: { 'rpc.grpc.status_code': 0 } }],
                    },
                    { scope: /knex/, attributes: { 'db.collection.name': 'orders', 'db.operation.name': 'insert' } },
                    {
                      name: 'S3.PutObject',
                      kind: 'CLIENT',
                      attributes: { 'aws.s3.bucket': 'receipts' },
                      children: [{ kind: 'CLIENT', attributes: { 'http.request.method': 'PUT' } }],
                    },
                    {
                      name: 'orders send',
                      operation: 'messaging',
                      kind: 'PRODUCER',
                      attributes: { 'messaging.system': 'aws_sqs' },
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
    const [message, ...others] = aws.messages.slice(sent);
    expect(others).toEqual([]);
    const { spanId } = trace.get({ kind: 'PRODUCER' });
    expect(message?.MessageAttributes?.traceparent?.StringValue).toBe(`00-${trace.traceId}-${spanId}-01`);
    expect([...aws.objects.values()]).toContain(message?.MessageBody);
  });

  test('node: a refusal of gRPC is an error of those who called and answered, not of the request', async () => {
    const trace = await order('sold-out');

    expect(trace.result).toEqual({ status: 409, body: '{"error":"no piece is left"}' });
    expect(trace).toPropagateAcross('catalog', 'stock');
    expect(trace.filter({ operation: 'rpc' })).toHaveStatus('ERROR');
    expect(trace.filter({ operation: 'rpc' })).toHaveAttribute('rpc.grpc.status_code', 9);
    const handled = trace.get({ scope: /express/, name: 'request handler' });
    expect(handled).toHaveException({ message: '9 FAILED_PRECONDITION: no piece is left' });
    expect(handled).toHaveStatus('ERROR');
    expect(trace.get({ name: 'POST /items/:id/orders' })).toHaveStatus('UNSET');
    expect(trace).not.toHaveSpan({ operation: 'database' });
    expect(trace).toHaveNoErrors({ except: [{ operation: 'rpc' }, { scope: /express|router/ }] });
    expect(trace).toRecordErrors();
  });

  test('node: a query that PostgreSQL refuses is an exception of its span, and an error of the request', async () => {
    const trace = await sendRequest(receiver, shop.catalog, 'GET /prices', { services: ['catalog'] });

    expect(trace.result.status).toBe(500);
    const query = trace.get({ scope: /knex/ });
    expect(query).toHaveStatus('ERROR', 'relation "prices" does not exist');
    expect(query).toHaveException({ type: '42P01' });
    expect(trace.get({ kind: 'SERVER' })).toHaveStatus('ERROR');
    expect(trace).not.toHaveNoErrors();
    expect(trace).toRecordErrors();
  });

  test('node: an address that the code writes on its span is found', async () => {
    const person = canary.person();
    const body = { email: person.email };
    const trace = await sendRequest(receiver, shop.catalog, 'POST /newsletter', { body, services: ['catalog'] });

    expect(trace.result.status).toBe(204);
    expect(trace).toLeak(person);
    expect(trace).not.toBeFreeOfPii();
    expect(trace).not.toLeak(person, { allow: [{ key: 'app.subscriber', reason: 'planted' }] });
  });

  test('node: what pino writes names the trace, as JSON and as OTLP', async () => {
    const trace = await order('book-1');

    for (const [service, msg] of [
      [shop.catalog, 'item is ordered'],
      [shop.stock, 'item is to be reserved'],
    ] as const) {
      const { traceId: trace_id, spanId } = trace.get({ service: service.name, kind: 'SERVER' });
      await vi.waitFor(() => {
        const written = expect.objectContaining({ trace_id, span_id: expect.any(String), trace_flags: '01', msg });
        expect(jsonLines(service.output)).toContainEqual(written);
        expect(receiver.logs).toContainEqual(
          expect.objectContaining({ service: service.name, traceId: trace_id, body: msg }),
        );
      });
      expect(trace.spans.map(span => span.spanId)).toContain(spanId);
    }
  });

  const order = (item: string) =>
    sendRequest(receiver, shop.catalog, `POST /items/${item}/orders`, { services: ['catalog', 'stock'] });
});
