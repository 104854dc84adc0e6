import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canary } from '../../src/pii/canary/canary.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { chainOfSpans } from './chain-of-spans.ts';
import { jsonLines } from './json-lines.ts';
import { sendRequest } from './send-request.ts';
import { type ShippingServices, start, startShipping } from './start-shop.ts';

const PATH = ['gateway', 'shipping', 'rates', 'carriers'] as const;

describe.each(['http/protobuf', 'grpc'] as const)('go over %s', protocol => {
  let receiver: Receiver;
  let services: ShippingServices;
  beforeAll(async () => {
    receiver = await startReceiver();
    services = await startShipping({ receiver, protocol });
  }, 60_000);
  afterAll(() => receiver.stop(), 20_000);

  test('a shipment is one trace, from Node to Go to Rust and back to Go', async () => {
    const trace = await sendRequest(receiver, services.gateway, 'POST /shipments/ord-1?weight=2', { services: PATH });

    expect(trace.result).toEqual({ status: 201, body: 'ord-1: 6 EUR by canal boat' });
    expect(trace).toBeComplete();
    expect(trace.problems).toEqual([]);
    expect(trace).toHaveNoStrays();
    expect(trace).toHaveNoErrors();
    expect(trace).toRecordErrors();
    expect(trace).toPropagateAcross(...PATH);
    expect(trace).toHaveSpanTree(
      chainOfSpans(
        { service: 'gateway', kind: 'SERVER' },
        { service: 'gateway', kind: 'CLIENT' },
        { service: 'shipping', kind: 'SERVER', name: 'POST /shipments/{order}' },
        { service: 'shipping', kind: 'INTERNAL', name: 'plan shipment', scope: 'shipping' },
        { service: 'shipping', kind: 'CLIENT', scope: /otelhttp/ },
        { service: 'rates', kind: 'SERVER', name: 'GET /rates/{order}' },
        { service: 'rates', kind: 'INTERNAL', name: 'quote rate' },
        { service: 'rates', kind: 'CLIENT' },
        { service: 'carriers', kind: 'SERVER', name: 'GET /carriers/{order}' },
      ),
      { exact: true },
    );
    expect(trace.get('plan shipment')).toHaveAttribute('app.order.id', 'ord-1');
    expect(trace.get({ service: 'carriers' })).toHaveAttribute('app.order.id', 'ord-1');
  });

  test('its spans say what they are of', async () => {
    const trace = await sendRequest(receiver, services.shipping, 'POST /shipments/ord-2?weight=2', {
      services: ['shipping', 'rates', 'carriers'],
    });

    const server = trace.get({ service: 'shipping', kind: 'SERVER' });
    expect(server).toBeRoot();
    expect(server).toHaveAttributes({
      'http.request.method': 'POST',
      'http.route': '/shipments/{order}',
      'http.response.status_code': 201,
      'url.path': '/shipments/ord-2',
    });
    expect(trace.get({ service: 'shipping', kind: 'CLIENT' })).toHaveAttributes({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'url.full': `${services.rates.url}/rates/ord-2?weight=2`,
    });
    const ofShipping = trace.filter({ service: 'shipping' });
    expect(ofShipping).toHaveResourceAttribute('telemetry.sdk.language', 'go');
    expect(ofShipping).toHaveResourceAttribute('service.version', '1.0.0');
  });

  test('an error is recorded on the span of the work that failed', async () => {
    const trace = await sendRequest(receiver, services.shipping, 'POST /shipments/ord-3?weight=0', {
      services: ['shipping', 'rates'],
    });

    expect(trace.result.status).toBe(422);
    expect(trace).not.toHaveSpan({ service: 'carriers' });
    const planned = trace.get('plan shipment');
    expect(planned).toHaveStatus('ERROR', 'no rate: a parcel of 0 kg has no rate');
    expect(planned).toHaveException({ type: '*errors.errorString', message: /^no rate/ });
    // HTTP's conventions: a 4xx is an error of the client that got it, not of the server that gave it.
    expect(trace.get({ service: 'shipping', kind: 'CLIENT' })).toHaveStatus('ERROR');
    expect(trace.filter({ kind: 'SERVER' })).toHaveStatus('UNSET');
  });

  test('its log lines carry the ids of the span that they were written in', async () => {
    const trace = await sendRequest(receiver, services.shipping, 'POST /shipments/ord-4?weight=2', {
      services: ['shipping', 'rates', 'carriers'],
    });

    const written = jsonLines(services.shipping.output).filter(({ order }) => order === 'ord-4');
    const { traceId, spanId } = trace.get('plan shipment');
    expect(written).toMatchObject([{ msg: 'a shipment is planned', trace_id: traceId, span_id: spanId }]);
  });

  test('a body is in no span; a query is in the URL of the request that hands it on', async () => {
    const through = ['shipping', 'rates', 'carriers'];
    const person = canary.person();
    const healthy = await sendRequest(receiver, services.shipping, 'POST /shipments/ord-5?weight=2', {
      services: through,
      body: { recipient: person.name, email: person.email, phone: person.phone },
    });
    expect(healthy.result.status).toBe(201);
    expect(healthy).toBeFreeOfPii();
    expect(healthy).not.toLeak(person);

    const query = new URLSearchParams({ weight: '2', email: person.email });
    const leaking = await sendRequest(receiver, services.shipping, `POST /shipments/ord-6?${query}`, {
      services: through,
    });
    expect(leaking).toLeak(person);
    expect(leaking.get({ service: 'shipping', kind: 'CLIENT' })).toLeak(person);
    expect(leaking.get({ service: 'shipping', kind: 'SERVER' })).not.toLeak(person);
    expect(leaking).not.toBeFreeOfPii();
  });

  test('a service without propagators breaks the trace, and the failure names it', async () => {
    const deaf = await start('rates', { receiver, protocol, propagators: ['none'] });
    const shipping = await start('shipping', { receiver, protocol, env: { RATES_URL: deaf.url } });

    const trace = await sendRequest(receiver, shipping, 'POST /shipments/ord-7?weight=2', { services: ['shipping'] });
    await Promise.all([deaf.stop(), shipping.stop()]);
    expect(trace.result.status).toBe(201);
    expect(() => expect(trace).toPropagateAcross('shipping', 'rates')).toThrow(
      /Diagnosis: {2}not extracted. rates has OTEL_PROPAGATORS=none/,
    );
  });

  test('every request that they sent was taken', async () => {
    await sendRequest(receiver, services.gateway, 'POST /shipments/ord-8?weight=2', { services: PATH });
    await Promise.all(Object.values(services).map(service => service.stop()));

    expect(receiver.stats).toMatchObject({ rejected: 0, rejections: [], duplicates: 0 });
    expect(receiver.problems).toEqual([]);
    expect(jsonLines(services.shipping.output).map(({ level }) => level)).not.toContain('ERROR');
    expect(services.carriers.output).toBe('');
  });
});
