import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { findMissingInstrumentation } from '../../src/services/instrumentation/find-missing-instrumentation.ts';
import { startService } from '../../src/services/start-service.ts';
import { send, traceRequest } from '../otlp-request.ts';

const REGISTER = '@opentelemetry/auto-instrumentations-node/register';
const folder = join(import.meta.dirname, 'services');

describe('a service that never sent a span, started by startService()', () => {
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver({ timeout: 300, quiet: 20 });
  });
  afterEach(() => receiver.stop());

  async function textOf(promise: Promise<unknown>): Promise<string> {
    const error = await promise.then(
      () => expect.unreachable('the promise was fulfilled'),
      (reason: unknown) => reason,
    );
    return (error as Error).message.split('\n\n').at(-1) ?? '';
  }

  function start(...command: string[]) {
    return startService(command, { name: 'orders', receiver, port: 'PORT', cwd: folder, timeout: 30_000 });
  }

  test('without instrumentation: the first timeout says so, and how to load it', async () => {
    const orders = await start('node', 'plain.cjs');
    expect(await textOf(receiver.capture(({ headers }) => fetch(orders.url, { headers })))).toMatchInlineSnapshot(`
      "Hint: no span of orders has ever arrived, because nothing loads OpenTelemetry into it: neither its command nor its program
            (plain.cjs).
            Fix: npm install @opentelemetry/auto-instrumentations-node
                 startService(['node', '--require', '@opentelemetry/auto-instrumentations-node/register', 'plain.cjs'], ...)"
    `);
  });

  test.each<[string, (receiver: Receiver) => Promise<unknown>]>([
    ['waitForSpan', each => each.waitForSpan('GET')],
    ['waitForTrace', each => each.waitForTrace('GET')],
    ['settled', each => each.settled()],
  ])('%s says it too', async (_, wait) => {
    await start('node', 'plain.cjs');
    expect(await textOf(wait(receiver))).toContain('nothing loads OpenTelemetry into it');
  });

  test('it is said although another service sent spans, and no longer claims that exporting works', async () => {
    const orders = await start('node', 'plain.cjs');
    await send(receiver, { service: 'stock' });
    const error = await receiver.capture(({ headers }) => fetch(orders.url, { headers })).catch(reason => reason);
    expect(error.message).toContain('Before that, spans of stock arrived.\nNo span of orders has ever arrived.');
    expect(error.message).toContain('nothing loads OpenTelemetry into it');
  });

  test.each<[string, string, boolean]>([
    ['a span of it', JSON.stringify(traceRequest({ service: 'orders' })), false],
    ['what cannot be read', 'not JSON', false],
    ['a span of another service', JSON.stringify(traceRequest({ service: 'stock' })), true],
  ])('whether it is said once %s was refused', async (_, body, isSaid) => {
    const orders = await start('node', 'plain.cjs');
    const error = await receiver
      .capture(async ({ headers }) => {
        await fetch(orders.url, { headers });
        const json = { 'content-type': 'application/json' };
        await fetch(`${receiver.httpUrl}/v1/trace`, { method: 'POST', headers: json, body });
      })
      .catch(reason => reason);
    expect(error.message.includes('nothing loads OpenTelemetry into it')).toBe(isSaid);
  });

  test('healthy: once a span of it arrived, nothing is said', async () => {
    await start('node', 'plain.cjs');
    await send(receiver, { service: 'orders' });
    expect(await textOf(receiver.waitForSpan('charge card'))).not.toContain('instrumentation');
  });

  test('an ES module whose instrumentation does not see its imports is told about the loader', async () => {
    const orders = await start('node', '--require', REGISTER, 'plain.mjs');
    expect(await textOf(receiver.capture(({ headers }) => fetch(orders.url, { headers })))).toMatchInlineSnapshot(`
      "Hint: no span of orders has ever arrived. Its program (plain.mjs) is an ES module, and without the loader of OpenTelemetry
            the instrumentation does not see the modules that an ES module imports.
            Fix: startService(['node', '--experimental-loader=@opentelemetry/instrumentation/hook.mjs', '--require', '@opentelemetry/auto-instrumentations-node/register', 'plain.mjs'], ...)"
    `);
  });

  test('healthy: the line that is offered makes an ES module send its spans', { timeout: 60_000 }, async () => {
    const fixed = findMissingInstrumentation({ file: 'node', args: ['plain.mjs'], cwd: folder, env: {} })?.fixed ?? [];
    const orders = await start(...fixed);
    const trace = await receiver.capture(({ headers }) => fetch(orders.url, { headers }), { timeout: 30_000 });
    expect(trace.spans.map(({ service, kind }) => [service, kind])).toEqual([['orders', 'SERVER']]);
  });

  test('healthy: the line that is offered makes a CommonJS service send its spans', { timeout: 60_000 }, async () => {
    const fixed = findMissingInstrumentation({ file: 'node', args: ['plain.cjs'], cwd: folder, env: {} })?.fixed ?? [];
    const orders = await start(...fixed);
    const trace = await receiver.capture(({ headers }) => fetch(orders.url, { headers }), { timeout: 30_000 });
    expect(trace.spans.map(({ service, kind }) => [service, kind])).toEqual([['orders', 'SERVER']]);
  });
});

