import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildTrace, sendTraces, startCollector, startReceiver, startService } from 'tracewright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import 'tracewright/vitest';
import { synthesise } from './synthesise.mjs';

const BUILT = fileURLToPath(new URL('../../test/interop/.cache/collector/otelcol', import.meta.url));
const { COLLECTOR: binary = BUILT } = process.env;

// What ECS would give to the two containers of a task.
const { variables } = synthesise();
const { AOT_CONFIG_CONTENT: config } = variables('collector');

let receiver;
let collector;
beforeAll(async () => {
  if (!existsSync(binary)) {
    throw new Error(
      `There is no collector at ${binary}. Build it with test/interop/setup.sh, or set COLLECTOR to the path of one.`,
    );
  }
  receiver = await startReceiver();
  collector = await startCollector({ binary, config, receiver, env: { AWS_REGION: 'eu-central-1' }, timeout: 40_000 });
});
afterAll(() => receiver?.stop());

test('the collector runs with the configuration of the stack: only where spans come from and go to differs', () => {
  const given = parse(config);
  const running = parse(collector.config);
  expect(running.processors).toEqual(given.processors);
  expect(running.service.extensions).toEqual(given.service.extensions);

  const { traces } = running.service.pipelines;
  expect(traces).toEqual({ ...given.service.pipelines.traces, exporters: [expect.stringMatching(/^otlp_?http/)] });
  expect(running.exporters).toEqual({
    [traces.exporters[0]]: { endpoint: receiver.httpUrl, tls: { insecure: true } },
  });
});

test.for(['grpc', 'http/protobuf'])('what a service sends over %s arrives whole, in a batch', async protocol => {
  const sent = buildTrace({
    name: 'POST /orders',
    service: 'orders',
    kind: 'SERVER',
    attributes: { 'user.id': 'u-17', 'tenant.id': 'blue' },
    children: [{ name: 'charge', service: 'payments', status: 'ERROR', events: [{ name: 'declined' }] }],
  });
  await sendTraces(collector, sent, { protocol });

  const trace = await receiver.waitForTrace({ traceId: sent.traceId });
  expect(trace.spans.map(span => ({ ...span }))).toEqual(sent.spans.map(span => ({ ...span })));
  expect(trace).toBeComplete();
});

test('a thousand traces at once: the memory limit refuses none of them', async () => {
  const sent = Array.from({ length: 1000 }, (_, index) => buildTrace({ name: 'burst', attributes: { index } }));
  await sendTraces(collector, sent);

  await receiver.settled();
  expect(receiver.spans.filter(({ name }) => name === 'burst')).toHaveLength(sent.length);
});

test('a service with the variables of the stack is traced through the collector', async () => {
  const service = await startOrders(collector.endpoints.http);
  const trace = await receiver.capture(({ headers }) => fetch(`${service.url}/orders`, { headers }));
  await service.stop();

  const span = trace.get({ service: 'orders', kind: 'SERVER' });
  expect(span).toHaveResourceAttribute('service.version', '1.4.0');
  expect(span).toHaveResourceAttribute('deployment.environment.name', 'development');
  expect(trace).toBeComplete();
});

test('the service answers without a collector', async () => {
  // Nothing listens on port 1.
  const service = await startOrders('http://127.0.0.1:1');
  const response = await fetch(`${service.url}/orders`);
  expect(await response.text()).toBe('ordered');
  await service.stop();
});

test('the health check answers while the collector runs', async () => {
  const { endpoint } = parse(collector.config).extensions.health_check;
  const { status } = await fetch(`http://${endpoint}/`);
  expect(status).toBe(200);
});

/** A service with exactly the variables of the container, but for the endpoint and the port. */
function startOrders(endpoint) {
  const { PORT, OTEL_EXPORTER_OTLP_ENDPOINT, ...env } = variables('service');
  expect(OTEL_EXPORTER_OTLP_ENDPOINT).toBe('http://localhost:4318');
  return startService(['node', '--require', '@opentelemetry/auto-instrumentations-node/register', 'service.cjs'], {
    name: 'orders',
    receiver,
    port: 'PORT',
    cwd: import.meta.dirname,
    timeout: 30_000,
    env: { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
  });
}
