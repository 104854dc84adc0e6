import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { expect as jestExpect } from 'expect';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import '../../matchers/vitest.ts';
import type { Collector } from '../../src/collector/collector.ts';
import type { CollectorOptions } from '../../src/collector/collector-options.ts';
import { startCollector } from '../../src/collector/start-collector.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { startService } from '../../src/services/start-service.ts';
import { failureOf } from '../failure-of.ts';
import { send } from '../otlp-request.ts';

const LISTENER = ['node', fileURLToPath(new URL('fixtures/listener.js', import.meta.url))];
const YAML = `receivers:
  otlp:
    protocols:
      grpc:
      http:
processors:
  batch:
    timeout: 300ms
exporters:
  otlphttp:
    endpoint: https://traces.example.com
service:
  pipelines:
    traces:
      receivers: [otlp]
      processors: [batch]
      exporters: [otlphttp]
`;

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.stop());

function start(options: Partial<CollectorOptions> = {}): Promise<Collector> {
  return startCollector({ command: LISTENER, config: YAML, receiver, ...options });
}

/** A program that reads no configuration. */
function script(code: string): readonly string[] {
  return ['node', '--eval', code, '--'];
}

/** The error of a start with these options; a command that is undefined is left out. */
async function failure(options: Readonly<Record<string, unknown>>): Promise<{ code: string; text: string }> {
  const { command = undefined, ...others } = { command: LISTENER, config: YAML, receiver, ...options };
  const given = command === undefined ? others : { command, ...others };
  const error = await startCollector(given as CollectorOptions).then(
    () => undefined,
    (reason: Error & { code: string }) => reason,
  );
  const text = String(error?.message)
    .replace(/^Command: .*$/m, 'Command:   <command>')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>');
  return { code: String(error?.code), text };
}

/** The folders of configurations that were not deleted. */
function leftBehind(): readonly string[] {
  return readdirSync(tmpdir()).filter(name => name.startsWith('tracewright-collector-'));
}

