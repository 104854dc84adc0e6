import {
  context,
  ProxyTracerProvider,
  propagation,
  ROOT_CONTEXT,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as matchers from '../../matchers/index.ts';
import type {} from '../../matchers/vitest.ts';
import { canary } from '../../src/pii/canary/canary.ts';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { type ReadableSpan, type SdkOptions, startSdk } from '../../src/sdk/index.ts';
import { SDK_VERSIONS, type SdkVersion, type TestProvider } from './sdk-versions.ts';

expect.extend({ ...matchers });

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver({ grpcPort: false });
});
afterEach(async () => {
  await receiver.stop();
  trace.disable();
  context.disable();
  propagation.disable();
});

const person = canary.person();

/** What a span processor has. */
interface Processor {
  onStart(span: unknown, context: unknown): void;
  onEnd(span: ReadableSpan): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

class Base implements Processor {
  onStart(): void {}
  onEnd(_span: ReadableSpan): void {}
  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

/** Changes the span itself, as the SDK lets it. */
class Redacting extends Base {
  override onEnd(span: ReadableSpan): void {
    const attributes = span.attributes as Record<string, unknown>;
    for (const key of Object.keys(attributes)) if (key === 'mail') attributes[key] = 'redacted';
  }
}

function redacted(span: ReadableSpan): ReadableSpan {
  return Object.create(span, { attributes: { value: { mail: 'redacted' } } }) as ReadableSpan;
}

/** Hands on a changed copy, which only the processor behind it sees. */
class HandingOn extends Base {
  readonly next: Processor;

  constructor(next: Processor) {
    super();
    this.next = next;
  }

  override onEnd(span: ReadableSpan): void {
    this.next.onEnd(redacted(span));
  }

  override forceFlush(): Promise<void> {
    return this.next.forceFlush();
  }
}

/** The same, with a field that nobody can look into. */
class HandingOnHidden extends Base {
  readonly #next: Processor;

  constructor(next: Processor) {
    super();
    this.#next = next;
  }

  override onEnd(span: ReadableSpan): void {
    this.#next.onEnd(redacted(span));
  }

  override async forceFlush(): Promise<void> {
    await this.#next.forceFlush();
  }
}

class Filtering extends Base {
  readonly next: Processor;

  constructor(next: Processor) {
    super();
    this.next = next;
  }

  override onEnd(span: ReadableSpan): void {
    if (span.name !== 'health') this.next.onEnd(span);
  }

  override forceFlush(): Promise<void> {
    return this.next.forceFlush();
  }
}

type Done = (result: { code: number }) => void;

/** Sends what it is handed at once, as exporters do; `sent` is what went over the wire. */
class Sending {
  readonly sent: string[] = [];

