import { once } from 'node:events';
import { createServer } from 'node:http';
import { type ClientHttp2Session, connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, connect, createServer as createNetServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { PackagedProject, type Running } from '../packaged-project.ts';
import { makeCertificates } from '../receiver/certificates.ts';
import { tracesRequest } from '../receiver/grpc-call.ts';

// What a test forgot to stop does not keep its process alive, and what it waits for does. Jest: see test/runners.

const SERVER = join(import.meta.dirname, '..', 'services', 'fixtures', 'server.js');
const VITEST = join(import.meta.dirname, '..', '..', 'node_modules', 'vitest', 'vitest.mjs');
const HEAD = `
import { startProbe, startReceiver, startService } from 'tracewright';
const SERVER = ['node', ${JSON.stringify(SERVER)}];
const say = (...words) => console.log(words.join(' '));
`;

let project: PackagedProject;
beforeAll(async () => {
  project = await PackagedProject.create();
});
afterAll(() => project.remove());

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Starts a script; it ends by itself, or the test times out. */
async function script(text: string): Promise<Running> {
  const running = project.start([await project.write('script.mjs', HEAD + text)]);
  closing.push(() => running.child.kill('SIGKILL'));
  return running;
}

/** What the script says after a word, once it has. */
async function said(running: Running, word: string): Promise<string> {
  const line = new RegExp(`^${word} (.*)$`, 'm');
  await vi.waitUntil(() => line.test(running.output()), { timeout: 10_000, interval: 5 });
  return line.exec(running.output())?.[1] ?? '';
}

async function sendSpan(url: string, name: string): Promise<void> {
  const response = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', connection: 'close' },
    body: Buffer.from(tracesRequest(name)),
  });
  expect(response.status).toBe(200);
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  server.on('connection', socket => closing.push(() => socket.destroy()));
  closing.push(() => server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function callOverHttp2(url: string): Promise<void> {
  const session = await idle(connectHttp2(url), 'connect');
  const stream = session.request({ ':method': 'POST', ':path': '/x', 'content-type': 'application/grpc' });
  await once(
    stream.on('error', () => {}),
    'close',
  );
}

/** The receiver of the script waits for a span `go`. */
const UNTIL_GO =
  "say('urls', receiver.grpcUrl, receiver.httpUrl); await receiver.waitForSpan('go', { timeout: 15_000, since: 'start' });";

async function urlsOf(running: Running): Promise<string[]> {
  return (await said(running, 'urls')).split(' ');
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** A connection that stays open, once it is. */
async function idle<Connection extends Socket | ClientHttp2Session>(
  to: Connection,
  event: string,
): Promise<Connection> {
  closing.push(() => to.destroy());
  await once(to, event);
  to.on('error', () => {});
  return to;
}

describe('the process ends though nobody stopped', () => {
  test.each([
    ['a receiver', 'await startReceiver();'],
    ['a receiver on both families', "await startReceiver({ host: 'localhost' });"],
    [
      'receivers of which one was stopped',
      'const one = await startReceiver(); await startReceiver(); await one.stop();',
    ],
    [
      'a service and a probe before it',
      `const receiver = await startReceiver();
       const target = await startService(SERVER, { name: 'orders', receiver, port: 'PORT', timeout: 15_000 });
       const probe = await startProbe({ target, receiver });
       say('status', (await fetch(probe.url)).status);`,
    ],
    [
      'a job that runs on',
      `const receiver = await startReceiver();
       await startService(['node', '--eval', 'setInterval(() => {}, 1000)'], { name: 'nightly', receiver, oneShot: true });`,
    ],
    [
      'a receiver, after waits that failed and that succeeded',
      `const receiver = await startReceiver();
       await receiver.waitForSpan('x', { timeout: 20 }).catch(error => say('failed', error.code));
       await receiver.capture(() => {}, { sampled: false });
       receiver.injectFault({ delay: 60_000 });
       void fetch(receiver.httpUrl + '/v1/traces', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}', signal: AbortSignal.timeout(50) }).catch(() => {});`,
    ],
  ])('%s', async (_what, text) => {
    const running = await script(`${text}\nsay('done', 'all')`);
    expect(await running.ended).toMatchObject({ code: 0, signal: null, output: expect.stringContaining('done all') });
  });

  test('a receiver to which clients hold connections open, idle and in the middle of a request', async () => {
    const running = await script(`const receiver = await startReceiver(); ${UNTIL_GO}`);
    const [grpc = '', http = ''] = await urlsOf(running);
    await idle(connect(portOf(grpc), '127.0.0.1'), 'connect');
    await idle(connect(portOf(http), '127.0.0.1'), 'connect');
    const begun = await idle(connect(portOf(http), '127.0.0.1'), 'connect');
    begun.write('POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{');
    const session = await idle(connectHttp2(grpc), 'connect');
    const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
    const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc' });
    stream.on('error', () => {}).write(Buffer.from([0, 0, 0, 0, 99, 1]));
    await new Promise<void>((resolve, reject) => session.ping(error => (error === null ? resolve() : reject(error))));
    await sendSpan(http, 'go');
    expect(await running.ended).toMatchObject({ code: 0, signal: null });
  });

  test('a receiver with TLS to which clients hold connections open', async () => {
    const certificates = makeCertificates();
    closing.push(() => certificates.remove());
    const tls = JSON.stringify({ cert: certificates.file('self.pem'), key: certificates.file('self.key') });
    const running = await script(
      `const secure = await startReceiver({ tls: ${tls} });
       say('secure', secure.grpcUrl, secure.httpUrl);
       const receiver = await startReceiver(); ${UNTIL_GO}`,
    );
    const [grpc = '', http = ''] = (await said(running, 'secure')).split(' ');
    await idle(connectTls({ port: portOf(http), rejectUnauthorized: false }), 'secureConnect');
    await idle(connectTls({ port: portOf(grpc), rejectUnauthorized: false, ALPNProtocols: ['h2'] }), 'secureConnect');
    await idle(connect(portOf(http), '127.0.0.1'), 'connect');
    await sendSpan((await urlsOf(running))[1] ?? '', 'go');
    expect(await running.ended).toMatchObject({ code: 0, signal: null });
  });

  test.each([
    ['HTTP', (take: () => void) => createServer(take), (url: string) => fetch(url).catch(() => undefined)],
    ['gRPC', (take: () => void) => createHttp2Server(take), callOverHttp2],
  ])(
    'a probe through which a request over %s is on its way to a target that does not answer',
    async (_, create, call) => {
      const arrived = vi.fn();
      const target = await listening(create(arrived));
      const running = await script(
        `const receiver = await startReceiver();
       say('probe', (await startProbe({ target: ${JSON.stringify(target)}, receiver })).url); ${UNTIL_GO}`,
      );
      const called = call(await said(running, 'probe'));
      const [, http = ''] = await urlsOf(running);
      await vi.waitUntil(() => arrived.mock.calls.length > 0);
      await sendSpan(http, 'go');
      expect(await running.ended).toMatchObject({ code: 0, signal: null });
      await called;
    },
  );
});

describe('the process goes on until a wait is over', () => {
  const NEVER = "['node', '--eval', 'setInterval(() => {}, 1000)']";
  test.each([
    ['waitForSpan', "receiver.waitForSpan('x', { timeout: 300 })", 'TRACE_TIMEOUT'],
    ['waitForTrace', "receiver.waitForTrace('x', { timeout: 300 })", 'TRACE_TIMEOUT'],
    ['settled', 'receiver.settled({ timeout: 300 })', 'TRACE_TIMEOUT'],
    ['capture of nothing', 'receiver.capture(() => {}, { timeout: 300 })', 'TRACE_TIMEOUT'],
    [
      'capture of what does not end',
      'receiver.capture(() => new Promise(() => {}), { timeout: 300 })',
      'TRACE_TIMEOUT',
    ],
    ['an unsampled capture', 'receiver.capture(() => {}, { sampled: false, quiet: 300 })', undefined],
    ['fault.recovered', 'receiver.injectFault().recovered({ timeout: 300 })', 'NOT_EXHAUSTED'],
    ['fault.exhausted', 'receiver.injectFault().exhausted({ timeout: 300 })', 'NOT_EXHAUSTED'],
    ['startService', "startService(SERVER, { name: 'orders', receiver, port: 'PORT', timeout: 15_000 })", undefined],
    [
      'startService of what does not get ready',
      `startService(${NEVER}, { name: 'x', receiver, ready: { log: /y/ }, timeout: 300 })`,
      'SERVICE_NOT_READY',
    ],
    [
      'the end of a job',
      "startService(['node', '--eval', 'setTimeout(() => {}, 300)'], { name: 'x', receiver, oneShot: true }).then(job => job.exited)",
      undefined,
    ],
    [
      'the end of a service',
      "startService(SERVER, { name: 'x', receiver, port: 'PORT', timeout: 15_000 }).then(service => service.stop())",
      undefined,
    ],
    [
      'the end of a receiver with its services',
      "startService(SERVER, { name: 'x', receiver, port: 'PORT', timeout: 15_000 }).then(() => receiver.stop())",
      undefined,
    ],
    ['receiver.stop', 'receiver.stop()', undefined],
    ['probe.stop', "startProbe({ target: 'http://127.0.0.1:1', receiver }).then(probe => probe.stop())", undefined],
  ])('%s', async (_what, wait, code) => {
    const running = await script(
      `const receiver = await startReceiver();
       ${wait}.then(() => say('settled', 'undefined'), error => say('settled', error.code));`,
    );
    const ran = await running.ended;
    expect(ran.output).toBe(`settled ${code}\n`);
    expect(ran.code).toBe(0);
  });
});

describe('what a forgotten receiver forwards', () => {
  // More than are sent side by side.
  const REQUESTS = 6;

  async function forgets(target: string, options: string): Promise<Running> {
    const running = await script(
      `const receiver = await startReceiver({ forwardTo: { url: ${JSON.stringify(target)}, ${options} } }); ${UNTIL_GO}`,
    );
    const [, http = ''] = await urlsOf(running);
    for (let sent = 1; sent < REQUESTS; sent++) await sendSpan(http, 'work');
    await sendSpan(http, 'go');
    return running;
  }

  test('arrives, when the target answers', async () => {
    const answers: (() => void)[] = [];
    const target = await listening(createServer((_request, response) => void answers.push(() => response.end())));
    const running = await forgets(target, '');
    // The script has nothing else to do by now.
    for (let answered = 0; answered < REQUESTS; answered++) {
      const answer = await vi.waitUntil(() => answers.shift(), { interval: 5 });
      answer();
    }
    expect(await running.ended).toMatchObject({ code: 0, signal: null });
  });

  test.each([
    ['a target that does not answer', 'timeout: 60_000'],
    ['a target over gRPC that does not answer, for the timeout of a request', "protocol: 'grpc', timeout: 500"],
  ])('does not keep the process for %s', async (_what, options) => {
    const running = await forgets(await listening(createNetServer()), options);
    expect(await running.ended).toMatchObject({ code: 0, signal: null });
  });

  test('does not keep the process for a target that is not there', async () => {
    const running = await forgets('http://127.0.0.1:1', '');
    expect(await running.ended).toMatchObject({ code: 0, signal: null });
  });
});

describe('a runner ends', () => {
  const TEST = `
    const receiver = await startReceiver();
    const service = await startService(SERVER, { name: 'orders', receiver, port: 'PORT', timeout: 15_000 });
    const probe = await startProbe({ target: service, receiver });
    await fetch(probe.url);
    say('service', service.url);`;
  test.each([
    ['node:test', "import test from 'node:test';", ['--test', 'forgotten.test.mjs']],
    ['Vitest', "import { test } from 'vitest';", [VITEST, 'run', '--pool=forks', 'forgotten']],
    ['Vitest with threads', "import { test } from 'vitest';", [VITEST, 'run', '--pool=threads', 'forgotten']],
  ])('%s', async (_runner, head, command) => {
    await project.write('forgotten.test.mjs', `${head}\n${HEAD}\ntest('forgets to stop', async () => {${TEST}});`);
    const ran = await project.run(command);
    expect(ran.output).not.toMatch(/close timed out|hanging/i);
    expect(ran).toMatchObject({ code: 0, signal: null });
    const url = /service (http:\S+)/.exec(ran.output)?.[1] ?? '';
    expect(URL.canParse(url)).toBe(true);
    await vi.waitFor(() => expect(fetch(url)).rejects.toThrow('fetch failed'));
  });
});
