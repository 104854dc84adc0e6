import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { context, propagation, ROOT_CONTEXT, SpanKind, type TracerProvider, trace } from '@opentelemetry/api';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import type { TlsOptions } from '../../src/receiver/tls-options.ts';
import { type SdkOptions, startSdk } from '../../src/sdk/index.ts';
import { loadPeers } from '../../src/sdk/peers.ts';
import { makeCertificates } from '../receiver/certificates.ts';

// Code under test: it knows the API alone, and keeps its tracer as libraries do.
const tracer = trace.getTracer('shop', '1.2.3');

async function placeOrder(id: string): Promise<string> {
  return tracer.startActiveSpan('place order', { attributes: { 'app.order.id': id } }, async span => {
    await Promise.resolve();
    tracer.startActiveSpan('charge card', charge => charge.end());
    span.end();
    return `placed ${id}`;
  });
}

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await receiver.stop();
});

// Twice, in one process: the first must leave nothing behind that disturbs the second.
describe.each(['a first SDK', 'a second SDK'])('%s', () => {
  test('continues the context that capture sends, and is flushed after it', async () => {
    const sdk = await startSdk({ receiver, service: 'shop' });
    const captured = await receiver.capture(() => placeOrder('ord-17'));
    expect(captured.result).toBe('placed ord-17');
    expect(captured.spans.map(span => [span.name, span.service, span.parent?.name])).toEqual([
      ['place order', 'shop', undefined],
      ['charge card', 'shop', 'place order'],
    ]);
    const [root] = captured.roots;
    expect(root).toMatchObject({
      traceId: captured.context?.traceId,
      parentSpanId: captured.context?.spanId,
      scope: { name: 'shop', version: '1.2.3' },
      attributes: { 'app.order.id': 'ord-17' },
    });
    await sdk.stop();
  });
});

