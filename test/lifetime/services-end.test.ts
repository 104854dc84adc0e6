import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { PackagedProject, type Running } from '../packaged-project.ts';

// A service ends when the process that started it ends, in whatever way, and changes nothing about how it ends.

const SERVER = join(import.meta.dirname, '..', 'services', 'fixtures', 'server.js');

let project: PackagedProject;
beforeAll(async () => {
  project = await PackagedProject.create();
  await project.write(
    'stubborn.mjs',
    `import { createServer } from 'node:http';
     createServer((_request, response) => response.end()).listen(Number(process.env.PORT), '127.0.0.1');
     for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => {});`,
  );
});
afterAll(() => project.remove());

let running: Running | undefined;
afterEach(() => {
  running?.child.kill('SIGKILL');
});

/** Starts a process with a service that does not end on SIGTERM, and goes on with the text; gives the service's URL. */
async function start(text: string, command = "['node', 'stubborn.mjs']"): Promise<{ url: string; process: Running }> {
  const path = await project.write(
    'script.mjs',
    `import { startReceiver, startService } from 'tracewright';
     const receiver = await startReceiver();
     const service = await startService(${command}, { name: 'orders', receiver, port: 'PORT', timeout: 15_000 });
     console.log('service', service.url);
     ${text}`,
  );
  const process = project.start([path]);
  running = process;
  await vi.waitUntil(() => /service http/.test(process.output()), { timeout: 10_000, interval: 5 });
  return { url: /service (http:\S+)/.exec(process.output())?.[1] ?? '', process };
}

async function isGone(url: string): Promise<void> {
  await vi.waitFor(() => expect(fetch(url)).rejects.toThrow('fetch failed'), { timeout: 5_000 });
}

const STAYS = 'setInterval(() => {}, 1_000);';

describe.runIf(process.platform !== 'win32')('when a signal ends the process', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGALRM', 'SIGABRT', 'SIGXCPU', 'SIGKILL'] as const)(
    '%s, which nobody handles',
    async signal => {
      const { url, process } = await start(STAYS);
      expect((await fetch(url)).status).toBe(200);
      process.child.kill(signal);
      expect(await process.ended).toMatchObject({ code: null, signal });
      await isGone(url);
    },
  );

  test.each(['SIGINT', 'SIGTERM'] as const)('%s, with a handler that exits', async signal => {
    const handler = `process.once('${signal}', () => setTimeout(() => process.exit(5), 50));`;
    const { url, process } = await start(`${handler} console.log('armed'); ${STAYS}`);
    await vi.waitUntil(() => process.output().includes('armed'));
    process.child.kill(signal);
    expect(await process.ended).toMatchObject({ code: 5, signal: null });
    await isGone(url);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'] as const)(
    '%s, with a handler that keeps the process alive: the service lives on',
    async signal => {
      const { url, process } = await start(
        `process.once('${signal}', async () => {
           console.log('status', (await fetch(service.url)).status);
           await new Promise(resolve => setTimeout(resolve, 100));
           console.log('status', (await fetch(service.url)).status);
           process.exitCode = 4;
           clearInterval(timer);
         });
         const timer = setInterval(() => {}, 1_000);
         console.log('armed');`,
      );
      await vi.waitUntil(() => process.output().includes('armed'));
      process.child.kill(signal);
      const ran = await process.ended;
      expect(ran.output.match(/status 200/g)).toHaveLength(2);
      expect(ran).toMatchObject({ code: 4, signal: null });
      await isGone(url);
    },
  );

  test('nobody listens for a signal who did not before, so that others decide as they would alone', async () => {
    const { process } = await start(
      "console.log('listeners', process.eventNames().filter(name => String(name).startsWith('SIG')).length);",
    );
    expect((await process.ended).output).toContain('listeners 0');
  });
});

describe('when the process ends', () => {
  test.each([
    ['naturally', '', 0],
    ['naturally, with an exit code', 'process.exitCode = 9;', 9],
    ['by process.exit', 'process.exit(3);', 3],
    ['by an uncaught exception', "setTimeout(() => { throw new Error('lost'); });", 1],
    ['by an unhandled rejection', "void Promise.reject(new Error('lost')); setInterval(() => {}, 1_000);", 1],
  ])('%s', async (_how, text, code) => {
    const { url, process } = await start(text);
    expect(await process.ended).toMatchObject({ code, signal: null });
    await isGone(url);
  });
});

describe.runIf(process.platform !== 'win32')('what a service has started ends with it', () => {
  // The shell does not hand on SIGTERM.
  const SHELL = `['sh', '-c', 'node ${SERVER}; true']`;

  test('when the process ends', async () => {
    const { url, process } = await start('process.exit();', SHELL);
    expect(await process.ended).toMatchObject({ code: 0 });
    await isGone(url);
  });

  test('when the process is killed', async () => {
    const { url, process } = await start(STAYS, SHELL);
    process.child.kill('SIGKILL');
    await process.ended;
    await isGone(url);
  });

  test('when it is stopped: SIGTERM reaches the program behind the shell', async () => {
    const { url, process } = await start('await service.stop(); console.log(service.output); process.exit();', SHELL);
    const ran = await process.ended;
    expect(ran.output).toContain('SIGTERM taken');
    await isGone(url);
  });

  test('when it is stopped and what it has started ignores SIGTERM', async () => {
    const { url, process } = await start(
      'await service.stop(); await fetch(service.url).catch(error => console.log(error.message)); process.exit();',
      "['sh', '-c', 'node stubborn.mjs; true']",
    );
    expect((await process.ended).output).toContain('fetch failed');
    await isGone(url);
  });
});
