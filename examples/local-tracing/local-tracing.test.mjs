import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildTrace, readTraces, sendTraces, startReceiver, startService } from 'tracewright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import 'tracewright/vitest';
import { checkPrograms, PROGRAMS, startLocalTracing } from './start-local-tracing.mjs';

let receiver;
let folder;
beforeAll(async () => {
  checkPrograms();
  receiver = await startReceiver();
  folder = await mkdtemp(join(tmpdir(), 'local-tracing-'));
});
afterAll(async () => {
  await receiver?.stop(); // stops what the tests started, too
  await rm(folder, { recursive: true, force: true });
});

const order = () =>
  buildTrace({
    name: 'POST /orders',
    service: 'shop',
    kind: 'SERVER',
    attributes: { 'app.order.id': 'ord-7' },
    children: [{ name: 'charge', service: 'payments', kind: 'CLIENT' }],
  });

/** What a server answers for a trace, once it has both spans of it. */
async function stored(url, read = answer => answer) {
  let trace;
  await expect
    .poll(
      async () => {
        const response = await fetch(url);
        if (!response.ok) return 0;
        const file = join(folder, 'trace.json');
        await writeFile(file, JSON.stringify(read(await response.json())));
        for await (const each of readTraces(file)) trace = each;
        return trace?.spans.length ?? 0;
      },
      { timeout: 20_000 },
    )
    .toBe(2);
  return trace;
}

const TREE = {
  name: 'POST /orders',
  service: 'shop',
  attributes: { 'app.order.id': 'ord-7' },
  children: [{ name: 'charge', service: 'payments' }],
};

test.for(['http/protobuf', 'grpc'])('Jaeger shows what was sent over %s', async protocol => {
  const { command, endpoint, grpcEndpoint, ui } = await startLocalTracing(receiver, 'jaeger');
  expect(command.output).toContain(`Traces go to Jaeger: ${ui}\n`);
  const sent = order();
  await sendTraces(protocol === 'grpc' ? grpcEndpoint : endpoint, sent, { protocol });

  const trace = await stored(`${ui}/api/v3/traces/${sent.traceId}`, ({ result }) => result);
  expect(trace.traceId).toBe(sent.traceId);
  expect(trace).toHaveSpanTree(TREE);
  await command.stop();
});

test('Zipkin shows what was sent', async () => {
  const { command, endpoint, ui } = await startLocalTracing(receiver, 'zipkin');
  expect(command.output).toContain(`Traces go to Zipkin: ${ui}\n`);
  const sent = order();
  await sendTraces(endpoint, sent);

  const trace = await stored(`${ui}/api/v2/trace/${sent.traceId}`);
  // Zipkin keeps names in lower case.
  expect(trace).toHaveSpanTree({ ...TREE, name: 'post /orders' });
  await command.stop();
});

test('the console shows each span with its attributes', async () => {
  const { command, endpoint } = await startLocalTracing(receiver, 'console');
  const sent = order();
  await sendTraces(endpoint, sent);

  await expect.poll(() => command.output, { timeout: 10_000 }).toMatch(/Name +: charge/);
  expect(command.output).toMatch(/Name +: POST \/orders/);
  expect(command.output).toContain('app.order.id: Str(ord-7)');
  expect(command.output).toContain(sent.traceId);
  await command.stop();
});

test('a service with the variables that the command prints is traced', async () => {
  const { command, endpoint } = await startLocalTracing(receiver, 'console');
  const env = Object.fromEntries(
    [...command.output.matchAll(/^ {2}export (OTEL_\w+)=(\S+)$/gm)].map(([, ...pair]) => pair),
  );
  expect(env).toMatchObject({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_EXPORTER: 'otlp' });

  const service = await startService(
    ['node', '--require', '@opentelemetry/auto-instrumentations-node/register', '../ecs-sidecar/service.cjs'],
    { name: 'hello', receiver, port: 'PORT', cwd: import.meta.dirname, timeout: 30_000, env },
  );
  await fetch(`${service.url}/orders`);
  await expect.poll(() => command.output, { timeout: 10_000 }).toMatch(/service\.name: Str\(hello\)/);
  await service.stop();
  await command.stop();
});

