import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { TracewrightError } from '../../src/errors.ts';
import { ATTACHMENTS } from '../../src/receiver/attachments.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { freePort } from '../../src/services/free-port.ts';
import type { ServiceOptions } from '../../src/services/service-options.ts';
import { startService } from '../../src/services/start-service.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
const SERVER = ['node', fixture('server.js')];
const script = (code: string): string[] => ['node', '--eval', code];

/** What these tests start inherits it. */
const MARK = `START_SERVICE_TEST=${process.pid}`;
beforeAll(() => {
  process.env.START_SERVICE_TEST = String(process.pid);
});
// Readable only while a process runs: one that has ended has no environment any more.
afterAll(() => vi.waitFor(() => expect(marked()).toEqual([]), { timeout: 5_000 }));

/** The command lines of the processes that these tests have started and that still run; on Linux. */
function marked(): string[] {
  if (process.platform !== 'linux') return [];
  const read = (pid: string, file: string): string => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8');
    } catch {
      return '';
    }
  };
  return readdirSync('/proc')
    .filter(pid => /^\d+$/.test(pid) && read(pid, 'environ').split('\0').includes(MARK))
    .map(pid => read(pid, 'cmdline').replaceAll('\0', ' '));
}

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await receiver.stop();
});

async function failure(
  command: readonly string[],
  options: Omit<ServiceOptions, 'receiver'>,
): Promise<TracewrightError> {
  const error: unknown = await startService(command, { receiver, ...options }).catch((reason: unknown) => reason);
  if (error instanceof TracewrightError) return error;
  throw new Error(`expected a TracewrightError, received ${String(error)}`);
}

/** A text with what differs from run to run made alike. */
function masked(error: Error): string {
  return error.message
    .replaceAll(dirname(fixture('x')), '<fixtures>')
    .replace(/(127\.0\.0\.1|\[::1\]):\d+/g, '$1:<port>')
    .replace(/listening on \d+/g, 'listening on <port>')
    .replace(/its port \d+/g, 'its port <port>')
    .replace(new RegExp(`process ${process.pid} \\(.*?\\)+,`, 'g'), 'this process,');
}

async function environmentOf(url: string): Promise<Record<string, string>> {
  const response = await fetch(url);
  return (await response.json()) as Record<string, string>;
}

