import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { canary } from '../../src/pii/canary/canary.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import type { Service } from '../../src/services/service.ts';
import { jsonLines } from './json-lines.ts';
import { sendRequest } from './send-request.ts';
import { start } from './start-shop.ts';

const ALL = ['invoices', 'payments', 'ledger'];

describe.each(['http/protobuf', 'grpc'] as const)(
  'java: a service with the SDK alone, and one with the agent, over %s',
  protocol => {
    let receiver: Receiver;
    let invoices: Service;
    beforeAll(async () => {
      receiver = await startReceiver();
      const ledger = await start('ledger', { receiver, protocol });
      const payments = await start('payments', { receiver, protocol, env: { LEDGER_URL: ledger.url } });
      invoices = await start('invoices', { receiver, protocol, env: { PAYMENTS_URL: payments.url } });
    }, 120_000);
    afterAll(() => receiver?.stop(), 20_000);

    test('java: spans made by hand and by the agent are one tree', async () => {
      const trace = await sendRequest(receiver, invoices, 'POST /invoices?amount=9&card=good', { services: ALL });

      expect(trace.result.status).toBe(201);
      expect(trace).toBeComplete();
      expect(trace).toHaveNoStrays();
      expect(trace).toHaveNoErrors();
      expect(trace).toRecordErrors();
      expect(trace).toBeFreeOfPii();
      expect(trace).toPropagateAcross('invoices', 'payments', 'ledger');
      const charged = {
        service: 'payments',
        kind: 'SERVER',
        scope: /java-http-server/,
        attributes: { 'http.route': '/charge', 'http.response.status_code': 200 },
        children: [{ kind: 'CLIENT', scope: /http-client/, children: [{ service: 'ledger', kind: 'SERVER' }] }],
      } as const;
      expect(trace).toHaveSpanTree(
        {
          service: 'invoices',
          kind: 'SERVER',
          name: 'POST /invoices',
          attributes: { 'http.response.status_code': 201 },
          children: [
            { name: 'write invoice', kind: 'INTERNAL', attributes: { 'app.invoice': 'amount=9&card=good' } },
            { name: 'POST', kind: 'CLIENT', attributes: { 'http.response.status_code': 200 }, children: [charged] },
          ],
        },
        { exact: true, ordered: true },
      );
      expect(trace.filter({ service: 'invoices' })).toHaveResourceAttribute('telemetry.sdk.language', 'java');
      expect(trace).not.toHaveSpan({ service: 'invoices', resource: { 'telemetry.distro.name': expect.anything() } });
      expect(trace.filter({ service: 'payments' })).toHaveResourceAttribute(
        'telemetry.distro.name',
        'opentelemetry-java-instrumentation',
      );
    });

    test('java: an exception that the SDK records is on its span, and the request fails', async () => {
      const trace = await sendRequest(receiver, invoices, 'POST /invoices?amount=0', { services: ['invoices'] });

      expect(trace.result).toEqual({ status: 500, body: 'an invoice needs an amount' });
      expect(trace.get('write invoice')).toHaveException({
        type: 'java.lang.IllegalArgumentException',
        message: 'an invoice needs an amount',
      });
      expect(trace.get('write invoice')).toBeChildOf({ kind: 'SERVER' });
      expect(trace.spans).toHaveStatus('ERROR', 'an invoice needs an amount');
      expect(trace).not.toHaveSpan({ service: 'payments' });
      expect(trace).not.toHaveNoErrors();
      expect(trace).toRecordErrors();
    });

    test('java: an address that the code writes on its span is found', async () => {
      const person = canary.person();
      const trace = await sendRequest(receiver, invoices, 'POST /recipients', {
        body: { email: person.email },
        services: ['invoices'],
      });

      expect(trace.result.status).toBe(204);
      expect(trace).toLeak(person);
      expect(trace).not.toBeFreeOfPii();
      expect(trace).not.toLeak(person, { allow: [{ key: 'app.recipient', reason: 'planted' }] });
    });

    test('java: what Logback writes as JSON names the trace', async () => {
      const trace = await sendRequest(receiver, invoices, 'POST /invoices?amount=7&card=good', { services: ALL });

      const { traceId: trace_id, spanId: span_id } = trace.get({ service: 'invoices', kind: 'SERVER' });
      const mdc = { trace_id, span_id, trace_flags: '01' };
      const line = { message: 'an invoice is to be written', level: 'INFO', mdc };
      await vi.waitFor(() => expect(jsonLines(invoices.output)).toContainEqual(expect.objectContaining(line)));
    });

    test('java: every request that the SDK and the agent sent was taken', async () => {
      await invoices.stop();

      expect(receiver.stats).toMatchObject({ rejected: 0, rejections: [], duplicates: 0 });
      expect(receiver.problems).toEqual([]);
    });
  },
);
