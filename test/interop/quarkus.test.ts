import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { canary } from '../../src/pii/canary/canary.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import type { Service } from '../../src/services/service.ts';
import { makeCertificates } from '../receiver/certificates.ts';
import { jsonLines } from './json-lines.ts';
import { sendRequest } from './send-request.ts';
import { start } from './start-shop.ts';

describe.each(['http/protobuf', 'grpc'] as const)('quarkus: its OpenTelemetry extension, over %s', protocol => {
  let receiver: Receiver;
  let deliveries: Service;
  beforeAll(async () => {
    receiver = await startReceiver();
    const ledger = await start('ledger', { receiver, protocol });
    deliveries = await start('deliveries', { receiver, protocol, env: { CARRIER_URL: ledger.url } });
  }, 120_000);
  afterAll(() => receiver?.stop(), 20_000);

  test('quarkus: a request is one tree, and its REST client hands the context on', async () => {
    const trace = await sendRequest(receiver, deliveries, 'POST /deliveries/p-1', {
      services: ['deliveries', 'ledger'],
    });

    expect(trace.result.status).toBe(200);
    expect(trace).toBeComplete();
    expect(trace).toHaveNoStrays();
    expect(trace).toHaveNoErrors();
    expect(trace).toRecordErrors();
    expect(trace).toHaveNoRepeats({ max: 1 });
    expect(trace).toBeFreeOfPii();
    expect(trace).toPropagateAcross('deliveries', 'ledger');
    const attributes = { 'http.request.method': 'POST', 'http.response.status_code': 200 };
    expect(trace).toHaveSpanTree(
      {
        service: 'deliveries',
        kind: 'SERVER',
        name: 'POST /deliveries/{id}',
        attributes: { ...attributes, 'http.route': '/deliveries/{id}' },
        children: [
          { name: 'pack parcel', kind: 'INTERNAL', attributes: { 'app.parcel.id': 'p-1' } },
          { name: 'POST /parcels/{id}', kind: 'CLIENT', attributes, children: [{ service: 'ledger', kind: 'SERVER' }] },
        ],
      },
      { ordered: true, exact: true },
    );
    expect(trace.filter({ service: 'deliveries' })).toHaveResourceAttribute('webengine.name', 'Quarkus');
  });

  test('quarkus: an exception that nobody catches is recorded, and an error of the request', async () => {
    const trace = await sendRequest(receiver, deliveries, 'POST /deliveries/p-2?kilograms=40', {
      services: ['deliveries'],
    });

    expect(trace.result.status).toBe(500);
    expect(trace.spans).toHaveLength(2);
    expect(trace.spans).toHaveStatus('ERROR');
    expect(trace.spans).toHaveException({ type: 'deliveries.Packing.TooHeavy', message: 'no box holds 40 kg' });
    expect(trace.get({ kind: 'SERVER' })).toHaveAttribute('error.type', '500');
    expect(trace).not.toHaveSpan({ kind: 'CLIENT' });
    expect(trace).not.toHaveNoErrors();
    expect(trace).toRecordErrors();
  });

  test('quarkus: an address that the code writes on its span is found', async () => {
    const person = canary.person();
    const trace = await sendRequest(receiver, deliveries, 'POST /deliveries/p-3/recipient', {
      body: new URLSearchParams({ email: person.email }),
      services: ['deliveries'],
    });

    expect(trace.result.status).toBe(200);
    expect(trace).toLeak(person);
    expect(trace).not.toBeFreeOfPii();
    expect(trace).not.toLeak(person, { allow: [{ key: 'app.recipient', reason: 'planted' }] });
  });

  test('quarkus: what it logs names the trace, as JSON and as OTLP', async () => {
    const trace = await sendRequest(receiver, deliveries, 'POST /deliveries/p-4', {
      services: ['deliveries', 'ledger'],
    });

    const { traceId, spanId } = trace.get({ service: 'deliveries', kind: 'SERVER' });
    const message = 'parcel p-4 is to be delivered';
    const mdc = expect.objectContaining({ traceId, spanId, sampled: 'true' });
    await vi.waitFor(() => {
      const line = expect.objectContaining({ message, level: 'INFO', mdc });
      expect(jsonLines(deliveries.output)).toContainEqual(line);
      const records = receiver.logs.filter(({ body }) => body === message);
      expect(records).toEqual([expect.objectContaining({ service: 'deliveries', traceId, spanId })]);
    });
  });

  test('quarkus: every request that it sent was taken', async () => {
    await deliveries.stop();

    expect(receiver.stats).toMatchObject({ rejected: 0, rejections: [], duplicates: 0 });
    expect(receiver.problems).toEqual([]);
  });
});

test.each(['http/protobuf', 'grpc'] as const)(
  'quarkus: it exports over %s to a receiver that speaks mutual TLS',
  async protocol => {
    const { file, remove } = makeCertificates();
    const client = { cert: file('client.pem'), key: file('client.key') };
    const tls = { cert: file('server.pem'), key: file('server.key'), ca: file('ca.pem'), client };
    const receiver = await startReceiver({ tls });
    onTestFinished(async () => {
      await receiver.stop();
      remove();
    });
    const deliveries = await start('deliveries', { receiver, protocol });
    const trace = await sendRequest(receiver, deliveries, 'GET /ping', { services: ['deliveries'] });

    expect(trace.result).toEqual({ status: 200, body: 'pong' });
    expect(trace).toHaveSpanTree({ service: 'deliveries', kind: 'SERVER', name: 'GET /ping' }, { exact: true });
    expect(receiver.stats.rejections).toEqual([]);
  },
);