describe('readiness', () => {
  test('by default a service is ready when something listens on the port that it was given', async () => {
    const service = await startService(SERVER, {
      name: 'orders',
      receiver,
      port: 'PORT',
      env: { LISTEN_AFTER_MS: '100' },
    });
    expect(service.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await environmentOf(service.url)).PORT).toBe(new URL(service.url).port);
  });

  test('services that start side by side get ports of their own', async () => {
    const services = await Promise.all(
      Array.from({ length: 4 }, (_, index) => startService(SERVER, { name: `s${index}`, receiver, port: 'PORT' })),
    );
    expect(new Set(services.map(service => service.url)).size).toBe(4);
  });

  test('a port is none that the system gives out to others before the service has bound it', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port: ephemeral } = server.address() as AddressInfo;
    server.close();
    const ports = await Promise.all(Array.from({ length: 20 }, () => freePort(() => false)));
    expect(Math.max(...ports)).toBeLessThan(ephemeral);
  });

  test('a port is not given twice, whoever asks', async () => {
    const ports = await Promise.all(Array.from({ length: 600 }, () => freePort(() => false)));
    expect(new Set(ports).size).toBe(600);
  });

  describe.runIf(process.platform === 'linux')('when another process took the port before the service', () => {
    const ways: [what: string, options: Pick<ServiceOptions, 'ready'>][] = [
      ['a connection to it', {}],
      ['an answer from it', { ready: { url: '/' } }],
    ];
    test.each(ways)('%s is no sign of the service', async (_what, options) => {
      const starting = failure(SERVER, {
        name: 'slow',
        port: 'PORT',
        env: { LISTEN_AFTER_MS: '400' },
        timeout: 10_000,
        ...options,
      });
      const other = await listenOnItsPort((_request, response) => response.end());
      const error = await starting;
      other.close();
      expect(error.code).toBe('SERVICE_EXITED');
      expect(error.message).toContain('EADDRINUSE');
      expect(masked(error).split('\n').at(-1)).toBe(
        'Hint: its port <port> was taken meanwhile: this process, which this service did not start, listens there.',
      );
    });

    test('a service that does not get ready says so', async () => {
      const options = { name: 'slow', port: 'PORT', env: { LISTEN_AFTER_MS: '60000' }, timeout: 800 };
      const starting = failure(SERVER, options);
      const other = await listenOnItsPort((_request, response) => response.end());
      const error = await starting;
      other.close();
      expect(masked(error)).toMatchInlineSnapshot(`
        "SERVICE_NOT_READY: slow was not ready within 800 ms, and was killed.
        Awaited:   a TCP connection to 127.0.0.1:<port>, the port that it was given as PORT
        Instead:   this process, which this service did not start, listens there
        Command:   node <fixtures>/server.js
        Last output:
          starting up"
      `);
    });

    async function listenOnItsPort(listener: RequestListener): Promise<Server> {
      const [start] = receiver[ATTACHMENTS].services as ReadonlySet<{ readonly port?: number }>;
      const port = await vi.waitUntil(() => start?.port, { interval: 1 });
      const server = createHttpServer(listener).listen(port, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }
  });

  test('what a service starts may listen for it', async () => {
    // The shell must read $! only when it gets the signal: in double quotes it is empty, and the server lives on.
    const shell = ['sh', '-c', `trap 'kill $!; wait' TERM; node "$0" & wait`, fixture('server.js')];
    const service = await startService(shell, { name: 'behind a shell', receiver, port: 'PORT' });
    expect((await environmentOf(service.url)).PORT).toBe(new URL(service.url).port);
    await service.stop();
    expect(service.output).toMatch(/SIGTERM taken\n$/);
    await expect(fetch(service.url)).rejects.toThrow('fetch failed');
  });

  test('a path is asked until it answers with a 2xx status', async () => {
    const service = await startService(SERVER, {
      name: 'orders',
      receiver,
      port: 'PORT',
      ready: { url: '/health' },
      env: { UNREADY_ANSWERS: '3', LISTEN_AFTER_MS: '50' },
    });
    expect((await fetch(`${service.url}/health`)).status).toBe(204);
  });

  test('a whole URL and a fixed port can be awaited', async () => {
    const [first, second] = [await freePort(() => false), await freePort(port => port === 0)];
    const byUrl = await startService(SERVER, {
      name: 'by-url',
      receiver,
      ready: { url: `http://127.0.0.1:${first}/health` },
      env: { PORT: String(first), UNREADY_ANSWERS: '2' },
    });
    const byPort = await startService(SERVER, {
      name: 'by-port',
      receiver,
      ready: { port: second },
      env: { PORT: String(second) },
    });
    expect([byUrl.url, byPort.url]).toEqual([undefined, undefined]);
    for (const port of [first, second]) expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(204);
  });

  test('a line of its output can be awaited, from stdout or stderr, also with a global RegExp', async () => {
    const service = await startService(SERVER, { name: 'orders', receiver, ready: { log: /^listening on \d+$/g } });
    expect(service.output).toMatch(/^starting up\nlistening on \d+\n$/);
    await startService(SERVER, { name: 'orders', receiver, ready: { log: /starting/ } });
  });

  test('a prompt without a line end counts as a line', async () => {
    const service = await startService(
      script(
        'process.stdout.write("rea"); setTimeout(() => process.stdout.write("dy> "), 20); setTimeout(() => {}, 60_000)',
      ),
      {
        name: 'shell',
        receiver,
        ready: { log: /^ready> $/ },
      },
    );
    expect(service.output).toBe('ready> ');
  });
});