  export(spans: ReadableSpan[], done: Done): void {
    for (const { name, attributes } of spans) this.sent.push(JSON.stringify({ name, attributes }));
    done({ code: 0 });
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

/** Changes what it hands on to another exporter. */
class RedactingExporter extends Sending {
  readonly next: Sending;

  constructor(next: Sending) {
    super();
    this.next = next;
  }

  override export(spans: ReadableSpan[], done: Done): void {
    this.next.export(spans.map(redacted), done);
  }
}

function work(provider: TestProvider, name = 'sign up'): void {
  provider.getTracer('shop').startActiveSpan(name, { attributes: { mail: person.email } }, span => span.end());
}

const given = (provider: unknown): TracerProvider => provider as TracerProvider;

describe.each(Object.entries(SDK_VERSIONS))('a provider of SDK %s', (version, sdk) => {
  const leaking: [what: string, processors: (sdk: SdkVersion) => object[], isLeaking: boolean][] = [
    ['no exporter and no redaction', () => [new Base()], true],
    ['redaction alone', () => [new Redacting()], false],
    ['redaction before a simple processor', ({ simple }) => [new Redacting(), simple(new Sending())], false],
    ['redaction before a batch', ({ batch }) => [new Redacting(), batch(new Sending())], false],
    ['redaction before an exporter in memory', ({ simple, memory }) => [new Redacting(), simple(memory())], false],
    // The wrong order leaks: a simple processor sends before the next one sees the span.
    ['redaction after a simple processor', ({ simple }) => [simple(new Sending()), new Redacting()], true],
    ['redaction after a batch, which sends later', ({ batch }) => [batch(new Sending()), new Redacting()], false],
    ['redaction after an exporter in memory', ({ simple, memory }) => [simple(memory()), new Redacting()], false],
    [
      'a redacted copy for a simple processor',
      ({ simple }) => [new HandingOn(simple(new Sending()) as Processor)],
      false,
    ],
    ['a redacted copy for a batch', ({ batch }) => [new HandingOn(batch(new Sending()) as Processor)], false],
    ['a redacted copy for memory', ({ simple, memory }) => [new HandingOn(simple(memory()) as Processor)], false],
    ['a hidden processor', ({ simple }) => [new HandingOnHidden(simple(new Sending()) as Processor)], false],
    ['a hidden batch', ({ batch }) => [new HandingOnHidden(batch(new Sending()) as Processor)], false],
    ['an exporter that redacts', ({ simple }) => [simple(new RedactingExporter(new Sending()))], false],
    [
      'a redacted copy beside an exporter that gets the original',
      ({ simple }) => [simple(new Sending()), new HandingOn(simple(new Sending()) as Processor)],
      true,
    ],
  ];
  test.each(leaking)('shows whether personal data is sent: %s', async (_what, processors, isLeaking) => {
    const provider = sdk.provider({ processors: processors(sdk) });
    const joined = await startSdk({ receiver, provider: given(provider) });
    const captured = await receiver.capture(() => work(provider));
    expect(captured.find({ name: 'sign up', service: 'shop' })?.parentSpanId).toBe(captured.context?.spanId);
    if (isLeaking) expect(captured).toLeak(person);
    else expect(captured).not.toLeak(person);
    await joined.stop();
    await provider.shutdown();
  });

  test('keeps its exporters: they get what they would get without the receiver', async () => {
    const [sending, memory] = [new Sending(), sdk.memory()];
    const provider = sdk.provider({ processors: [new Redacting(), sdk.simple(sending), sdk.batch(memory)] });
    const joined = await startSdk({ receiver, provider: given(provider) });
    const captured = await receiver.capture(() => work(provider));
    expect(captured.spans).toHaveLength(1);
    expect(sending.sent).toStrictEqual(['{"name":"sign up","attributes":{"mail":"redacted"}}']);
    expect(memory.getFinishedSpans().map(({ name }) => name)).toStrictEqual(['sign up']);
    await joined.stop();
  });

  test('keeps its sampler and its filters', async () => {
    const sampler = {
      shouldSample: (...given: unknown[]) => ({
        decision: given[2] === 'dropped' ? 0 : given[2] === 'recorded' ? 1 : 2,
      }),
      toString: () => 'test',
    };
    const processors = [new Filtering(sdk.batch(new Sending()) as Processor)];
    const provider = sdk.provider({ processors, sampler });
    await startSdk({ receiver, provider: given(provider) });
    const captured = await receiver.capture(() => {
      for (const name of ['dropped', 'recorded', 'health', 'kept']) work(provider, name);
    });
    expect(captured.spans.map(({ name }) => name)).toStrictEqual(['kept']);
    expect(captured).toBeComplete();
  });

  test('is left as it was by stop(): it goes on, without the receiver', async () => {
    const memory = sdk.memory();
    const processors = [sdk.simple(memory), new Redacting()];
    const provider = sdk.provider({ processors });
    const active = Reflect.get(provider, version === '1.x' ? 'activeSpanProcessor' : '_activeSpanProcessor') as object;
    const keys = [provider, active, memory, ...processors].map(one => Reflect.ownKeys(one));
    const joined = await startSdk({ receiver, provider: given(provider) });
    await receiver.capture(() => work(provider));
    await Promise.all([joined.stop(), joined.stop()]);
    expect([provider, active, memory, ...processors].map(one => Reflect.ownKeys(one))).toStrictEqual(keys);
    work(provider, 'after');
    expect(memory.getFinishedSpans().map(({ name }) => name)).toStrictEqual(['sign up', 'after']);
    expect(receiver.stats.spans).toBe(1);
    expect(trace.getTracer('shop').startSpan('nobody').isRecording()).toBe(false);
    // And it can be joined again.
    await startSdk({ receiver, provider: given(provider) });
    expect((await receiver.capture(() => work(provider))).spans).toHaveLength(1);
  });

  test('stops with the receiver, which gets what ended before', async () => {
    const provider = sdk.provider({ processors: [sdk.batch(new Sending())] });
    await startSdk({ receiver, provider: given(provider) });
    work(provider);
    await receiver.stop();
    expect(receiver.get('sign up').service).toBe('shop');
  });

  test('is traced by tracers that it handed out before', async () => {
    const provider = sdk.provider({ processors: [new Redacting()] });
    const tracer = provider.getTracer('shop');
    await startSdk({ receiver, provider: given(provider) });
    const captured = await receiver.capture(() => tracer.startActiveSpan('early', span => span.end()));
    expect(captured.spans.map(({ name }) => name)).toStrictEqual(['early']);
  });

  test('that is registered already is joined by way of the API', async () => {
    const provider = sdk.provider({ processors: [sdk.batch(new Sending())] });
    const manager = new AsyncLocalStorageContextManager().enable();
    trace.setGlobalTracerProvider(given(provider));
    context.setGlobalContextManager(manager);
    const joined = await startSdk({ receiver, provider: trace.getTracerProvider() });
    const captured = await receiver.capture(() => trace.getTracer('shop').startActiveSpan('work', span => span.end()));
    expect(captured.get('work').parentSpanId).toBe(captured.context?.spanId);
    await joined.stop();
    expect((trace.getTracerProvider() as ProxyTracerProvider).getDelegate()).toBe(provider);
    expect(context.with(ROOT_CONTEXT.setValue(Symbol('k'), 1), () => context.active())).not.toBe(ROOT_CONTEXT);
  });

  test('gives waits what it exports, without a capture and without waiting for its batch', async () => {
    const provider = sdk.provider({ processors: [sdk.batch(new Sending())] });
    await startSdk({ receiver, provider: given(provider) });
    work(provider);
    expect((await receiver.waitForSpan('sign up', { timeout: 1_000 })).service).toBe('shop');
  });

  test('does not hold up captures where its exporter never answers', async () => {
    const silent = { export: () => {}, shutdown: async () => {}, forceFlush: async () => {} };
    const provider = sdk.provider({ processors: [sdk.batch(silent)] });
    await startSdk({ receiver, provider: given(provider) });
    const captured = await receiver.capture(() => work(provider));
    expect(captured.spans).toHaveLength(1);
  });

  test('does not make captures fail where its exporter fails', async () => {
    const failing = { export: (_spans: unknown, done: Done) => done({ code: 1 }), shutdown: async () => {} };
    const provider = sdk.provider({ processors: [sdk.batch(failing)] });
    await startSdk({ receiver, provider: given(provider) });
    expect((await receiver.capture(() => work(provider))).spans).toHaveLength(1);
  });

  test('whose processor hands on something else: the capture fails, and says what', async () => {
    class Spreading extends HandingOn {
      override onEnd(span: ReadableSpan): void {
        this.next.onEnd({ ...span, spanContext: () => span.spanContext(), startTime: undefined } as never);
      }
    }
    const provider = sdk.provider({ processors: [new Spreading(sdk.batch(new Sending()) as Processor)] });
    await startSdk({ receiver, provider: given(provider) });
    await expect(receiver.capture(() => work(provider))).rejects.toThrow(
      /EXPORT_FAILED: the joined provider lost 1 span: an exporter was handed something that is not a ReadableSpan: startTime/,
    );
  });

  test('works under fake timers', async () => {
    const provider = sdk.provider({ processors: [sdk.simple(sdk.memory())] });
    await startSdk({ receiver, provider: given(provider) });
    vi.useFakeTimers();
    try {
      expect((await receiver.capture(() => work(provider))).spans).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });

  test('with a receiver that takes no more: the capture fails with its reason', async () => {
    const small = await startReceiver({ grpcPort: false, maxSpans: 1 });
    const provider = sdk.provider({ processors: [sdk.simple(sdk.memory())] });
    await startSdk({ receiver: small, provider: given(provider) });
    const capturing = small.capture(() => {
      work(provider);
      work(provider);
    });
    await expect(capturing).rejects.toThrow(/maxSpans is 1/);
    await small.stop();
  });

  test('can be joined on a unix socket, or without HTTP: it needs none', async () => {
    const grpcOnly = await startReceiver({ httpPort: false });
    const provider = sdk.provider({ processors: [sdk.simple(sdk.memory())] });
    await startSdk({ receiver: grpcOnly, provider: given(provider) });
    expect((await grpcOnly.capture(() => work(provider))).spans).toHaveLength(1);
    await grpcOnly.stop();
  });
});

test('a processor that is added later, as SDK 1.x lets it, has its exporter joined', async () => {
  const sdk = SDK_VERSIONS['1.x'];
  const provider = sdk.provider({ processors: [] }) as TestProvider & { addSpanProcessor(processor: object): void };
  const joined = await startSdk({ receiver, provider: given(provider) });
  const memory = sdk.memory();
  provider.addSpanProcessor(new HandingOn(sdk.simple(memory) as Processor));
  const captured = await receiver.capture(() => work(provider));
  expect(captured.spans).toHaveLength(1);
  expect(captured).not.toLeak(person);
  await joined.stop();
  work(provider);
  expect(memory.getFinishedSpans()).toHaveLength(2);
  expect(receiver.stats.spans).toBe(1);
});

describe('startSdk refuses', () => {
  const provider = () => given(SDK_VERSIONS['2.x'].provider({ processors: [] }));
  const own = { getTracer: () => ({}) };
  const cases: [what: string, options: () => Record<string, unknown>, code: string, text: RegExp][] = [
    ['undefined', () => ({ provider: undefined }), 'UNDEFINED_EXPECTATION', /option provider is undefined/],
    [
      'something else',
      () => ({ provider: { a: 1 } }),
      'INVALID_OPTION',
      /must be a tracer provider of the SDK; received an object/,
    ],
    [
      'a NodeSDK',
      () => ({ provider: { start: () => {} } }),
      'INVALID_OPTION',
      /pass trace\.getTracerProvider\(\) after start/,
    ],
    [
      'a service beside it',
      () => ({ provider: provider(), service: 'x' }),
      'INVALID_OPTION',
      /either provider or service/,
    ],
    [
      'a provider of another kind',
      () => ({ provider: own }),
      'PROVIDER_NOT_SUPPORTED',
      /does not let its span processors be reached/,
    ],
    [
      'the API without an SDK',
      () => ({ provider: new ProxyTracerProvider() }),
      'PROVIDER_NOT_SUPPORTED',
      /a ProxyTracerProvider of a NoopTracerProvider/,
    ],
    ['neither', () => ({}), 'INVALID_OPTION', /give the option provider/],
    ['a misspelling', () => ({ providr: own }), 'UNKNOWN_OPTION', /Did you mean "provider"/],
  ];
  test.each(cases)('%s', async (_what, options, code, text) => {
    const all = { receiver, ...options() } as unknown as SdkOptions;
    await expect(startSdk(all)).rejects.toMatchObject({ code, message: expect.stringMatching(text) });
    expect(trace.getTracer('x').startSpan('x').isRecording()).toBe(false);
  });

  test('a provider that is joined already', async () => {
    const one = provider();
    await startSdk({ receiver, provider: one });
    await expect(startSdk({ receiver, provider: one })).rejects.toMatchObject({ code: 'SDK_ALREADY_STARTED' });
  });
});