test('before production, 15 % of the traces are recorded, as a whole', async () => {
  const { command, endpoint } = await startLocalTracing(receiver, 'console', '--pre-production');
  expect(command.output).toContain('15 % of them');
  expect(command.output).toContain('OTEL_TRACES_SAMPLER_ARG=0.15');
  const sent = Array.from({ length: 400 }, order);
  await sendTraces(endpoint, sent);
  await command.stop(); // which sends on what the collector holds

  const ids = [...command.output.matchAll(/Trace ID +: (\w{32})/g)].map(([, id]) => id);
  const kept = new Set(ids);
  expect(ids).toHaveLength(2 * kept.size);
  // 400 traces with a probability of 0.15: outside of these bounds less than once in a million times.
  expect(kept.size).toBeGreaterThan(27);
  expect(kept.size).toBeLessThan(99);
});

test('it ends with code 0 when it is asked to, and nothing goes on', async () => {
  const { command, endpoint, ui } = await startLocalTracing(receiver, 'jaeger');
  await command.stop();
  expect(await command.exited).toBe(0);
  await expect(fetch(endpoint)).rejects.toThrow('fetch failed');
  await expect(fetch(ui)).rejects.toThrow('fetch failed');
});

const NO_AWS = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_PROFILE: undefined,
  AWS_WEB_IDENTITY_TOKEN_FILE: undefined,
  AWS_CONTAINER_CREDENTIALS_FULL_URI: undefined,
  AWS_REGION: undefined,
  AWS_DEFAULT_REGION: undefined,
};
const KEY = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' };
const COLLECTOR = ['--collector', PROGRAMS.collector];
const NONE = { PATH: '/nonexistent' };

test.for([
  ['credentials for AWS', ['--to', 'xray'], NO_AWS, 'There are no credentials for AWS. Set AWS_ACCESS_KEY_ID'],
  [
    'half a key',
    ['--to', 'xray'],
    { ...NO_AWS, AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE' },
    'There are no credentials for AWS.',
  ],
  ['a region', ['--to', 'xray'], { ...NO_AWS, ...KEY }, 'There is no region for AWS. Set AWS_REGION'],
  [
    'the exporter awsxray',
    ['--to', 'xray', ...COLLECTOR],
    { ...NO_AWS, ...KEY, AWS_REGION: 'eu-central-1' },
    'has no exporter awsxray; otelcol-contrib and aws-otel-collector have.',
  ],
  [
    'a collector',
    ['--to', 'console'],
    NONE,
    'The OpenTelemetry Collector is missing: there is no otelcol-contrib, otelcol',
  ],
  ['the collector that was named', ['--collector', '/nonexistent/otelcol'], {}, '/nonexistent/otelcol is no program.'],
  ['Jaeger', ['--to', 'jaeger', ...COLLECTOR], NONE, 'docker compose --profile jaeger up'],
  [
    "Zipkin's jar",
    ['--to', 'zipkin', ...COLLECTOR, '--zipkin', '/nonexistent.jar'],
    {},
    'there is no /nonexistent.jar',
  ],
  ['Java', ['--to', 'zipkin', ...COLLECTOR, '--zipkin', PROGRAMS.zipkin], NONE, 'Java is missing'],
  ['a destination', ['--to', 'jeager'], {}, '--to is "jeager"; it must be one of jaeger, zipkin, console, xray.'],
  ['a percentage in the range', ['--pre-production', '--percent', '50'], {}, 'it must be from 10 to 20.'],
  ['a known option', ['--too', 'jaeger'], {}, "Unknown option '--too'"],
])('it says what is missing: %s', async ([, args, env, text]) => {
  const command = await startService([process.execPath, 'local-tracing.mjs', ...args], {
    name: 'local-tracing',
    receiver,
    cwd: import.meta.dirname,
    oneShot: true,
    env,
  });
  expect(await command.exited).toBe(1);
  expect(command.output).toContain(text);
  expect(command.output).not.toContain('    at ');
});
