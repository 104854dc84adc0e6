import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type * as Api from '@opentelemetry/api';
import { trace } from '@opentelemetry/api';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { startSdk } from '../../src/sdk/index.ts';

const load = createRequire(import.meta.url);
const GLOBAL = Symbol.for('opentelemetry.js.api.1');
const globals = globalThis as { [GLOBAL]?: unknown };

let folder: string;
/** Copies of the installed API that differ in their version alone: its code compares nothing else. */
const apiOf = (version: string): typeof Api => load(join(folder, version, 'build/src/index.js'));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tracewright-api-'));
  const installed = join(dirname(load.resolve('@opentelemetry/api')), '../..');
  for (const version of ['1.4.1', '1.99.0']) {
    cpSync(installed, join(folder, version), { recursive: true });
    const file = join(folder, version, 'build/src/version.js');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/VERSION = '[\d.]+'/, `VERSION = '${version}'`));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

let receiver: Receiver;
beforeEach(async () => {
  delete globals[GLOBAL];
  receiver = await startReceiver({ grpcPort: false });
});
afterEach(async () => {
  await receiver.stop();
  delete globals[GLOBAL];
});

async function failureOfStart(): Promise<string> {
  const error = await startSdk({ receiver, service: 'shop' }).catch((reason: unknown) => reason);
  return String(error).replace(/uses version \d+\.\d+\.\d+/, 'uses version 1.9.1');
}

describe('E8: another version of the OpenTelemetry API registered first', () => {
  test('a logger: startSdk() names both versions, and no provider', async () => {
    const older = apiOf('1.4.1');
    older.diag.setLogger(new older.DiagConsoleLogger(), older.DiagLogLevel.NONE);
    expect(await failureOfStart()).toMatchInlineSnapshot(`
      "TracewrightError: API_VERSION_CONFLICT: startSdk() cannot register: this process has two versions of @opentelemetry/api.
      Version 1.4.1 registered something first (diag), and startSdk() uses version 1.9.1.
      The API accepts registrations only from the version that registered first.
      Fix: install one version. \`npm ls @opentelemetry/api\` shows which package brings which version; \`npm dedupe\`, or
           "overrides": { "@opentelemetry/api": "..." } in package.json, keeps only one of them."
    `);
  });

  test('a meter provider, in a newer version: the same', async () => {
    const newer = apiOf('1.99.0');
    newer.metrics.setGlobalMeterProvider({ getMeter: () => newer.createNoopMeter() });
    const text = await failureOfStart();
    expect(text).toContain('API_VERSION_CONFLICT');
    expect(text).toContain('Version 1.99.0 registered something first (metrics), and startSdk() uses version 1.9.1.');
  });

  test('a provider that was disabled again: its version is still in the way', async () => {
    const older = apiOf('1.4.1');
    older.trace.setGlobalTracerProvider(new BasicTracerProvider());
    older.trace.disable();
    const text = await failureOfStart();
    expect(text).toContain('Version 1.4.1 registered something first, and startSdk()');
    expect(text).not.toContain('already');
  });

  test('a tracer provider: that is named, and the version with it', async () => {
    apiOf('1.4.1').trace.setGlobalTracerProvider(new BasicTracerProvider());
    expect(await failureOfStart()).toMatchInlineSnapshot(`
      "TracewrightError: SDK_ALREADY_STARTED: startSdk() cannot register: the OpenTelemetry API of this process has a global tracer provider already.
      There can be one SDK at a time. Stop the earlier one first (\`await sdk.stop()\`, or its receiver);
      if the code under test starts an SDK itself, give that the variables of receiver.env() instead of calling startSdk().
      Version 1.4.1 of @opentelemetry/api registered it, and startSdk() uses version 1.9.1. The API accepts registrations
      only from the version that registered first, so startSdk() would fail even after the earlier SDK has stopped.
      Fix: install one version. \`npm ls @opentelemetry/api\` shows which package brings which version; \`npm dedupe\`, or
           "overrides": { "@opentelemetry/api": "..." } in package.json, keeps only one of them."
    `);
  });

  test('healthy: a logger that the same version registered is in nobody’s way', async () => {
    const { diag, DiagConsoleLogger, DiagLogLevel } = await import('@opentelemetry/api');
    diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.NONE);
    const sdk = await startSdk({ receiver, service: 'shop' });
    const captured = await receiver.capture(() => sdk.tracer.startSpan('charge card').end());
    expect(captured.spans.map(span => span.name)).toEqual(['charge card']);
    await sdk.stop();
  });

  test('healthy: a provider of the same version is still called one', async () => {
    trace.setGlobalTracerProvider(new BasicTracerProvider());
    const text = await failureOfStart();
    expect(text).toContain(
      'SDK_ALREADY_STARTED: startSdk() cannot register: the OpenTelemetry API of this process has a global tracer provider already.',
    );
    expect(text).not.toContain('version');
  });
});