describe('a collector that started', () => {
  test('has endpoints of its own, tells what was changed, and leaves no file behind', async () => {
    const before = leftBehind();
    const collector = await start();
    expect(collector.endpoints.http).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(collector.endpoints.grpc).not.toBe(collector.endpoints.http);
    expect(collector.receivers).toEqual({ otlp: collector.endpoints });
    expect(collector.config).toContain(`endpoint: "${receiver.httpUrl}"`);
    expect(collector.changes).toContain(
      `exporters.otlphttp.endpoint: https://traces.example.com -> ${receiver.httpUrl}`,
    );
    expect(leftBehind()).toEqual(before);
  });

  test('hands services the variables that lead to it', async () => {
    const collector = await start();
    expect(collector.env({ service: 'orders' })).toMatchObject({
      OTEL_SERVICE_NAME: 'orders',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoints.http,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    });
    expect(collector.env({ protocol: 'grpc' }).OTEL_EXPORTER_OTLP_ENDPOINT).toBe(collector.endpoints.grpc);
    const grpcOnly = await start({ config: YAML.replace('      http:\n', '') });
    expect(grpcOnly.endpoints.http).toBeUndefined();
    expect(grpcOnly.env()).toMatchObject({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' });
  });

  test('gets its arguments, and the configuration where the command says', async () => {
    const collector = await start({ command: [...LISTENER, '--feature-gates=a', '--set=x', '{config}'] });
    expect(collector.output).toContain('started with --feature-gates=a');
    expect((await start({ command: [...LISTENER, '--verbose'] })).output).toContain('started with --verbose');
  });

  test('counts as ready without the line as well, since a log level can hide it', async () => {
    const quiet = script(
      `const { parse } = require('yaml'); const { readFileSync } = require('fs');
       const { protocols } = parse(readFileSync(process.argv.at(-1), 'utf8')).receivers.otlp;
       for (const { endpoint } of Object.values(protocols)) require('net').createServer(s => s.end()).listen(endpoint.split(':')[1], '127.0.0.1');`,
    );
    expect((await start({ command: quiet })).output).toBe('');
  });

  test('counts as ready by the sign that the user names', async () => {
    const collector = await start({
      command: script('console.log("up"); setInterval(() => {}, 1000)'),
      ready: { log: /^up$/ },
    });
    expect(collector.output).toContain('up');
  });

  test('stops with its receiver, after the services', async () => {
    const order: string[] = [];
    const collector = await start();
    const service = await startService(['node', '--eval', 'setInterval(() => {}, 1000); console.log("up")'], {
      name: 'orders',
      receiver,
      ready: { log: /up/ },
    });
    void collector.exited.then(() => order.push('collector'));
    void service.exited.then(() => order.push('service'));
    await receiver.stop();
    expect(order).toEqual(['service', 'collector']);
    expect(await collector.exited).toBe(143);
  });

  test('is printed without its configuration, which may hold secrets', async () => {
    const config = YAML.replace('exporters:\n', 'exporters:\n  debug:\n    token: sk_live_51Habcdefghijkl\n');
    const collector = await start({ config });
    expect(collector.config).toContain('sk_live_51Habcdefghijkl');
    const shown = `Collector { collector, ${collector.endpoints.http}, ${collector.endpoints.grpc} }`;
    expect(JSON.stringify({ collector })).toBe(JSON.stringify({ collector: shown }));
    expect(inspect(collector)).toBe(shown);
    expect(inspect([{ in: { collector } }])).toContain('[Collector]');
    const diff = failureOf(() => jestExpect({ collector }).toEqual({ collector: { name: 'orders' } }));
    expect(diff).toContain(shown);
    expect(diff).not.toContain('sk_live_51Habcdefghijkl');
  });

  test('is no service of which spans are missing', async () => {
    await start();
    await expect(receiver.waitForSpan('nothing', { timeout: 50 })).rejects.not.toThrow('No span of collector');
  });
});

describe('the delay that its configuration causes', () => {
  test('makes waits longer while it runs', async () => {
    const collector = await start();
    expect(collector.upstreamDelay).toBe(300);
    const began = performance.now();
    const trace = await receiver.capture(({ headers }) =>
      send(receiver, { traceId: String(headers.traceparent).slice(3, 35) }),
    );
    expect(performance.now() - began).toBeGreaterThanOrEqual(400);
    expect(trace.spans).toHaveLength(1);

    await collector.stop();
    const again = performance.now();
    await receiver.capture(() => undefined, { sampled: false });
    expect(performance.now() - again).toBeLessThan(300);
  });

  test('makes the default timeout longer, too', async () => {
    await start({ config: YAML.replace('300ms', '30s') });
    const waiting = receiver.waitForSpan('late', { timeout: 50 });
    await expect(waiting).rejects.toThrow('within 50 ms');
    const other = await startReceiver({ upstreamDelay: 100 });
    const failed = other.waitForSpan('late');
    await expect(failed).rejects.toThrow('within 4,100 ms');
    await other.stop();
  });

  test('is refused by a receiver whose own timeout is shorter', async () => {
    const short = await startReceiver({ timeout: 2_000 });
    expect((await failure({ receiver: short, config: YAML.replace('300ms', '5s') })).text).toMatchSnapshot();
    await short.stop();
  });

  test('is forgotten when the start failed', async () => {
    await failure({ command: ['no-such-collector'], config: YAML.replace('300ms', '30s') });
    const began = performance.now();
    await receiver.capture(() => undefined, { sampled: false });
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});

describe('a collector that did not start', () => {
  const says = (text: string, code = 1) => script(`console.error(${JSON.stringify(text)}); process.exitCode = ${code}`);
  test.for([
    ['a program that is not there', { command: ['no-such-collector'] }, 'SERVICE_NOT_STARTED'],
    ['a binary that is not there', { command: undefined, binary: './no/such/otelcol' }, 'SERVICE_NOT_STARTED'],
    [
      'a configuration that it refuses',
      {
        command: says(
          'Error: invalid configuration: processors::batch: timeout must not be negative\n2026/11/30 22:10:00 collector server run finished with error: invalid',
        ),
      },
      'INVALID_COLLECTOR_CONFIG',
    ],
    [
      'a component that cannot start',
      {
        command: says(
          'Error: cannot start pipelines: failed to start "otlphttp" exporter: open ca.pem: no such file or directory',
        ),
      },
      'SERVICE_EXITED',
    ],
    ['a port that is taken', { command: LISTENER, env: { THEN_FAIL: '1' } }, 'ADDRESS_IN_USE'],
    ['no message at all', { command: script('process.exitCode = 3') }, 'SERVICE_EXITED'],
    ['nothing that listens', { command: script('setInterval(() => {}, 1000)'), timeout: 200 }, 'SERVICE_NOT_READY'],
  ] as const)('%s', async ([, { command, ...options }, code]) => {
    const failed = await failure({ command, ...options });
    expect(failed).toMatchSnapshot();
    expect(failed.code).toBe(code);
  });

  test('no file is left behind', async () => {
    const before = leftBehind();
    await failure({ command: ['no-such-collector'] });
    expect(leftBehind()).toEqual(before);
  });
});

describe('misuse', () => {
  test.for([
    ['no receiver', { receiver: undefined }],
    ['a URL as the receiver', { receiver: 'http://127.0.0.1:4318' }],
    ['neither command nor binary', { command: undefined }],
    ['both command and binary', { binary: 'otelcol' }],
    ['a command as text', { command: 'otelcol --config x' }],
    ['no configuration', { config: undefined }],
    ['a configuration that is a list', { config: [] }],
    ['an unknown option', { configg: YAML }],
    ['an unknown way to be ready', { ready: { lg: /x/ } }],
    ['a timeout that is none', { timeout: 'soon' }],
    ['an empty name', { name: '' }],
    ['a pipeline that is not there', { pipeline: 'trace' }],
  ] as const)('refuses: %s', async ([, options]) => {
    expect((await failure(options)).text).toMatchSnapshot();
  });

  test('a receiver that was stopped', async () => {
    const stopped = await startReceiver();
    await stopped.stop();
    expect((await failure({ receiver: stopped })).code).toBe('RECEIVER_STOPPED');
  });

  test('its ports are those of nobody else', async () => {
    const [a, b] = await Promise.all([start(), start()]);
    const ports = [a, b].flatMap(({ endpoints }) => [endpoints.http, endpoints.grpc]);
    expect(new Set(ports).size).toBe(4);
  });
});