describe('while an SDK runs', () => {
  test('captures side by side keep their contexts apart', async () => {
    await startSdk({ receiver, service: 'shop' });
    const traces = await Promise.all(['a', 'b', 'c'].map(id => receiver.capture(() => placeOrder(id))));
    expect(new Set(traces.map(each => each.traceId)).size).toBe(3);
    expect(traces.map(each => each.get('place order').attributes['app.order.id'])).toEqual(['a', 'b', 'c']);
  });

  test('its context and baggage go out in W3C headers', async () => {
    const sdk = await startSdk({ receiver, service: 'shop' });
    const headers: Record<string, string> = {};
    sdk.tracer.startActiveSpan('call', { kind: SpanKind.CLIENT }, span => {
      const withBaggage = propagation.setBaggage(
        context.active(),
        propagation.createBaggage({ tenant: { value: 't1' } }),
      );
      propagation.inject(withBaggage, headers);
      span.end();
    });
    await sdk.flush();
    const span = receiver.get('call');
    expect(headers).toEqual({ traceparent: `00-${span.traceId}-${span.spanId}-01`, baggage: 'tenant=t1' });
  });

  // A full batch leaves at once: the SDK is exporting 8,192 spans, and holds none, when it is told to flush.
  test.each([1, 8_192, 20_000])('flush resolves once the receiver has all %i spans that ended', async count => {
    const sdk = await startSdk({ receiver, service: 'shop' });
    for (let index = 0; index < count; index++) sdk.tracer.startSpan(`span ${index}`).end();
    await sdk.flush();
    expect(receiver.stats.spans).toBe(count);
  });

  test('the environment of the tests changes neither sampling nor where spans go', async () => {
    vi.stubEnv('OTEL_TRACES_SAMPLER', 'always_off');
    vi.stubEnv('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'http://127.0.0.1:9/v1/traces');
    vi.stubEnv('OTEL_SDK_DISABLED', 'true');
    await startSdk({ receiver, service: 'shop' });
    const captured = await receiver.capture(() => placeOrder('ord-1'));
    expect(captured.spans).toHaveLength(2);
  });

  test('works under fake timers', async () => {
    await startSdk({ receiver, service: 'shop' });
    vi.useFakeTimers();
    try {
      expect((await receiver.capture(() => placeOrder('ord-1'))).spans).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });

  test('instrumentations trace through it, and are disabled with it', async () => {
    const calls: string[] = [];
    let provider: TracerProvider | undefined;
    const instrumentation = {
      setTracerProvider: (given: TracerProvider) => {
        provider = given;
      },
      enable: () => calls.push('enable'),
      disable: () => calls.push('disable'),
    };
    const sdk = await startSdk({ receiver, service: 'shop', instrumentations: [instrumentation] });
    provider?.getTracer('instrumentation').startSpan('instrumented').end();
    await sdk.stop();
    expect(receiver.get('instrumented').scope.name).toBe('instrumentation');
    expect(calls).toEqual(['enable', 'disable']);
  });
});

describe('stop', () => {
  test('leaves the globals of the API as they were', async () => {
    const sdk = await startSdk({ receiver, service: 'shop' });
    await Promise.all([sdk.stop(), sdk.stop()]);
    const captured = receiver.capture(() => placeOrder('ord-1'), { timeout: 200 });
    await expect(captured).rejects.toMatchObject({ code: 'TRACE_TIMEOUT' });
    expect(context.with(ROOT_CONTEXT.setValue(Symbol('key'), 1), () => context.active())).toBe(ROOT_CONTEXT);
    expect(propagation.fields()).toEqual([]);
    const other = new BasicTracerProvider();
    expect(trace.setGlobalTracerProvider(other)).toBe(true);
    trace.disable();
  });

  test('exports what ended before it', async () => {
    const sdk = await startSdk({ receiver, service: 'shop' });
    sdk.tracer.startSpan('last words').end();
    await sdk.stop();
    expect(receiver.get('last words').service).toBe('shop');
  });

  test('comes with the receiver', async () => {
    const sdk = await startSdk({ receiver, service: 'shop' });
    sdk.tracer.startSpan('last words').end();
    await receiver.stop();
    expect(receiver.get('last words').service).toBe('shop');
    expect(trace.getTracer('other').startSpan('nothing').isRecording()).toBe(false);
    await sdk[Symbol.asyncDispose]();
  });
});

describe('a failing export', () => {
  async function withDeadReceiver(): Promise<Receiver> {
    const dead = await startReceiver({ grpcPort: false });
    await dead.stop();
    return dead;
  }

  test('makes flush and stop fail, and the globals are free all the same', async () => {
    const sdk = await startSdk({ receiver: await withDeadReceiver(), service: 'shop' });
    sdk.tracer.startSpan('lost').end();
    const error = await sdk.flush().catch((reason: unknown) => reason as Error);
    expect(error).toMatchObject({ code: 'EXPORT_FAILED' });
    expect(String(error).replace(/:\d+\./, ':<port>.')).toMatchInlineSnapshot(
      `"TracewrightError: EXPORT_FAILED: the SDK of "shop" lost 1 span: connect ECONNREFUSED 127.0.0.1:<port>. Has its receiver stopped?"`,
    );
    sdk.tracer.startSpan('lost too').end();
    await expect(sdk.stop()).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
    await (await startSdk({ receiver, service: 'shop' })).stop();
  });

  test('that the SDK began by itself fails the next flush', async () => {
    const refusing = await startReceiver({ grpcPort: false, maxRequestBytes: 300 });
    const sdk = await startSdk({ receiver: refusing, service: 'shop' });
    sdk.tracer.startSpan('x'.repeat(1_000)).end();
    await vi.waitUntil(() => refusing.stats.rejected > 0);
    const error = await sdk.flush().catch((reason: unknown) => reason as Error);
    expect(String(error)).toMatchInlineSnapshot(
      `"TracewrightError: EXPORT_FAILED: the SDK of "shop" lost 1 span: the receiver answered HTTP 413."`,
    );
    await sdk.stop();
    await refusing.stop();
  });

  test('fails the capture whose spans it lost', async () => {
    const refusing = await startReceiver({ grpcPort: false, maxRequestBytes: 100 });
    const sdk = await startSdk({ receiver: refusing, service: 'shop' });
    await expect(refusing.capture(() => placeOrder('ord-1'))).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
    await sdk.stop();
    await refusing.stop();
  });
});

describe('a receiver with TLS', () => {
  let certificates: ReturnType<typeof makeCertificates>;
  let file: (name: string) => string;
  beforeAll(() => {
    certificates = makeCertificates();
    file = certificates.file;
  });
  afterAll(() => certificates.remove());

  const pem = (name: string): string => readFileSync(file(name), 'utf8');
  const ways: [what: string, tls: () => TlsOptions][] = [
    ['a certificate of its own, from a file', () => ({ cert: file('self.pem'), key: file('self.key') })],
    ['a certificate of its own, as PEM text', () => ({ cert: pem('self.pem'), key: pem('self.key') })],
    ['an authority', () => ({ cert: file('server.pem'), key: file('server.key'), trust: file('ca.pem') })],
    [
      'certificates on both sides',
      () => ({
        cert: file('server.pem'),
        key: file('server.key'),
        ca: file('ca.pem'),
        client: { cert: file('client.pem'), key: file('client.key') },
      }),
    ],
  ];
  test.each(ways)('gets what the SDK exports: %s', async (_what, tls) => {
    const secure = await startReceiver({ grpcPort: false, tls: tls() });
    await startSdk({ receiver: secure, service: 'shop' });
    const captured = await secure.capture(() => placeOrder('ord-17'));
    expect(captured.spans.map(span => span.name)).toEqual(['place order', 'charge card']);
    await secure.stop();
  });

  test('whose authority is not known: the SDK says how to name it', async () => {
    const secure = await startReceiver({ grpcPort: false, tls: { cert: file('server.pem'), key: file('server.key') } });
    const sdk = await startSdk({ receiver: secure, service: 'shop' });
    sdk.tracer.startSpan('lost').end();
    const error = await sdk.stop().catch((reason: unknown) => reason as Error);
    expect(String(error)).toMatchInlineSnapshot(
      `"TracewrightError: EXPORT_FAILED: the SDK of "shop" lost 1 span: unable to verify the first certificate. Give startReceiver({ tls: { trust } }) the path of the certificate of the authority that issued the receiver's."`,
    );
    await secure.stop();
  });

  test('that asks for certificates, and was told of none for its clients', async () => {
    const tls = { cert: file('server.pem'), key: file('server.key'), ca: file('ca.pem') };
    const secure = await startReceiver({ grpcPort: false, tls });
    const error = await startSdk({ receiver: secure, service: 'shop' }).catch((reason: unknown) => reason as Error);
    expect(String(error)).toMatchInlineSnapshot(
      `"TracewrightError: INVALID_OPTION: startSdk() has no certificate to show to this receiver, which asks for one. Give startReceiver({ tls: { client: { cert, key } } }) the paths of both."`,
    );
    await secure.stop();
  });
});

describe('startSdk refuses', () => {
  test('a second SDK while one runs', async () => {
    await startSdk({ receiver, service: 'shop' });
    const error = await startSdk({ receiver, service: 'stock' }).catch((reason: unknown) => reason as Error);
    expect(String(error)).toMatchInlineSnapshot(`
      "TracewrightError: SDK_ALREADY_STARTED: startSdk() cannot register: the OpenTelemetry API of this process has a global tracer provider already.
      There can be one SDK at a time. Stop the earlier one first (\`await sdk.stop()\`, or its receiver);
      if the code under test starts an SDK itself, give that the variables of receiver.env() instead of calling startSdk()."
    `);
  });

  test('to take the place of a provider that the code under test registered', async () => {
    trace.setGlobalTracerProvider(new BasicTracerProvider());
    await expect(startSdk({ receiver, service: 'shop' })).rejects.toMatchObject({ code: 'SDK_ALREADY_STARTED' });
    trace.disable();
    expect(propagation.fields()).toEqual([]);
  });

  const cases: [what: string, options: Record<string, unknown>, code: string, text: RegExp][] = [
    ['no receiver', { receiver: undefined }, 'UNDEFINED_EXPECTATION', /option receiver is undefined/],
    ['a Promise of a receiver', { receiver: Promise.resolve() }, 'INVALID_OPTION', /Received a Promise/],
    ['no service', { service: '' }, 'INVALID_OPTION', /needs the option service/],
    ['a misspelt option', { instrumentation: [] }, 'UNKNOWN_OPTION', /mean "instrumentations"/],
    ['one instrumentation for a list', { instrumentations: {} }, 'INVALID_OPTION', /takes a list/],
  ];
  test.each(cases)('%s', async (_what, options, code, text) => {
    const given = { receiver, service: 'shop', ...options } as unknown as SdkOptions;
    await expect(startSdk(given)).rejects.toMatchObject({ code, message: expect.stringMatching(text) });
  });

  test('a receiver without HTTP', async () => {
    const grpcOnly = await startReceiver({ httpPort: false });
    await expect(startSdk({ receiver: grpcOnly, service: 'shop' })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await grpcOnly.stop();
  });

  test('a receiver on a unix socket', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tracewright-'));
    const local = await startReceiver({ host: `unix:${join(folder, 'x.sock')}` });
    const error = await startSdk({ receiver: local, service: 'shop' }).catch((reason: unknown) => reason as Error);
    expect(String(error)).toMatchInlineSnapshot(
      `"TracewrightError: INVALID_OPTION: startSdk() exports to a port, and this receiver listens on a unix socket. Start one beside it for what runs in this process: startReceiver()."`,
    );
    await local.stop();
    await rm(folder, { recursive: true });
  });

  test('to go on without its peers, and names the command that installs them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tracewright-'));
    await writeFile(join(folder, 'package.json'), '{}');
    expect(() => loadPeers(join(folder, 'test.js'))).toThrowErrorMatchingInlineSnapshot(`
      [TracewrightError: MISSING_PEER: startSdk() needs packages of OpenTelemetry that are not installed here:
        npm install --save-dev @opentelemetry/api @opentelemetry/sdk-trace-base @opentelemetry/context-async-hooks @opentelemetry/exporter-trace-otlp-proto]
    `);
    await rm(folder, { recursive: true });
  });
});
