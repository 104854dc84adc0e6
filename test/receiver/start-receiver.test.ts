import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import type { TracewrightError } from '../../src/errors.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { startService } from '../../src/services/start-service.ts';
import { send } from '../otlp-request.ts';

test('listens on loopback and free ports', async () => {
  const receiver = await startReceiver();
  expect(receiver.httpUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(receiver.grpcUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(receiver.grpcUrl).not.toBe(receiver.httpUrl);
  await receiver.stop();
});

test('two receivers in one process never see each other’s spans', async () => {
  const [a, b] = await Promise.all([startReceiver({ grpcPort: false }), startReceiver({ grpcPort: false })]);
  await send(a, { name: 'for a' });
  expect(a.spans.map(span => span.name)).toEqual(['for a']);
  expect(b.spans).toEqual([]);
  await Promise.all([a.stop(), b.stop()]);
});

test('says which option to change when its port is taken, and leaves the other process alone', async () => {
  const holder = createServer();
  await new Promise<void>(resolve => holder.listen(0, '127.0.0.1', resolve));
  const { port } = holder.address() as { port: number };
  for (const option of ['httpPort', 'grpcPort']) {
    const error = await startReceiver({ [option]: port }).catch((reason: unknown) => reason as TracewrightError);
    expect(error).toMatchObject({ code: 'ADDRESS_IN_USE', message: expect.stringContaining(`Leave ${option} out`) });
  }
  expect(holder.listening).toBe(true);
  holder.close();
});

test('is gone after stop, which can be called twice', async () => {
  const receiver = await startReceiver();
  const { httpUrl } = receiver;
  await Promise.all([receiver.stop(), receiver.stop()]);
  await expect(fetch(`${httpUrl}/v1/traces`)).rejects.toThrow();
});

test('stops by itself at the end of an `await using` block', async () => {
  const receiver = await startReceiver({ grpcPort: false });
  await receiver[Symbol.asyncDispose]();
  await expect(fetch(`${receiver.httpUrl}/v1/traces`)).rejects.toThrow();
});

test('offers no endpoint that is off', async () => {
  const receiver = await startReceiver({ httpPort: false });
  expect(receiver.httpUrl).toBeUndefined();
  expect(receiver.env().OTEL_EXPORTER_OTLP_ENDPOINT).toBe(receiver.grpcUrl);
  expect(() => receiver.env({ protocol: 'http/json' })).toThrow(/endpoint for it is off/);
  await receiver.stop();
});

test('never hands out the wildcard address', async () => {
  const receiver = await startReceiver({ host: '0.0.0.0' });
  expect(`${receiver.httpUrl} ${receiver.grpcUrl}`).not.toContain('0.0.0.0');
  expect((await send(receiver, {})).status).toBe(200);
  await receiver.stop();
});

test('env makes an SDK send all of it, at once, to this receiver', async () => {
  const receiver = await startReceiver();
  expect(receiver.env({ service: 'orders' })).toEqual({
    OTEL_SERVICE_NAME: 'orders',
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.httpUrl,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_PYTHON_LOGGING_AUTO_INSTRUMENTATION_ENABLED: 'true',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_TRACES_SAMPLER: 'always_on',
    OTEL_PROPAGATORS: 'tracecontext,baggage',
    OTEL_BSP_SCHEDULE_DELAY: '50',
    OTEL_BLRP_SCHEDULE_DELAY: '50',
    OTEL_BSP_MAX_QUEUE_SIZE: '65536',
    OTEL_NODE_RESOURCE_DETECTORS: 'env,host,os,process,serviceinstance',
    QUARKUS_OTEL_SERVICE_NAME: 'orders',
    QUARKUS_OTEL_SDK_DISABLED: 'false',
    QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT: receiver.httpUrl,
    QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    QUARKUS_OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: receiver.httpUrl,
    QUARKUS_OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf',
    QUARKUS_OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: receiver.httpUrl,
    QUARKUS_OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/protobuf',
    QUARKUS_OTEL_BSP_SCHEDULE_DELAY: '50ms',
    QUARKUS_OTEL_BLRP_SCHEDULE_DELAY: '50ms',
    QUARKUS_OTEL_BSP_MAX_QUEUE_SIZE: '65536',
  });
  const container = receiver.env({
    host: 'host.docker.internal',
    protocol: 'grpc',
    propagators: ['xray'],
    sampler: 'always_off',
  });
  expect(container).toMatchObject({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.grpcUrl.replace('127.0.0.1', 'host.docker.internal'),
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_PROPAGATORS: 'xray',
    OTEL_TRACES_SAMPLER: 'always_off',
  });
  expect(() => receiver.env({ protocol: 'http' as never })).toThrow(/Did you mean "http\/json"\?|Valid: grpc/);
  expect(() => receiver.env({ servce: 'x' } as never)).toThrow(/Did you mean "service"/);
  await receiver.stop();
});

test('env leaves a service its own sampler, or gives it one with an argument', async () => {
  const receiver = await startReceiver();
  const inherited = receiver.env({ sampler: 'inherit' });
  expect(Object.keys(inherited).filter(name => name.includes('SAMPLER'))).toEqual([]);
  expect(receiver.env({ sampler: 'traceidratio', samplerArg: 0.1 })).toMatchObject({
    OTEL_TRACES_SAMPLER: 'traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.1',
  });
  expect(receiver.env({ sampler: 'xray', samplerArg: 'endpoint=http://127.0.0.1:2000' })).toMatchObject({
    OTEL_TRACES_SAMPLER_ARG: 'endpoint=http://127.0.0.1:2000',
  });
  expect(receiver.env({ sampler: 'a vendor of theirs' }).OTEL_TRACES_SAMPLER).toBe('a vendor of theirs');
  expect(() => receiver.env({ sampler: 'traceIdRatio' })).toThrow('Did you mean "traceidratio"?');
  expect(() => receiver.env({ sampler: 'traceidratio', samplerArg: 10 })).toThrow('a ratio from 0 to 1');
  expect(() => receiver.env({ samplerArg: 0.1 })).toThrow('the sampler always_on takes no argument');
  expect(() => receiver.env({ sampler: 'inherit', samplerArg: 1 })).toThrow('takes no argument');
  await receiver.stop();
});

test('env names endpoint and protocol together, for Quarkus too, which speaks no JSON', async () => {
  const receiver = await startReceiver();
  expect(receiver.env({ protocol: 'grpc' })).toMatchObject({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.grpcUrl,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT: receiver.grpcUrl,
    QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
  });
  const json = receiver.env({ protocol: 'http/json' });
  expect(json).toMatchObject({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.httpUrl,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  });
  expect(Object.keys(json).join()).not.toContain('QUARKUS');
  await receiver.stop();
});

test.each<[string, object, string]>([
  ['a misspelt option', { grpcport: 0 }, 'UNKNOWN_OPTION'],
  ['an undefined option', { host: undefined }, 'UNDEFINED_EXPECTATION'],
  ['a port out of range', { httpPort: 70_000 }, 'INVALID_OPTION'],
  ['both ports off', { httpPort: false, grpcPort: false }, 'INVALID_OPTION'],
  ['a limit of 0', { maxRequestBytes: 0 }, 'INVALID_OPTION'],
])('refuses %s', async (_, options, code) => {
  await expect(startReceiver(options)).rejects.toMatchObject({ code });
});

test('a service is not started for a receiver that was stopped', async () => {
  const receiver = await startReceiver({ grpcPort: false });
  await receiver.stop();
  const starting = startService(['node', '--version'], { name: 'job', receiver, oneShot: true });
  await expect(starting).rejects.toMatchObject({ code: 'RECEIVER_STOPPED' });
});