describe('a service that does not come up', () => {
  test('says with which code it exited, and what it printed last', async () => {
    const error = await failure(script('console.error("no database"); process.exit(3)'), {
      name: 'orders',
      port: 'PORT',
    });
    expect(error.code).toBe('SERVICE_EXITED');
    expect(masked(error)).toMatchInlineSnapshot(`
      "SERVICE_EXITED: orders exited with code 3 before it was ready.
      Command:   node --eval "console.error(\\"no database\\"); process.exit(3)"
      Last output:
        no database"
    `);
  });

  test('says which signal ended it', async () => {
    const error = await failure(script('process.kill(process.pid, "SIGABRT")'), { name: 'orders', port: 'PORT' });
    expect(masked(error)).toMatchInlineSnapshot(`
      "SERVICE_EXITED: orders was ended by SIGABRT before it was ready.
      Command:   node --eval "process.kill(process.pid, \\"SIGABRT\\")"
      Output:    none"
    `);
  });

  test('shows the last 20 lines of its output, each cut at 500 characters', async () => {
    const code =
      'for (let i = 0; i < 100; i++) console.log("line " + i); console.log("x".repeat(600)); process.exit(1)';
    const lines = (await failure(script(code), { name: 'orders', port: 'PORT' })).message.split('\n');
    const output = lines.slice(lines.indexOf('Last output:') + 1);
    expect(output).toHaveLength(20);
    expect(output[0]).toBe('  line 81');
    expect(output[19]).toBe(`  ${'x'.repeat(500)}...`);
  });

  test('says that nothing listens on its port, and is killed', async () => {
    const error = await failure([...SERVER], {
      name: 'orders',
      port: 'PORT',
      timeout: 1_500,
      env: { LISTEN_AFTER_MS: '60000' },
    });
    expect(error.code).toBe('SERVICE_NOT_READY');
    expect(masked(error)).toMatchInlineSnapshot(`
      "SERVICE_NOT_READY: orders was not ready within 1,500 ms, and was killed.
      Awaited:   a TCP connection to 127.0.0.1:<port>, the port that it was given as PORT
      Instead:   ECONNREFUSED
      Command:   node <fixtures>/server.js
      Last output:
        starting up"
    `);
  });

  test('says that it listens on the IPv6 loopback only', async () => {
    const error = await failure(SERVER, { name: 'orders', port: 'PORT', timeout: 2_500, env: { HOST: '::1' } });
    expect(masked(error)).toMatchInlineSnapshot(`
      "SERVICE_NOT_READY: orders was not ready within 2,500 ms, and was killed.
      Awaited:   a TCP connection to 127.0.0.1:<port>, the port that it was given as PORT
      Instead:   ECONNREFUSED
      Command:   node <fixtures>/server.js
      Last output:
        starting up
        listening on <port>
      Hint: it listens on [::1]:<port> only. Let it listen on 127.0.0.1, or on all addresses."
    `);
  });

  test('says which HTTP status came last', async () => {
    const error = await failure(SERVER, {
      name: 'orders',
      port: 'PORT',
      ready: { url: '/health' },
      timeout: 2_500,
      env: { UNREADY_ANSWERS: '1000000' },
    });
    expect(masked(error)).toMatchInlineSnapshot(`
      "SERVICE_NOT_READY: orders was not ready within 2,500 ms, and was killed.
      Awaited:   a 2xx answer from http://127.0.0.1:<port>/health
      Instead:   HTTP 503
      Command:   node <fixtures>/server.js
      Last output:
        starting up
        listening on <port>"
    `);
  });

  test('says which line was awaited', async () => {
    const error = await failure(script('setTimeout(() => {}, 60_000)'), {
      name: 'orders',
      ready: { log: /listening/i },
      timeout: 300,
    });
    expect(masked(error)).toMatchInlineSnapshot(`
      "SERVICE_NOT_READY: orders was not ready within 300 ms, and was killed.
      Awaited:   a line of output that matches /listening/i
      Command:   node --eval "setTimeout(() => {}, 60_000)"
      Output:    none"
    `);
  });

  test('says that there is no such command, and no such folder', async () => {
    const command = await failure(['noode', 'orders.js'], { name: 'orders', port: 'PORT' });
    expect(command.code).toBe('SERVICE_NOT_STARTED');
    expect(masked(command)).toMatchInlineSnapshot(`
      "SERVICE_NOT_STARTED: orders could not be started: there is no command "noode" on the PATH.
      Command:   noode orders.js"
    `);
    const folder = await failure(['node', 'orders.js'], { name: 'orders', port: 'PORT', cwd: '/no/such/folder' });
    expect(folder.code).toBe('SERVICE_NOT_STARTED');
    expect(masked(folder)).toMatchInlineSnapshot(`
      "SERVICE_NOT_STARTED: orders could not be started: its cwd "/no/such/folder" is not a folder.
      Command:   node orders.js   (in /no/such/folder)"
    `);
    const file = await failure([fixture('server.js')], { name: 'orders', port: 'PORT' });
    expect(masked(file)).toMatchInlineSnapshot(`
      "SERVICE_NOT_STARTED: orders could not be started: "<fixtures>/server.js" may not be executed.
      Command:   <fixtures>/server.js"
    `);
  });

  test('says that another process has its port, when the service says so and exits', async () => {
    const other = await startService(SERVER, { name: 'other', receiver, port: 'PORT' });
    const port = new URL(other.url).port;
    const error = await failure(SERVER, { name: 'orders', env: { PORT: port }, ready: { log: /^listening/ } });
    expect(error).toMatchObject({ code: 'SERVICE_EXITED', message: expect.stringContaining('EADDRINUSE') });
  });

  test('is not started at all when another process would pass for it', async () => {
    const other = await startService(SERVER, { name: 'other', receiver, port: 'PORT' });
    const port = Number(new URL(other.url).port);
    const byPort = await failure(SERVER, { name: 'orders', ready: { port } });
    expect(byPort.code).toBe('SERVICE_NOT_STARTED');
    expect(masked(byPort)).toMatchInlineSnapshot(
      `"SERVICE_NOT_STARTED: orders was not started: 127.0.0.1:<port> accepts connections already, so another process would pass for it. Was one left by an earlier run?"`,
    );
    const byUrl = await failure(SERVER, { name: 'orders', ready: { url: `${other.url}/health` } });
    expect(masked(byUrl)).toMatchInlineSnapshot(
      `"SERVICE_NOT_STARTED: orders was not started: http://127.0.0.1:<port>/health answers with a 2xx status already, so another process would pass for it. Was one left by an earlier run?"`,
    );
  });

  test('leaves nothing behind', async () => {
    const pidLine = 'console.log("pid " + process.pid); setTimeout(() => {}, 60_000)';
    const error = await failure(script(pidLine), { name: 'orders', port: 'PORT', timeout: 1_500 });
    const pid = Number(/pid (\d+)/.exec(error.message)?.[1]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

describe('the environment', () => {
  test('is led to the receiver, whatever the tests themselves run with', async () => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'http://collector.example:4318/v1/traces');
    vi.stubEnv('OTEL_SDK_DISABLED', 'true');
    vi.stubEnv('OTEL_SERVICE_NAME', 'the-tests');
    vi.stubEnv('OTEL_TRACES_SAMPLER_ARG', '0');
    vi.stubEnv('KEPT', 'as it is');
    vi.stubEnv('UNSET', 'not wanted');
    const service = await startService(SERVER, {
      name: 'orders',
      receiver,
      port: 'PORT',
      env: { UNSET: undefined, OTEL_BSP_SCHEDULE_DELAY: '20' },
      propagators: ['xray'],
      protocol: 'grpc',
    });
    const environment = await environmentOf(service.url);
    expect(environment).toMatchObject({
      OTEL_SERVICE_NAME: 'orders',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.grpcUrl,
      OTEL_PROPAGATORS: 'xray',
      OTEL_BSP_SCHEDULE_DELAY: '20',
      KEPT: 'as it is',
    });
    for (const name of [
      'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
      'OTEL_SDK_DISABLED',
      'OTEL_TRACES_SAMPLER_ARG',
      'UNSET',
    ]) {
      expect(environment).not.toHaveProperty(name);
    }
  });

  test('has none of the variables that would lead its telemetry elsewhere', async () => {
    const signals = ['TRACES', 'LOGS', 'METRICS'].flatMap(signal => [
      `OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`,
      `OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`,
    ]);
    const overriding = ['OTEL_CONFIG_FILE', 'OTEL_EXPERIMENTAL_CONFIG_FILE', 'OTEL_SDK_DISABLED', ...signals];
    for (const name of overriding) vi.stubEnv(name, 'of the tests');
    vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', 'http/json');
    vi.stubEnv('OTEL_BSP_SCHEDULE_DELAY', '0');
    const service = await startService(SERVER, { name: 'orders', receiver, port: 'PORT' });
    const environment = await environmentOf(service.url);
    for (const name of overriding) expect(environment).not.toHaveProperty(name);
    expect(environment).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.httpUrl,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_BSP_SCHEDULE_DELAY: '50',
    });
  });

  test('can have its service name given over', async () => {
    const service = await startService(SERVER, {
      name: 'orders',
      receiver,
      port: 'PORT',
      env: { OTEL_SERVICE_NAME: 'orders-v2' },
    });
    expect((await environmentOf(service.url)).OTEL_SERVICE_NAME).toBe('orders-v2');
  });
});

describe('stopping', () => {
  test('lets the SDK of the service export its last spans', async () => {
    const service = await startService(
      ['node', '--require', '@opentelemetry/auto-instrumentations-node/register', fixture('batching.cjs')],
      {
        name: 'batching',
        receiver,
        port: 'PORT',
        timeout: 20_000,
        env: {
          OTEL_BSP_SCHEDULE_DELAY: '60000',
          OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http',
          OTEL_NODE_RESOURCE_DETECTORS: 'env',
        },
      },
    );
    await fetch(service.url, { headers: { connection: 'close' } });
    expect(receiver.stats.spans).toBe(0);
    await service.stop();
    expect(receiver.get('work').parent).toMatchObject({ kind: 'SERVER', service: 'batching' });
  }, 30_000);

  test('takes in what a service has sent before it is stopped, though its SDK exports nothing on SIGTERM', async () => {
    const service = await startService(['node', fixture('unflushed.cjs')], {
      name: 'unflushed',
      receiver,
      port: 'PORT',
    });
    for (let request = 0; request < 20; request++) await fetch(service.url);
    await service.stop();
    expect(await service.exited).toBe(143);
    expect(receiver.filter('work')).toHaveLength(20);
  });

  test('sends SIGTERM and resolves once the service has ended, its output complete', async () => {
    const service = await startService(SERVER, { name: 'orders', receiver, port: 'PORT' });
    await Promise.all([service.stop(), service.stop()]);
    await service.stop();
    expect(service.output).toMatch(/SIGTERM taken\n$/);
    expect(await service.exited).toBe(0);
  });

  test('sends SIGKILL after the grace', async () => {
    const service = await startService(['node', fixture('stubborn.js')], {
      name: 'stubborn',
      receiver,
      ready: { log: /up/ },
      grace: 200,
    });
    await service.stop();
    expect(service.output).toBe('up\nSIGTERM ignored\n');
    expect(await service.exited).toBe(137);
  });

  test('does not wait for a child in a group of its own that holds its output open', async () => {
    const code = `const child = require('node:child_process').spawn('sleep', ['30'], { stdio: 'inherit', detached: true });
      console.log('child ' + child.pid); setInterval(() => {}, 1_000)`;
    const service = await startService(script(code), { name: 'parent', receiver, ready: { log: /child \d/ } });
    await service.stop();
    expect(await service.exited).toBe(143);
    process.kill(Number(/child (\d+)/.exec(service.output)?.[1]));
  });

  test('comes with the receiver', async () => {
    const [a, b] = await Promise.all([
      startService(SERVER, { name: 'a', receiver, port: 'PORT' }),
      startService(SERVER, { name: 'b', receiver, port: 'PORT' }),
    ]);
    await receiver.stop();
    expect([await a.exited, await b.exited]).toEqual([0, 0]);
  });

  test('comes with the receiver while the service starts', async () => {
    const starting = failure(SERVER, { name: 'slow', ready: { log: /never/ }, timeout: 60_000 });
    await new Promise(resolve => setImmediate(resolve));
    await receiver.stop();
    expect(await starting).toMatchObject({
      code: 'SERVICE_EXITED',
      message: expect.stringContaining('it was stopped while it started'),
    });
  });

  test('comes with the receiver before the service has a process', async () => {
    const starting = failure(SERVER, { name: 'slow', port: 'PORT' });
    await receiver.stop();
    expect(await starting).toMatchObject({
      code: 'SERVICE_NOT_STARTED',
      message: expect.stringContaining('its receiver was stopped meanwhile'),
    });
  });

  test('at the end of an `await using` block', async () => {
    const service = await startService(SERVER, { name: 'orders', receiver, port: 'PORT' });
    await service[Symbol.asyncDispose]();
    expect(await service.exited).toBe(0);
  });

  test('works under fake timers', async () => {
    vi.useFakeTimers();
    try {
      const service = await startService(['node', fixture('stubborn.js')], {
        name: 'stubborn',
        receiver,
        ready: { log: /up/ },
        grace: 100,
      });
      await service.stop();
      expect(await service.exited).toBe(137);
    } finally {
      vi.useRealTimers();
    }
  });
});

test('a service that nobody stopped is gone when the runner ends its worker', async () => {
  const vitest = createRequire(import.meta.url)
    .resolve('vitest/package.json')
    .replace('package.json', 'vitest.mjs');
  const run = await startService(['node', vitest, 'run', '--config', fixture('vitest.config.ts')], {
    name: 'runner',
    receiver,
    oneShot: true,
  });
  expect(await run.exited).toBe(0);
  const url = /http:\S+/.exec(run.output)?.[0] ?? '';
  expect(URL.canParse(url)).toBe(true);
  await vi.waitFor(() => expect(fetch(url)).rejects.toThrow('fetch failed'));
}, 30_000);

describe('a job', () => {
  test('is not waited for, and gives its exit code', async () => {
    const job = await startService(script('setTimeout(() => { console.log("done"); process.exit(7) }, 50)'), {
      name: 'nightly',
      receiver,
      oneShot: true,
    });
    expect(job.output).toBe('');
    expect(await job.exited).toBe(7);
    expect(job.output).toBe('done\n');
    await job.stop();
  });

  test('that crashes is no unhandled rejection', async () => {
    const job = await startService(script('throw new Error("lost")'), { name: 'nightly', receiver, oneShot: true });
    expect(await job.exited).toBe(1);
    expect(job.output).toContain('Error: lost');
  });
});

test('keeps the last 1 MiB of the output, and says what it cut', async () => {
  const code =
    'const line = "x".repeat(1023) + "\\n"; for (let i = 0; i < 3_000; i++) process.stdout.write(line); console.log("the end")';
  const job = await startService(script(code), { name: 'chatty', receiver, oneShot: true });
  await job.exited;
  const [note, ...lines] = job.output.trimEnd().split('\n');
  expect(note).toBe('[2,024,448 characters before this were cut]');
  expect(lines.at(-1)).toBe('the end');
  expect(lines[0]).toBe('x'.repeat(1_023));
  expect(lines.join('\n').length).toBeLessThanOrEqual(1024 * 1024);
});

describe('misuse throws', () => {
  const good: Omit<ServiceOptions, 'receiver'> = { name: 'orders', port: 'PORT' };
  const cases: [what: string, command: unknown, options: Record<string, unknown>, code: string, text: RegExp][] = [
    [
      'a command as one string',
      'node orders.js',
      good,
      'INVALID_OPTION',
      /as a list, without a shell: \["node","orders\.js"\]/,
    ],
    ['an empty command', [], good, 'INVALID_OPTION', /takes a command/],
    ['a part of the command that is undefined', ['node', undefined], good, 'INVALID_OPTION', /part 1 is undefined/],
    ['no name', ['node'], { port: 'PORT' }, 'INVALID_OPTION', /needs the option name/],
    [
      'no receiver',
      ['node'],
      { ...good, receiver: Promise.resolve() },
      'INVALID_OPTION',
      /await startReceiver.*Received a Promise/,
    ],
    ['a misspelt option', ['node'], { ...good, prot: 'PORT' }, 'UNKNOWN_OPTION', /no option "prot".*mean "port"/],
    ['an undefined option', ['node'], { ...good, cwd: undefined }, 'UNDEFINED_EXPECTATION', /option cwd is undefined/],
    ['undefined for env', ['node'], { ...good, env: undefined }, 'UNDEFINED_EXPECTATION', /option env is undefined/],
    [
      'no way to tell that it is ready',
      ['node'],
      { name: 'orders' },
      'INVALID_OPTION',
      /Give one of\n {2}port: 'PORT'/,
    ],
    ['a port number for the variable', ['node'], { ...good, port: 3000 }, 'INVALID_OPTION', /ready: \{ port: 3000 \}/],
    ['two ways at once', ['node'], { ...good, ready: { port: 1, log: /x/ } }, 'INVALID_OPTION', /takes one of/],
    ['an unknown way', ['node'], { ...good, ready: { logs: /x/ } }, 'INVALID_OPTION', /no way "logs".*mean "log"/],
    ['text for a RegExp', ['node'], { ...good, ready: { log: 'x' } }, 'INVALID_OPTION', /takes a RegExp/],
    [
      'a path without a port',
      ['node'],
      { name: 'orders', ready: { url: '/health' } },
      'INVALID_OPTION',
      /no URL to complete it with/,
    ],
    ['no URL', ['node'], { ...good, ready: { url: 'localhost:80' } }, 'INVALID_OPTION', /takes an http URL/],
    [
      'a job that is waited for',
      ['node'],
      { name: 'job', oneShot: true, port: 'PORT' },
      'INVALID_OPTION',
      /a job is not waited for/,
    ],
    ['a time that is none', ['node'], { ...good, timeout: '4s' }, 'INVALID_OPTION', /option timeout is 4s/],
  ];
  test.each(cases)('on %s', async (_what, command, options, code, text) => {
    const given = { receiver, ...options } as unknown as ServiceOptions;
    await expect(startService(command as string[], given)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(text),
    });
  });
});

test('a service keeps the sampler that it inherits where it is told to, and else gets always_on', async () => {
  vi.stubEnv('OTEL_TRACES_SAMPLER', 'traceidratio');
  vi.stubEnv('OTEL_TRACES_SAMPLER_ARG', '0.25');
  const show = script('console.log(process.env.OTEL_TRACES_SAMPLER, process.env.OTEL_TRACES_SAMPLER_ARG)');
  const kept = await startService(show, { name: 'kept', receiver, oneShot: true, sampler: 'inherit' });
  const set = await startService(show, { name: 'set', receiver, oneShot: true });
  await Promise.all([kept.exited, set.exited]);
  expect([kept.output.trim(), set.output.trim()]).toEqual(['traceidratio 0.25', 'always_on undefined']);
});
