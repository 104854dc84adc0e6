import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canary } from '../../src/pii/canary/canary.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import type { Service } from '../../src/services/service.ts';
import { chainOfSpans } from './chain-of-spans.ts';
import { sendRequest } from './send-request.ts';
import { start } from './start-shop.ts';

const PATH = ['rates', 'ledger'];

describe.each(['http/protobuf', 'grpc'] as const)('rust over %s', protocol => {
  let receiver: Receiver;
  let rates: Service;
  let ledger: Service;
  beforeAll(async () => {
    receiver = await startReceiver();
    ledger = await start('ledger', { receiver, protocol });
    rates = await start('rates', { receiver, protocol, env: { CARRIERS_URL: ledger.url } });
  }, 60_000);
  afterAll(() => receiver.stop(), 20_000);

  test("a rate continues the test's trace, and Node continues that of Rust", async () => {
    const trace = await sendRequest(receiver, rates, 'GET /rates/ord-1?weight=2.5', { services: PATH });

    expect(trace.result).toEqual({ status: 200, body: '6.5 EUR by entry 1' });
    expect(trace).toBeComplete();
    expect(trace.problems).toEqual([]);
    expect(trace).toHaveNoStrays();
    expect(trace).toHaveNoErrors();
    expect(trace).toRecordErrors();
    expect(trace).toPropagateAcross('rates', 'ledger');
    expect(trace).toHaveSpanTree(
      chainOfSpans(
        { service: 'rates', kind: 'SERVER', name: 'GET /rates/{order}' },
        { service: 'rates', kind: 'INTERNAL', name: 'quote rate', scope: 'rates' },
        { service: 'rates', kind: 'CLIENT', name: 'GET' },
        { service: 'ledger', kind: 'SERVER' },
      ),
      { exact: true },
    );
  });

  test('its spans say what they are of', async () => {
    const trace = await sendRequest(receiver, rates, 'GET /rates/ord-2?weight=2.5', { services: PATH });

    const server = trace.get({ service: 'rates', kind: 'SERVER' });
    expect(server).toBeRoot();
    expect(server).toHaveAttributes({
      'http.request.method': 'GET',
      'http.route': '/rates/{order}',
      'http.response.status_code': 200,
      'url.path': '/rates/ord-2',
      'url.query': 'weight=2.5',
    });
    expect(trace.get('quote rate')).toHaveAttributes({ 'app.order.id': 'ord-2', 'app.parcel.weight': 2.5 });
    expect(trace.get({ service: 'rates', kind: 'CLIENT' })).toHaveAttribute('url.full', `${ledger.url}/carriers/ord-2`);
    const ofRates = trace.filter({ service: 'rates' });
    expect(ofRates).toHaveResourceAttribute('telemetry.sdk.language', 'rust');
    expect(ofRates).toHaveResourceAttribute('service.version', '1.0.0');
  });

  test('an error is recorded on the span of the work that failed', async () => {
    const trace = await sendRequest(receiver, rates, 'GET /rates/ord-3?weight=0', { services: ['rates'] });

    expect(trace.result).toEqual({ status: 422, body: 'a parcel of 0 kg has no rate' });
    expect(trace).not.toHaveSpan({ service: 'ledger' });
    expect(trace.get('quote rate')).toHaveStatus('ERROR', 'a parcel of 0 kg has no rate');
    expect(trace.get('quote rate')).toHaveException({ message: 'a parcel of 0 kg has no rate' });
    // HTTP's conventions: a 4xx is no error of the server.
    expect(trace.get({ kind: 'SERVER' })).toHaveStatus('UNSET');
  });

  test('a request that fails is an error of each span on its way', async () => {
    const alone = await start('rates', { receiver, protocol, env: { CARRIERS_URL: 'http://127.0.0.1:1' } });
    const trace = await sendRequest(receiver, alone, 'GET /rates/ord-4?weight=2', { services: ['rates'] });
    await alone.stop();

    expect(trace.result.status).toBe(502);
    expect(trace.spans).toHaveLength(3);
    expect(trace.spans).toHaveStatus('ERROR');
    expect(trace.get({ kind: 'SERVER' })).toHaveAttribute('error.type', '502');
    expect(trace.get({ kind: 'CLIENT' })).toHaveException();
  });

  test('a header is in no span; a query is in that of the request', async () => {
    const person = canary.person();
    const healthy = await receiver.capture(
      ({ headers }) =>
        fetch(`${rates.url}/rates/ord-5?weight=2`, { headers: { ...headers, 'x-recipient': person.email } }),
      { services: PATH, timeout: 15_000 },
    );
    expect(healthy.result.status).toBe(200);
    expect(healthy).toBeFreeOfPii();
    expect(healthy).not.toLeak(person);

    const query = new URLSearchParams({ weight: '2', email: person.email });
    const leaking = await sendRequest(receiver, rates, `GET /rates/ord-6?${query}`, { services: PATH });
    expect(leaking.get({ service: 'rates', kind: 'SERVER' })).toLeak(person);
    expect(leaking.get('quote rate')).not.toLeak(person);
    expect(leaking).not.toBeFreeOfPii();
  });

  test('without propagators it begins a trace of its own, and the failure names it', async () => {
    const deaf = await start('rates', { receiver, protocol, propagators: ['none'] });
    const capture = receiver.capture(({ headers }) => fetch(`${deaf.url}/rates/ord-7?weight=2`, { headers }), {
      timeout: 2_000,
    });

    await expect(capture).rejects.toMatchObject({
      code: 'TRACE_TIMEOUT',
      message: expect.stringMatching(/rates answered [\s\S]* began a trace of its own[\s\S]*OTEL_PROPAGATORS=none/),
    });
    await deaf.stop();
  });

  test('every request that it sent was taken', async () => {
    await sendRequest(receiver, rates, 'GET /rates/ord-8?weight=2', { services: PATH });
    await Promise.all([rates.stop(), ledger.stop()]);

    expect(receiver.stats).toMatchObject({ rejected: 0, rejections: [], duplicates: 0 });
    expect(receiver.problems).toEqual([]);
    expect(rates.output).toBe('');
  });
});
