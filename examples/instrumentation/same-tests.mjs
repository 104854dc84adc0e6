import { fileURLToPath } from 'node:url';
import { measureSampling, startReceiver, startService } from 'tracewright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import 'tracewright/vitest';

const POLICY = fileURLToPath(new URL('attribute-policy.yaml', import.meta.url));
const RESOURCE = 'service.version=1.4.0,deployment.environment.name=test';

/**
 * What is true of each service of these examples, whatever it is written in.
 *
 * @param example the command that starts the service, its folder, and what the environment needs besides OpenTelemetry's;
 * `sampling`: the variables with which it samples 5 %; `known`: spans that its framework gets wrong, for the matchers that
 * find them
 * @returns starts one, for tests of the language's own
 */
export function testService({
  title,
  command,
  cwd,
  env = {},
  exportDelay = 'OTEL_BSP_SCHEDULE_DELAY',
  sampling = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.05' },
  known = {},
}) {
  const start = (receiver, name, own = {}) =>
    startService(command, {
      name,
      receiver,
      cwd,
      port: 'PORT',
      timeout: 60_000,
      env: { OTEL_RESOURCE_ATTRIBUTES: RESOURCE, ...env, ...own },
    });
  const startBoth = async (receiver, own = {}) => {
    const payments = await start(receiver, 'payments', own);
    return start(receiver, 'orders', { PAYMENTS_URL: payments.url, ...own });
  };

  describe(title, () => {
    let receiver;
    let orders;
    beforeAll(async () => {
      receiver = await startReceiver();
      orders = await startBoth(receiver);
    }, 120_000);
    afterAll(() => receiver?.stop(), 30_000);

    test('an order is one trace, from the service that takes it to the one that charges for it', async () => {
      const trace = await placeOrder(receiver, orders, 'ord-17');

      expect(trace.result).toBe(201);
      expect(trace).toPropagateAcross('orders', 'payments');
      expect(trace).toBeComplete();
      expect(trace).toHaveNoStrays();
      expect(trace).toHaveNoErrors();
      expect(trace).toRecordErrors(); // without an error too: no span has a status that says there was one
      expect(trace).toHaveServiceIdentity();
      expect(trace).toFollowAttributePolicy(POLICY);
      expect(trace).toBeFreeOfPii();
      // The stable names of the semantic conventions, in all languages.
      for (const { attributes } of trace.filter({ kind: 'SERVER' })) {
        expect(Object.keys(attributes)).toEqual(expect.arrayContaining(['http.request.method', 'http.route']));
      }
      const charged = trace.get('charge card');
      expect(charged).toBeChildOf({ service: 'orders', kind: 'SERVER', name: /^POST \/orders\// });
      expect(charged).toHaveAttributes({ 'app.order.id': 'ord-17', 'app.payment.method': 'card' });
      expect(trace.get({ service: 'orders', kind: 'CLIENT' })).toBeChildOf(charged);
    });

    test('what it logs during a request names the trace', async () => {
      const trace = await placeOrder(receiver, orders, 'ord-402');

      expect(trace).toHaveLogs({ body: /an order was placed/, service: 'orders' }, { times: 1 });
      expect(trace).toHaveLogs({ body: /the card was declined/, severity: 'WARN' }, { times: 1 });
      expect(trace).toHaveCorrelatedLogs({ services: ['orders'] });
    });

    test('a declined card is an error of the work that failed, and of no server', async () => {
      const trace = await placeOrder(receiver, orders, 'ord-402');

      expect(trace.result).toBe(402);
      expect(trace.get('charge card')).toHaveStatus('ERROR');
      expect(trace.get('charge card')).toHaveException({ type: /CardDeclined$/, message: 'do not honour' });
      expect(trace.filter({ kind: 'SERVER' })).toHaveStatus('UNSET');
      expect(trace).toRecordErrors(known.errors ?? {});
      expect(trace).toFollowAttributePolicy(POLICY);
      expect(trace).toBeFreeOfPii();
    });

    test('an error that nobody catches makes every server on its way fail', async () => {
      const trace = await placeOrder(receiver, orders, 'ord-500');

      expect(trace.result).toBe(500);
      expect(trace.filter({ kind: 'SERVER' })).toHaveStatus('ERROR');
      // It is recorded where it happened, and where a caller gave up because of it.
      const failed = trace.get({ service: 'payments', kind: 'SERVER' });
      expect(failed).toHaveException({ message: 'the card terminal is broken' });
      expect(trace.get('charge card')).toHaveException({ message: 'payments answered 500' });
      expect(trace).toRecordErrors();
    });
  });

  describe(`${title}, with TRACING_XRAY`, () => {
    let receiver;
    let orders;
    beforeAll(async () => {
      receiver = await startReceiver({ xray: { indexedAttributes: ['app.order.id', 'app.tenant.id'] } });
      orders = await startBoth(receiver, { TRACING_XRAY: 'true' });
    }, 120_000);
    afterAll(() => receiver?.stop(), 30_000);

    test('a trace that begins here has an id of X-Ray, and fits', async () => {
      const place = () => fetch(`${orders.url}/orders/ord-17`, { method: 'POST' });
      const trace = await receiver.capture(place, {
        root: { service: 'orders', kind: 'SERVER' },
        services: ['orders', 'payments'],
      });

      expect(trace).toFitXRay({ epoch: true, ...known.xray });
      expect(trace).toPropagateAcross('orders', 'payments');
      expect(trace.get('charge card')).toHaveXRayAnnotation('app.order.id', 'ord-17');
    });

    test.each([['xray'], ['w3c']])('it continues a context that comes as %s', async format => {
      const trace = await placeOrder(receiver, orders, 'ord-17', { formats: [format] });

      expect(trace).toContinue();
      expect(trace).toPropagateAcross('orders', 'payments');
    });
  });

  test(`${title}: the last spans are exported when it is stopped`, async () => {
    const receiver = await startReceiver();
    const orders = await startBoth(receiver, { [exportDelay]: '60000' });
    await fetch(`${orders.url}/orders/ord-17`, { method: 'POST' });
    await orders.stop();

    const traces = await receiver.settled();
    expect(traces.find(trace => trace.find('charge card'))).toHaveSpan({ service: 'orders', kind: 'SERVER' });
    await receiver.stop();
  }, 120_000);

  test(`${title}: it samples 5 % of the requests, and whole traces of them`, async () => {
    const receiver = await startReceiver();
    const orders = await startBoth(receiver, sampling);
    const report = await measureSampling(receiver, {
      requests: 2_000,
      request: ({ signal }) => fetch(`${orders.url}/orders/ord-17`, { method: 'POST', signal }).then(it => it.text()),
      root: { service: 'orders', kind: 'SERVER' },
    });

    expect(report).toSample(0.05, { margin: 0.025, confidence: 0.9999 });
    expect(receiver.traces).toBeSampledConsistently();
    await receiver.stop();
  }, 120_000);

  return start;
}

/** Places an order, and waits for the spans of both services. */
export function placeOrder(receiver, orders, id, options = {}) {
  return receiver.capture(
    async ({ headers }) => {
      const response = await fetch(`${orders.url}/orders/${id}`, { method: 'POST', headers });
      await response.text();
      return response.status;
    },
    { services: ['orders', 'payments'], timeout: 15_000, ...options },
  );
}