describe('what a command and its files show', () => {
  let root: string;

  const FILES: Readonly<Record<string, string>> = {
    'plain.js':
      "const { createServer } = require('http'); const x = Buffer.from('text'); require('./lib'); require('quick');",
    'lib/index.js':
      "// OpenTelemetry isn't loaded here: that is what the test says.\nmodule.exports = require('./deep.json');",
    'lib/deep.json': '{}',
    'plain.mjs': "import { createServer } from 'node:http';\nimport './own.mjs';",
    'own.mjs': 'export const own = 1;',
    'plain.ts': "import { lib } from './typed.js';\nconsole.log(lib);",
    'typed.ts': 'export const lib: number = 1;',
    'env.cjs': 'process.title = "x";',
    'node_modules/quick/package.json':
      '{ "name": "quick", "dependencies": { "quicker": "1", "@opentelemetry/api": "1" } }',
    'node_modules/quicker/package.json': '{ "name": "quicker" }',
    'plain.py':
      'import json\nfrom http.server import (\n  HTTPServer,\n  BaseHTTPRequestHandler,\n)\nimport handlers\nfrom views import index\nfrom flask import Flask\n# no opentelemetry',
    'handlers.py': 'import os',
    'views/__init__.py': 'from .pages import index, other as again\nfrom . import pages',
    'views/pages.py': 'import sys, os.path',
    'java/app.jar': 'PK  com/acme/App.class',
    // What may send spans.
    'starts-sdk.js': "const { NodeSDK } = require('@opentelemetry/sdk-node');",
    'starts-sdk-deep.js': "require('./tracing');",
    'tracing.js': "require('@opentelemetry/sdk-node');",
    'sends-itself.js': "fetch(process.env.OTEL_EXPORTER_OTLP_ENDPOINT + '/v1/traces');",
    'by-package.js': "require('acme-app');",
    'node_modules/acme-app/package.json': '{ "dependencies": { "acme-telemetry": "1" } }',
    'node_modules/acme-telemetry/package.json': '{ "dependencies": { "@opentelemetry/sdk-node": "1" } }',
    'by-workspace.js': "require('workspace-package');",
    'workspace-package/package.json': '{ "name": "workspace-package" }',
    'unknown-package.js': "require('not-installed');",
    'computed.js': 'require(process.env.WHAT);',
    'starts-another.js': "require('node:child_process').spawn('node', []);",
    'aliased.js': 'const load = require; load(name);',
    'missing.js': "require('./nowhere');",
    'behind-comment.mjs': "import /* early */ './tracing.js';",
    'comment-in-text.js': 'const glob = `\n/* all\n`;\nrequire("./tracing");',
    'spans.py': 'from opentelemetry import trace',
    'spans-in-package.py': 'import package.quiet',
    'package/__init__.py': 'from . import traced',
    'package/quiet.py': 'import os',
    'package/traced.py': 'from opentelemetry import trace',
    'spans-in-module.py': 'from namespace import (\n  traced,\n)',
    'namespace/traced.py': 'from opentelemetry import trace',
    'inline.py': 'if True: import own_tracing',
    'spans-deep.py': 'import own_tracing',
    'own_tracing.py': 'from opentelemetry.sdk.trace import TracerProvider',
    'unknown.py': 'import acme_platform',
    'traced/app.jar': 'PK  BOOT-INF/lib/opentelemetry-api-1.55.0.jar',
    'beside/app.jar': 'PK  com/acme/App.class',
    'beside/lib/io.opentelemetry.opentelemetry-sdk-1.55.0.jar': '',
  };

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'tracewright-commands-'));
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    symlinkSync(join(root, 'workspace-package'), join(root, 'node_modules/workspace-package'), 'dir');
  });
  afterAll(() => rmSync(root, { recursive: true }));

  const find = (command: string, env: NodeJS.ProcessEnv = {}) => {
    const [file = '', ...args] = command.split(' ');
    return findMissingInstrumentation({ file, args, cwd: root, env });
  };

  test.each<[command: string, fixed: string, env?: NodeJS.ProcessEnv]>([
    ['node plain.js', `node --require ${REGISTER} plain.js`],
    [
      '/usr/bin/node --enable-source-maps --max-old-space-size=256 plain.js --port 1',
      `/usr/bin/node --require ${REGISTER} --enable-source-maps --max-old-space-size=256 plain.js --port 1`,
    ],
    ['node -r ./env.cjs plain.js', `node --require ${REGISTER} -r ./env.cjs plain.js`],
    ['node --eval 1', `node --require ${REGISTER} --eval 1`],
    [
      'node plain.mjs',
      `node --experimental-loader=@opentelemetry/instrumentation/hook.mjs --import ${REGISTER} plain.mjs`,
    ],
    ['node --import tsx plain.ts', `node --require ${REGISTER} --import tsx plain.ts`],
    ['node plain.js', `node --require ${REGISTER} plain.js`, { NODE_OPTIONS: '--no-warnings' }],
    ['python3 -u plain.py', 'opentelemetry-instrument python3 -u plain.py'],
    ['java -Xmx64m -jar java/app.jar', 'java -javaagent:opentelemetry-javaagent.jar -Xmx64m -jar java/app.jar'],
  ])('%s: nothing loads OpenTelemetry', (command, fixed, env) => {
    expect(find(command, env)).toMatchObject({ kind: 'nothing-loaded', fixed: fixed.split(' ') });
  });

  test.each<[command: string, env?: NodeJS.ProcessEnv]>([
    [`node --require ${REGISTER} plain.mjs`],
    [`node -r ${REGISTER} plain.mjs`],
    ['node plain.mjs', { NODE_OPTIONS: `--require ${REGISTER}` }],
  ])('%s: the loader is missing', (command, env) => {
    expect(find(command, env)).toMatchObject({ kind: 'no-loader' });
  });

  test.each<[command: string, env?: NodeJS.ProcessEnv]>([
    [`node --require ${REGISTER} plain.js`],
    [`node --import ${REGISTER} plain.mjs`],
    [`node --import=./instrumentation.mjs plain.mjs`],
    [`node --require ${REGISTER} --import ./hook.mjs plain.mjs`],
    [`node --experimental-loader=@opentelemetry/instrumentation/hook.mjs --require ${REGISTER} plain.mjs`],
    ['node plain.js', { NODE_OPTIONS: `--require=${REGISTER}` }],
    ['node plain.js', { NODE_OPTIONS: '--require "./with space.js"' }],
    ['node plain.js', { LD_PRELOAD: '/opt/injector.so' }],
    ['node --require dd-trace/init plain.js'],
    ['node --require not-installed plain.js'],
    ['node --env-file .env plain.js'],
    ['node --some-new-option plain.js'],
    ['node starts-sdk.js'],
    ['node starts-sdk-deep.js'],
    ['node sends-itself.js'],
    ['node by-package.js'],
    ['node by-workspace.js'],
    ['node unknown-package.js'],
    ['node computed.js'],
    ['node starts-another.js'],
    ['node aliased.js'],
    ['node missing.js'],
    ['node behind-comment.mjs'],
    ['node comment-in-text.js'],
    ['node not-there.js'],
    ['node'],
    ['opentelemetry-instrument python3 plain.py'],
    ['python3 spans.py'],
    ['python3 spans-deep.py'],
    ['python3 spans-in-package.py'],
    ['python3 spans-in-module.py'],
    ['python3 inline.py'],
    ['python3 unknown.py'],
    ['python3 -m plain'],
    ['python3 plain.py', { PYTHONPATH: '/site/opentelemetry/instrumentation/auto_instrumentation' }],
    ['java -javaagent:agent.jar -jar java/app.jar'],
    ['java -jar java/app.jar', { JAVA_TOOL_OPTIONS: '-javaagent:/otel.jar' }],
    ['java -jar traced/app.jar'],
    ['java -jar beside/app.jar'],
    ['java -cp lib/* com.acme.App'],
    ['npm start'],
    ['./orders'],
  ])('healthy: nothing is claimed about %s', (command, env) => {
    expect(find(command, env)).toBeUndefined();
  });
});
